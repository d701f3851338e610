#include "value_map.hpp"

#include <algorithm>
#include <charconv>

#include "literals.hpp"

namespace assay::schema {
namespace {

/// Decimal, or hexadecimal after 0x.
std::optional<mof::Integer> read_integer(std::string_view text, mof::DataType type) {
    mof::Integer result;
    if (text.starts_with('-')) {
        result.negative = true;
        text.remove_prefix(1);
    }
    const bool hexadecimal = text.starts_with("0x") || text.starts_with("0X");
    if (hexadecimal) text.remove_prefix(2);
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), result.magnitude, hexadecimal ? 16 : 10);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    if (misfit({.place = {}, .value = result}, type)) return std::nullopt;
    return result;
}

bool is_signed(mof::DataType type) { return type >= mof::DataType::sint8 && type <= mof::DataType::sint64; }

unsigned bits_of(mof::DataType type) {
    const auto first = is_signed(type) ? mof::DataType::sint8 : mof::DataType::uint8;
    return 8U << (static_cast<unsigned>(type) - static_cast<unsigned>(first));
}

mof::Integer least_of(mof::DataType type) {
    if (!is_signed(type)) return {};
    return {.negative = true, .magnitude = 1ULL << (bits_of(type) - 1)};
}

mof::Integer most_of(mof::DataType type) {
    const unsigned bits = bits_of(type) - (is_signed(type) ? 1 : 0);
    return {.negative = false, .magnitude = UINT64_MAX >> (64 - bits)};
}

}  // namespace

bool is_integer(mof::DataType type) { return type >= mof::DataType::uint8 && type <= mof::DataType::sint64; }

std::optional<ValueRange> read_range(std::string_view entry, mof::DataType type) {
    const std::size_t dots = entry.find("..");
    if (dots == std::string_view::npos) {
        const auto value = read_integer(entry, type);
        return value ? std::optional{ValueRange{.least = *value, .most = *value}} : std::nullopt;
    }
    const std::string_view low = entry.substr(0, dots);
    const std::string_view high = entry.substr(dots + 2);
    const auto least = low.empty() ? std::optional{least_of(type)} : read_integer(low, type);
    const auto most = high.empty() ? std::optional{most_of(type)} : read_integer(high, type);
    if (!least || !most || less(*most, *least)) return std::nullopt;
    return ValueRange{.least = *least, .most = *most, .rest = low.empty() && high.empty()};
}

bool is_mapped(const std::vector<std::string>& map, const mof::Integer& value, mof::DataType type) {
    return std::ranges::any_of(map, [&](const std::string& entry) {
        const auto range = read_range(entry, type);
        return range && !less(value, range->least) && !less(range->most, value);
    });
}

}  // namespace assay::schema
