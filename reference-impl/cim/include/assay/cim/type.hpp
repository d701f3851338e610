// The intrinsic types of CIM (DSP0004) and the two kinds of values that are no simple ones.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace assay::cim {

enum class Type {
    boolean,
    uint8,
    uint16,
    uint32,
    uint64,
    sint8,
    sint16,
    sint32,
    sint64,
    real32,
    real64,
    char16,
    string,
    datetime,
    reference,  ///< the path of an instance
    object,     ///< an embedded instance (MOF: a string with EmbeddedInstance or EmbeddedObject)
};

[[nodiscard]] constexpr bool is_unsigned(Type type) { return type >= Type::uint8 && type <= Type::uint64; }
[[nodiscard]] constexpr bool is_signed(Type type) { return type >= Type::sint8 && type <= Type::sint64; }
[[nodiscard]] constexpr bool is_integer(Type type) { return is_unsigned(type) || is_signed(type); }
[[nodiscard]] constexpr bool is_real(Type type) { return type == Type::real32 || type == Type::real64; }

/// The largest value of an unsigned type, and of a signed one.
[[nodiscard]] std::uint64_t largest(Type type);
/// The smallest value of an integer type.
[[nodiscard]] std::int64_t smallest(Type type);

/// The name in MOF, e.g. "uint8"; "ref" and "object" for the last two.
[[nodiscard]] std::string_view to_string(Type type);
/// The intrinsic type of that name without regard to case; nothing for another word.
[[nodiscard]] std::optional<Type> type_of_name(std::string_view name);

}  // namespace assay::cim
