#include "literals.hpp"

#include <algorithm>
#include <array>
#include <cfloat>
#include <cmath>

#include <fmt/format.h>

namespace assay::schema {
namespace {

using mof::DataType;

struct Range {
    std::uint64_t below = 0;  ///< the magnitude of the least value
    std::uint64_t above = 0;
};

std::optional<Range> range_of(DataType type) {
    switch (type) {
        case DataType::uint8: return Range{.below = 0, .above = UINT8_MAX};
        case DataType::uint16: return Range{.below = 0, .above = UINT16_MAX};
        case DataType::uint32: return Range{.below = 0, .above = UINT32_MAX};
        case DataType::uint64: return Range{.below = 0, .above = UINT64_MAX};
        case DataType::sint8: return Range{.below = 1U << 7U, .above = INT8_MAX};
        case DataType::sint16: return Range{.below = 1U << 15U, .above = INT16_MAX};
        case DataType::sint32: return Range{.below = 1ULL << 31U, .above = INT32_MAX};
        case DataType::sint64: return Range{.below = 1ULL << 63U, .above = INT64_MAX};
        default: return std::nullopt;
    }
}

struct Fits {
    DataType type;

    bool operator()(const mof::Null&) const { return true; }
    bool operator()(const mof::Alias&) const { return false; }
    bool operator()(bool) const { return type == DataType::boolean; }
    bool operator()(const mof::Char16&) const { return type == DataType::char16; }
    bool operator()(const std::string& text) const {
        return type == DataType::string || (type == DataType::datetime && is_datetime(text));
    }
    bool operator()(const mof::Integer& integer) const {
        if (type == DataType::real32 || type == DataType::real64) return true;
        const auto range = range_of(type);
        return range && integer.magnitude <= (integer.negative ? range->below : range->above);
    }
    bool operator()(double real) const {
        return type == DataType::real64 || (type == DataType::real32 && std::abs(real) <= double{FLT_MAX});
    }
};

struct Show {
    std::string operator()(const mof::Null&) const { return "null"; }
    std::string operator()(const mof::Alias& alias) const { return "the alias $" + alias.name; }
    std::string operator()(bool value) const { return value ? "true" : "false"; }
    std::string operator()(const mof::Char16&) const { return "a character"; }
    std::string operator()(const std::string& text) const { return "\"" + text.substr(0, 60) + "\""; }
    std::string operator()(const mof::Integer& integer) const { return to_text(integer); }
    std::string operator()(double real) const { return fmt::format("{}", real); }
};

/// Digits, or asterisks throughout.
bool is_field(std::string_view text, int most) {
    if (text.find_first_not_of('*') == std::string_view::npos) return true;
    if (text.find_first_not_of("0123456789") != std::string_view::npos) return false;
    int value = 0;
    for (const char digit : text) value = std::min(value * 10 + (digit - '0'), 100'000'000);
    return value <= most;
}

struct Field {
    std::size_t at;
    std::size_t length;
    int most;
};

bool are_fields(std::string_view text, std::initializer_list<Field> fields) {
    return std::ranges::all_of(fields, [&](const Field& field) {
        return is_field(text.substr(field.at, field.length), field.most);
    });
}

bool is_microseconds(std::string_view text) {
    const std::size_t stars = std::min(text.find('*'), text.size());
    return text.substr(0, stars).find_first_not_of("0123456789") == std::string_view::npos &&
           text.substr(stars).find_first_not_of('*') == std::string_view::npos;
}

}  // namespace

bool is_datetime(std::string_view text) {
    if (text.size() != 25 || text[14] != '.' || !is_microseconds(text.substr(15, 6))) return false;
    const char sign = text[21];
    if (sign == ':') {
        return text.substr(22) == "000" &&
               are_fields(text, {{0, 8, 99'999'999}, {8, 2, 23}, {10, 2, 59}, {12, 2, 59}});
    }
    return (sign == '+' || sign == '-') && text.substr(22).find('*') == std::string_view::npos &&
           are_fields(
               text,
               {{0, 4, 9999}, {4, 2, 12}, {6, 2, 31}, {8, 2, 23}, {10, 2, 59}, {12, 2, 60}, {22, 3, 999}});
}

std::string to_text(const mof::Integer& integer) {
    return (integer.negative && integer.magnitude != 0 ? "-" : "") + std::to_string(integer.magnitude);
}

bool less(const mof::Integer& left, const mof::Integer& right) {
    const bool left_negative = left.negative && left.magnitude != 0;
    const bool right_negative = right.negative && right.magnitude != 0;
    if (left_negative != right_negative) return left_negative;
    return left_negative ? left.magnitude > right.magnitude : left.magnitude < right.magnitude;
}

std::optional<std::string> misfit(const mof::Constant& constant, DataType type) {
    if (std::visit(Fits{type}, constant.value)) return std::nullopt;
    return fmt::format("{} is no {}", std::visit(Show{}, constant.value), mof::to_text(type));
}

}  // namespace assay::schema
