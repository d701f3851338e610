// Octets and their printable forms; nothing here knows a protocol.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace assay::base {

using Octet = std::uint8_t;
using Octets = std::vector<Octet>;
using OctetView = std::span<const Octet>;

/// The octets of a string, not copied; valid as long as `text` is.
[[nodiscard]] OctetView octets_of(std::string_view text);

/// A view of octets as characters, not copied; valid as long as `octets` are.
[[nodiscard]] std::string_view text_of(OctetView octets);

/// Lower-case hexadecimal, two digits an octet, nothing between them.
[[nodiscard]] std::string to_hex(OctetView octets);

/// Reads hexadecimal digits of either case; white space between octets is allowed.
/// @return the octets, or nothing when a digit is wrong or the last octet is half.
[[nodiscard]] std::optional<Octets> from_hex(std::string_view digits);

/// RFC 4648 §4 base64, padded, without line breaks.
[[nodiscard]] std::string to_base64(OctetView octets);

/// Reads RFC 4648 §4 base64, strictly: padded, no white space, no stray bits.
/// @return the octets, or nothing when the text is not base64.
[[nodiscard]] std::optional<Octets> from_base64(std::string_view text);

/// Compares in a time that depends on the lengths only.
[[nodiscard]] bool equal_in_constant_time(OctetView left, OctetView right);

}  // namespace assay::base
