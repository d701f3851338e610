#include "xml/text.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>

#include "assay/base/text.hpp"
#include "assay/model/datetime.hpp"
#include "assay/model/duration.hpp"
#include "assay/soap/escape.hpp"

namespace assay::cim {
namespace {

constexpr unsigned date_fields = Datetime::year | Datetime::month | Datetime::day;
constexpr unsigned time_fields = Datetime::hour | Datetime::minute | Datetime::second;

/// `number` with noughts before it, as many as it takes to be `width` digits long. Times are in every
/// instance, and fmt takes thirty times as long for them.
void append_digits(std::string& out, unsigned number, std::size_t width) {
    std::array<char, 8> digits;  // NOLINT(cppcoreguidelines-pro-type-member-init): written before it is read
    for (std::size_t at = width; at-- > 0; number /= 10) digits[at] = static_cast<char>('0' + number % 10);
    out.append(digits.data(), width);
}

template <class T>
void append_number(std::string& out, T number) {
    std::array<char, 32> digits;  // NOLINT(cppcoreguidelines-pro-type-member-init): written before it is read
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

void append_zone(std::string& out, int offset) {
    if (offset == 0) {
        out += 'Z';
        return;
    }
    const auto minutes = static_cast<unsigned>(offset < 0 ? -offset : offset);
    out += offset < 0 ? '-' : '+';
    append_digits(out, minutes / 60, 2);
    out += ':';
    append_digits(out, minutes % 60, 2);
}

/// "" or ".25": without the noughts that end it.
void append_fraction(std::string& out, unsigned microseconds) {
    if (microseconds == 0) return;
    out += '.';
    append_digits(out, microseconds, 6);
    out.erase(out.find_last_not_of('0') + 1);
}

void append_date(std::string& out, const Datetime& of) {
    append_digits(out, of.years(), 4);
    out += '-';
    append_digits(out, of.months(), 2);
    out += '-';
    append_digits(out, of.days(), 2);
}

void append_time(std::string& out, const Datetime& of) {
    append_digits(out, of.hours(), 2);
    out += ':';
    append_digits(out, of.minutes(), 2);
    out += ':';
    append_digits(out, of.seconds(), 2);
    append_fraction(out, of.microseconds());
}

void append_interval(std::string& out, const Datetime& of) {
    out += 'P';
    append_number(out, of.days());
    out += "DT";
    append_number(out, of.hours());
    out += 'H';
    append_number(out, of.minutes());
    out += 'M';
    append_number(out, of.seconds());
    append_fraction(out, of.microseconds());
    out += 'S';
}

/// Reads the end of a date or time: nothing, Z or ±hh:mm.
std::optional<int> read_zone(std::string_view text) {
    if (text.empty() || text == "Z") return 0;
    if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return std::nullopt;
    int hours = 0;
    int minutes = 0;
    const bool good = std::from_chars(text.data() + 1, text.data() + 3, hours).ptr == text.data() + 3 &&
                      std::from_chars(text.data() + 4, text.data() + 6, minutes).ptr == text.data() + 6;
    if (!good || hours > 14 || minutes > 59) return std::nullopt;
    return (text[0] == '-' ? -1 : 1) * (hours * 60 + minutes);
}

/// Where the time zone of an xs:date, xs:time or xs:dateTime begins.
std::size_t zone_at(std::string_view text, std::size_t from) {
    return std::min(text.find_first_of("Z+-", from), text.size());
}

std::string offset_text(int offset) {
    return fmt::format("{}{:03}", offset < 0 ? '-' : '+', offset < 0 ? -offset : offset);
}

std::optional<Datetime> read_moment(std::string_view text) {
    const auto time = model::parse_datetime(text);
    if (!time || text.size() < 19) return std::nullopt;
    const auto offset = read_zone(text.substr(zone_at(text, 19)));
    if (!offset) return std::nullopt;
    return Datetime::point(*time, *offset);
}

/// "2026-11-20" and a zone.
std::optional<Datetime> read_date(std::string_view text) {
    if (text.size() < 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto offset = read_zone(text.substr(10));
    if (!offset) return std::nullopt;
    return Datetime::parse(fmt::format("{}{}{}******.******{}", text.substr(0, 4), text.substr(5, 2),
                                       text.substr(8, 2), offset_text(*offset)));
}

/// "18:31:07.25" and a zone.
std::optional<Datetime> read_time(std::string_view text) {
    if (text.size() < 8 || text[2] != ':' || text[5] != ':') return std::nullopt;
    const std::size_t end = zone_at(text, 8);
    const auto offset = read_zone(text.substr(end));
    std::string fraction{text.substr(8, end - 8)};
    if (!offset || fraction == "." || (!fraction.empty() && fraction.front() != '.')) return std::nullopt;
    if (fraction.empty()) fraction = ".";
    fraction.resize(7, '0');
    return Datetime::parse(fmt::format("********{}{}{}{}{}", text.substr(0, 2), text.substr(3, 2),
                                       text.substr(6, 2), fraction, offset_text(*offset)));
}

std::optional<Datetime> read_interval(std::string_view text) {
    const auto duration = model::parse_duration(text);
    if (!duration || duration->months != 0 || duration->time < base::Duration::zero()) return std::nullopt;
    return Datetime::interval(duration->time);
}

}  // namespace

DatetimeForm form_of(const Datetime& datetime) {
    DatetimeForm form{.name = "CIM_DateTime", .text = {}};
    form.text.reserve(40);
    if (!datetime.has_wildcards() && datetime.is_interval()) {
        form.name = "Interval";
        append_interval(form.text, datetime);
    } else if (!datetime.has_wildcards() && datetime.years() != 0 && datetime.months() != 0) {
        form.name = "Datetime";
        append_date(form.text, datetime);
        form.text += 'T';
        append_time(form.text, datetime);
        append_zone(form.text, datetime.offset());
    } else if (!datetime.is_interval() && datetime.wildcards() == time_fields &&
               datetime.fraction_digits() == 0 && datetime.years() != 0) {
        form.name = "Date";
        append_date(form.text, datetime);
        append_zone(form.text, datetime.offset());
    } else if (!datetime.is_interval() && datetime.wildcards() == date_fields &&
               datetime.fraction_digits() == 6) {
        form.name = "Time";
        append_time(form.text, datetime);
        append_zone(form.text, datetime.offset());
    } else {
        form.text = datetime.to_string();
    }
    return form;
}

std::optional<Datetime> read_datetime(std::string_view name, std::string_view raw) {
    const std::string_view text = base::trimmed(raw);
    if (name == "Datetime") return read_moment(text);
    if (name == "Interval") return read_interval(text);
    if (name == "Date") return read_date(text);
    if (name == "Time") return read_time(text);
    if (name == "CIM_DateTime") return Datetime::parse(text);
    return std::nullopt;
}

void append_text(std::string& out, Type type, const Value& value) {
    if (const auto* text = value.get<std::string>()) {
        soap::append_escaped(out, *text);
    } else if (const auto* number = value.get<std::uint64_t>()) {
        append_number(out, *number);
    } else if (const auto* integer = value.get<std::int64_t>()) {
        append_number(out, *integer);
    } else if (const auto* truth = value.get<bool>()) {
        out += *truth ? "true" : "false";
    } else if (const auto* real = value.get<double>();
               real != nullptr && type == Type::real32 && std::isfinite(*real)) {
        append_number(out, static_cast<float>(*real));
    } else {
        soap::append_escaped(out, to_text(value));
    }
}

std::string base64_of(const Value::Array& octets) {
    base::Octets held;
    held.reserve(octets.size());
    for (const Value& each : octets) {
        const auto* octet = each.get<std::uint64_t>();
        held.push_back(static_cast<base::Octet>(octet == nullptr ? 0 : *octet));
    }
    return base::to_base64(held);
}

std::optional<Value::Array> octets_of_base64(std::string_view text) {
    const auto held = base::from_base64(base::trimmed(text));
    if (!held) return std::nullopt;
    Value::Array octets;
    octets.reserve(held->size());
    for (const base::Octet octet : *held) octets.emplace_back(std::uint64_t{octet});
    return octets;
}

}  // namespace assay::cim
