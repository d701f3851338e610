// Character encodings and small text helpers; nothing here knows a protocol.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "assay/base/octets.hpp"

namespace assay::base {

enum class ByteOrder { little, big };

/// Is `text` well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF)?
[[nodiscard]] bool is_utf8(std::string_view text);

/// UTF-16 octets without a byte-order mark, in the given order, as UTF-8.
/// @return nothing for an odd count of octets or an unpaired surrogate.
[[nodiscard]] std::optional<std::string> utf8_from_utf16(OctetView octets, ByteOrder order);

/// UTF-8 as UTF-16 octets in the given order, without a byte-order mark.
/// @return nothing when `text` is not well-formed UTF-8.
[[nodiscard]] std::optional<std::string> utf16_from_utf8(std::string_view text, ByteOrder order);

/// `text` without leading and trailing XML white space (space, tab, line feed, carriage return).
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// Equal but for the case of ASCII letters?
[[nodiscard]] bool equal_ignoring_case(std::string_view left, std::string_view right);

/// `text` with & < > " and ' as XML character references and entities.
[[nodiscard]] std::string xml_escaped(std::string_view text);

}  // namespace assay::base
