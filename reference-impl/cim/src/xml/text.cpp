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

/// The elements of cim:cimDateTime (DSP0230 §8.2).
constexpr std::string_view point_form = "Datetime", interval_form = "Interval", date_form = "Date",
                           time_form = "Time", other_form = "CIM_DateTime";

/// More than "-P99999999DT23H59M59.999999S" or a point with its zone.
constexpr std::size_t longest_form = 40;

/// Characters of a date or a time, put one after the other: times are in every instance, and appending digit
/// by digit to a string takes four times as long.
// NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init): held_ is written before it is read
class Scratch {
public:
    void put(char character) { *end_++ = character; }
    /// `number` with noughts before it, as many as it takes to be two digits long.
    void put_two(unsigned number) {
        put(static_cast<char>('0' + number / 10));
        put(static_cast<char>('0' + number % 10));
    }
    void put_date(const Datetime& of) {
        put_two(of.years() / 100);
        put_two(of.years() % 100);
        put('-');
        put_two(of.months());
        put('-');
        put_two(of.days());
    }
    void put_time(const Datetime& of) {
        put_two(of.hours());
        put(':');
        put_two(of.minutes());
        put(':');
        put_two(of.seconds());
        put_fraction(of.microseconds());
    }
    /// Nothing, or ".25": without the noughts that end it.
    void put_fraction(unsigned microseconds) {
        if (microseconds == 0) return;
        put('.');
        put_two(microseconds / 10'000);
        put_two(microseconds / 100 % 100);
        put_two(microseconds % 100);
        while (end_[-1] == '0') --end_;
    }
    void put_zone(int offset) {
        if (offset == 0) return put('Z');
        const auto minutes = static_cast<unsigned>(offset < 0 ? -offset : offset);
        put(offset < 0 ? '-' : '+');
        put_two(minutes / 60);
        put(':');
        put_two(minutes % 60);
    }
    void put_number(unsigned number) { end_ = std::to_chars(end_, held_.end(), number).ptr; }
    void put_interval(const Datetime& of) {
        put('P');
        put_number(of.days());
        put('D');
        put('T');
        put_number(of.hours());
        put('H');
        put_number(of.minutes());
        put('M');
        put_number(of.seconds());
        put_fraction(of.microseconds());
        put('S');
    }
    [[nodiscard]] std::string_view text() const {
        return {held_.data(), static_cast<std::size_t>(end_ - held_.data())};
    }

private:
    std::array<char, longest_form> held_;
    char* end_ = held_.data();
};

template <class T>
void put_number(soap::Sink& out, T number) {
    std::array<char, 32> digits;  // NOLINT(cppcoreguidelines-pro-type-member-init): written before it is read
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.put({digits.data(), static_cast<std::size_t>(end - digits.data())});
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

std::string_view name_of_form(const Datetime& datetime) {
    if (!datetime.has_wildcards()) {
        if (datetime.is_interval()) return interval_form;
        if (datetime.years() != 0 && datetime.months() != 0) return point_form;
    } else if (!datetime.is_interval()) {
        if (datetime.wildcards() == time_fields && datetime.fraction_digits() == 0 && datetime.years() != 0) {
            return date_form;
        }
        if (datetime.wildcards() == date_fields && datetime.fraction_digits() == 6) return time_form;
    }
    return other_form;
}

void put_form(soap::Sink& out, const Datetime& datetime) {
    const std::string_view form = name_of_form(datetime);
    Scratch text;
    if (form == other_form) {
        out.put(datetime.to_string());
        return;
    }
    if (form == interval_form) {
        text.put_interval(datetime);
    } else {
        if (form != time_form) text.put_date(datetime);
        if (form == point_form) text.put('T');
        if (form != date_form) text.put_time(datetime);
        text.put_zone(datetime.offset());
    }
    out.put(text.text());
}

std::string form_text(const Datetime& datetime) {
    soap::Sink text{longest_form};
    put_form(text, datetime);
    return std::move(text).take();
}

std::optional<Datetime> read_datetime(std::string_view name, std::string_view raw) {
    const std::string_view text = base::trimmed(raw);
    if (name == point_form) return read_moment(text);
    if (name == interval_form) return read_interval(text);
    if (name == date_form) return read_date(text);
    if (name == time_form) return read_time(text);
    if (name == other_form) return Datetime::parse(text);
    return std::nullopt;
}

void put_text(soap::Sink& out, Type type, const Value& value) {
    if (const auto* text = value.get<std::string>()) {
        soap::put_escaped(out, *text);
    } else if (const auto* number = value.get<std::uint64_t>()) {
        put_number(out, *number);
    } else if (const auto* integer = value.get<std::int64_t>()) {
        put_number(out, *integer);
    } else if (const auto* truth = value.get<bool>()) {
        out.put(*truth ? "true" : "false");
    } else if (const auto* real = value.get<double>();
               real != nullptr && type == Type::real32 && std::isfinite(*real)) {
        put_number(out, static_cast<float>(*real));
    } else {
        soap::put_escaped(out, to_text(value));
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
