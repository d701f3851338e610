#include "assay/cim/type.hpp"

#include <algorithm>
#include <array>

#include "assay/cim/name.hpp"

namespace assay::cim {
namespace {

constexpr std::array<std::string_view, 16> names{
    "boolean", "uint8",  "uint16", "uint32", "uint64", "sint8",    "sint16", "sint32",
    "sint64",  "real32", "real64", "char16", "string", "datetime", "ref",    "object"};
constexpr std::size_t intrinsic = 14;

/// Bits of an integer type.
unsigned width(Type type) {
    const Type first = is_signed(type) ? Type::sint8 : Type::uint8;
    return 8U << (static_cast<unsigned>(type) - static_cast<unsigned>(first));
}

}  // namespace

std::uint64_t largest(Type type) { return UINT64_MAX >> (64U - width(type) + (is_signed(type) ? 1U : 0U)); }

std::int64_t smallest(Type type) {
    return is_signed(type) ? -static_cast<std::int64_t>(largest(type)) - 1 : 0;
}

std::string_view to_string(Type type) { return names[static_cast<std::size_t>(type)]; }

std::optional<Type> type_of_name(std::string_view name) {
    const auto end = names.begin() + intrinsic;
    const auto found =
        std::find_if(names.begin(), end, [&](std::string_view each) { return same_name(each, name); });
    if (found == end) return std::nullopt;
    return static_cast<Type>(found - names.begin());
}

}  // namespace assay::cim
