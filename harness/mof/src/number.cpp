#include "number.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace assay::mof {
namespace {

using Number = std::variant<Integer, double, std::string>;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// [+-] *digit "." 1*digit [("e"|"E") [+-] 1*digit]
bool is_real(std::string_view text) {
    const auto digits = [&text] {
        const auto count = static_cast<std::size_t>(std::ranges::find_if_not(text, is_digit) - text.begin());
        text.remove_prefix(count);
        return count;
    };
    const auto sign = [&text] {
        if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
    };
    sign();
    digits();
    if (!text.starts_with('.')) return false;
    text.remove_prefix(1);
    if (digits() == 0) return false;
    if (text.empty()) return true;
    if (text.front() != 'e' && text.front() != 'E') return false;
    text.remove_prefix(1);
    sign();
    return digits() > 0 && text.empty();
}

Number read_real(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc::result_out_of_range) return fmt::format("'{}' is beyond a real64", text);
    return value;
}

Number read_digits(std::string_view whole, std::string_view digits, int base, bool negative) {
    std::uint64_t magnitude = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), magnitude, base);
    if (error == std::errc::result_out_of_range) return fmt::format("'{}' has more than 64 bits", whole);
    if (error != std::errc{} || end != digits.data() + digits.size()) {
        if (base == 8) {
            return fmt::format("'{}' is no number: a leading 0 means octal digits", whole);
        }
        return fmt::format("'{}' is no number", whole);
    }
    return Integer{.negative = negative, .magnitude = magnitude};
}

}  // namespace

Number read_number(std::string_view text) {
    if (is_real(text)) return read_real(text);
    std::string_view digits = text;
    const bool negative = digits.starts_with('-');
    if (negative || digits.starts_with('+')) digits.remove_prefix(1);
    if (digits.starts_with("0x") || digits.starts_with("0X")) {
        return read_digits(text, digits.substr(2), 16, negative);
    }
    if (digits.ends_with('b') || digits.ends_with('B')) {
        return read_digits(text, digits.substr(0, digits.size() - 1), 2, negative);
    }
    const bool octal = digits.size() > 1 && digits.front() == '0';
    return read_digits(text, digits, octal ? 8 : 10, negative);
}

}  // namespace assay::mof
