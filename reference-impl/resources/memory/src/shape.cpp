#include "assay/memory/shape.hpp"

#include <algorithm>
#include <charconv>

#include "assay/base/text.hpp"
#include "assay/model/datetime.hpp"

namespace assay::memory {
namespace {

Checked check_number(const Property& property, std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    const bool negative = text.starts_with('-');
    const std::string_view digits = text.substr(negative ? 1 : 0);
    if (digits.empty() || !std::ranges::all_of(digits, is_digit)) return {.mismatch = Mismatch::type};
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    const bool beyond = error != std::errc{} || (negative && value != 0);
    if (beyond || value < property.least || value > property.most) return {.mismatch = Mismatch::range};
    return {.canonical = std::to_string(value)};
}

Checked check_boolean(std::string_view text) {
    if (text == "true" || text == "1") return {.canonical = "true"};
    if (text == "false" || text == "0") return {.canonical = "false"};
    return {.mismatch = Mismatch::type};
}

}  // namespace

Checked check_value(const Property& property, std::string_view text) {
    const std::string_view value = base::trimmed(text);
    switch (property.type) {
        case Type::uint8:
        case Type::uint32: return check_number(property, value);
        case Type::boolean: return check_boolean(value);
        case Type::datetime:
            if (!model::parse_datetime(value)) return {.mismatch = Mismatch::type};
            return {.canonical = std::string{value}};
        case Type::string: break;
    }
    return {.canonical = std::string{text}};
}

}  // namespace assay::memory
