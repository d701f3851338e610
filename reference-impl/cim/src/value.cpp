#include "assay/cim/value.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "assay/base/text.hpp"
#include "assay/cim/instance.hpp"

namespace assay::cim {
namespace {

/// Numbers of either sign: is `negative` below any unsigned number, else by number.
std::strong_ordering order(std::int64_t left, std::uint64_t right) {
    if (left < 0) return std::strong_ordering::less;
    return static_cast<std::uint64_t>(left) <=> right;
}

std::partial_ordering reversed(std::strong_ordering order) {
    if (std::is_lt(order)) return std::partial_ordering::greater;
    return std::is_gt(order) ? std::partial_ordering::less : std::partial_ordering::equivalent;
}

struct Comparing {
    std::partial_ordering operator()(bool a, bool b) const { return (a ? 1 : 0) <=> (b ? 1 : 0); }
    std::partial_ordering operator()(std::uint64_t a, std::uint64_t b) const { return a <=> b; }
    std::partial_ordering operator()(std::int64_t a, std::int64_t b) const { return a <=> b; }
    std::partial_ordering operator()(std::int64_t a, std::uint64_t b) const { return order(a, b); }
    std::partial_ordering operator()(std::uint64_t a, std::int64_t b) const { return reversed(order(b, a)); }
    std::partial_ordering operator()(double a, double b) const { return a <=> b; }
    std::partial_ordering operator()(double a, std::uint64_t b) const { return a <=> static_cast<double>(b); }
    std::partial_ordering operator()(double a, std::int64_t b) const { return a <=> static_cast<double>(b); }
    std::partial_ordering operator()(std::uint64_t a, double b) const { return static_cast<double>(a) <=> b; }
    std::partial_ordering operator()(std::int64_t a, double b) const { return static_cast<double>(a) <=> b; }
    std::partial_ordering operator()(char16_t a, char16_t b) const { return a <=> b; }
    std::partial_ordering operator()(const std::string& a, const std::string& b) const { return a <=> b; }
    std::partial_ordering operator()(const Datetime& a, const Datetime& b) const { return compare(a, b); }
    template <class A, class B>
    std::partial_ordering operator()(const A&, const B&) const {
        return std::partial_ordering::unordered;
    }
};

template <class T>
bool same_pointee(const std::shared_ptr<const T>& left, const std::shared_ptr<const T>& right) {
    return left == right || (left && right && *left == *right);
}

struct Equality {
    bool operator()(std::monostate, std::monostate) const { return true; }
    bool operator()(std::int64_t a, std::uint64_t b) const { return std::is_eq(order(a, b)); }
    bool operator()(std::uint64_t a, std::int64_t b) const { return std::is_eq(order(b, a)); }
    bool operator()(const Value::Reference& a, const Value::Reference& b) const { return same_pointee(a, b); }
    bool operator()(const Value::Object& a, const Value::Object& b) const { return same_pointee(a, b); }
    template <class T>
    bool operator()(const T& a, const T& b) const {
        return a == b;
    }
    template <class A, class B>
    bool operator()(const A&, const B&) const {
        return false;
    }
};

template <class T>
std::string number_text(T number) {
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    return {digits.data(), end};
}

std::string real_text(double number) {
    if (std::isnan(number)) return "NaN";
    if (std::isinf(number)) return number < 0 ? "-INF" : "INF";
    return number_text(number);
}

std::string character_text(char16_t character) {
    const std::array<std::uint8_t, 2> octets{static_cast<std::uint8_t>(character & 0xFFU),
                                             static_cast<std::uint8_t>(character >> 8U)};
    return base::utf8_from_utf16(octets, base::ByteOrder::little).value_or("\xEF\xBF\xBD");
}

struct Text {
    std::string operator()(bool of) const { return of ? "true" : "false"; }
    std::string operator()(std::uint64_t of) const { return number_text(of); }
    std::string operator()(std::int64_t of) const { return number_text(of); }
    std::string operator()(double of) const { return real_text(of); }
    std::string operator()(char16_t of) const { return character_text(of); }
    std::string operator()(const Datetime& of) const { return of.to_string(); }
    std::string operator()(const std::string& of) const { return of; }
    template <class T>
    std::string operator()(const T&) const {
        return {};
    }
};

using Read = std::variant<Value, Misfit>;

template <class T>
Read read_integer(Type type, std::string_view text) {
    const std::string_view digits = text.substr(text.starts_with('-') || text.starts_with('+') ? 1 : 0);
    if (text.starts_with('+')) text = digits;
    if (digits.empty() || digits.find_first_not_of("0123456789") != digits.npos) return Misfit::type;
    if (std::is_unsigned_v<T> && digits.size() < text.size()) {
        if (digits.find_first_not_of('0') != digits.npos) return Misfit::range;
        text = digits;  // "-0" is a lawful nought
    }
    T number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc::result_out_of_range) return Misfit::range;
    if (!fits(type, number)) return Misfit::range;
    return Value{number};
}

Read read_real(Type type, std::string_view text) {
    if (text == "NaN") return Value{std::numeric_limits<double>::quiet_NaN()};
    if (text == "INF") return Value{std::numeric_limits<double>::infinity()};
    if (text == "-INF") return Value{-std::numeric_limits<double>::infinity()};
    if (text.find_first_not_of("0123456789.eE+-") != text.npos || text.starts_with("+-")) return Misfit::type;
    if (text.starts_with('+')) text.remove_prefix(1);
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc::result_out_of_range) return Misfit::range;
    if (error != std::errc{} || end != text.data() + text.size()) return Misfit::type;
    if (!fits(type, number)) return Misfit::range;
    return Value{number};
}

Read read_boolean(std::string_view text) {
    if (text == "true" || text == "1") return Value{true};
    if (text == "false" || text == "0") return Value{false};
    return Misfit::type;
}

Read read_character(std::string_view text) {
    const auto octets = base::utf16_from_utf8(text, base::ByteOrder::little);
    if (!octets || octets->size() != 2) return Misfit::type;
    return Value{static_cast<char16_t>(static_cast<unsigned char>((*octets)[0]) |
                                       static_cast<unsigned char>((*octets)[1]) << 8U)};
}

}  // namespace

Value::Value(const ObjectPath& of) : held_{std::make_shared<const ObjectPath>(of)} {}
Value::Value(const Instance& of) : held_{std::make_shared<const Instance>(of)} {}

const ObjectPath* Value::reference() const {
    const auto* held = get<Reference>();
    return held == nullptr ? nullptr : held->get();
}

const Instance* Value::object() const {
    const auto* held = get<Object>();
    return held == nullptr ? nullptr : held->get();
}

const Value::Array& Value::elements() const {
    static const Array none;
    const auto* held = get<Array>();
    return held == nullptr ? none : *held;
}

bool operator==(const Value& left, const Value& right) {
    return std::visit(Equality{}, left.held_, right.held_);
}

std::partial_ordering compare(const Value& left, const Value& right) {
    const auto ordered = std::visit(Comparing{}, left.held(), right.held());
    if (ordered == std::partial_ordering::unordered && left == right)
        return std::partial_ordering::equivalent;
    return ordered;
}

std::string to_text(const Value& value) { return std::visit(Text{}, value.held()); }

std::variant<Value, Misfit> read_text(Type type, std::string_view raw) {
    const std::string_view text = base::trimmed(raw);
    if (is_unsigned(type)) return read_integer<std::uint64_t>(type, text);
    if (is_signed(type)) return read_integer<std::int64_t>(type, text);
    if (is_real(type)) return read_real(type, text);
    switch (type) {
        case Type::boolean: return read_boolean(text);
        case Type::char16: return read_character(raw);
        case Type::string: return Value{raw};
        case Type::datetime:
            if (const auto read = Datetime::parse(text)) return Value{*read};
            return Misfit::type;
        default: return Misfit::type;
    }
}

bool fits(Type type, const Value& value) {
    if (value.is_null()) return true;
    if (is_integer(type)) {
        if (const auto* number = value.get<std::uint64_t>()) return *number <= largest(type);
        const auto* number = value.get<std::int64_t>();
        return number != nullptr && *number >= smallest(type) &&
               (*number < 0 || static_cast<std::uint64_t>(*number) <= largest(type));
    }
    switch (type) {
        case Type::boolean: return value.get<bool>() != nullptr;
        case Type::real32: {
            const auto* number = value.get<double>();
            return number != nullptr && (!std::isfinite(*number) ||
                                         std::abs(*number) <= double{std::numeric_limits<float>::max()});
        }
        case Type::real64: return value.get<double>() != nullptr;
        case Type::char16: return value.get<char16_t>() != nullptr;
        case Type::string: return value.get<std::string>() != nullptr;
        case Type::datetime: return value.get<Datetime>() != nullptr;
        case Type::reference: return value.reference() != nullptr;
        case Type::object: return value.object() != nullptr;
        default: return false;
    }
}

}  // namespace assay::cim
