// Which of the encodings of DSP0226 §13.1 a message is in.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "assay/base/octets.hpp"

namespace assay::soap {

enum class Encoding { utf8, utf16_little, utf16_big };

/// What was found at the head of a message.
struct Detected {
    Encoding encoding = Encoding::utf8;
    std::size_t mark = 0;  ///< octets of the byte-order mark
};

/// Byte-order mark first, then the charset parameter of Content-Type, then the look of the first octets
/// and the XML declaration (RFC 7303 §3).
/// @param charset  the parameter's value, empty when there is none
/// @return nothing when another encoding than UTF-8 or UTF-16 is named.
[[nodiscard]] std::optional<Detected> detect_encoding(base::OctetView octets, std::string_view charset);

/// The message as UTF-8 without mark.
/// @return nothing when the octets are not what the encoding says.
[[nodiscard]] std::optional<std::string> decode(base::OctetView octets, const Detected& detected);

/// UTF-8 text in the encoding; UTF-16 gets a byte-order mark, UTF-8 none (DSP0226 §13.1).
[[nodiscard]] std::string encode(std::string text, Encoding encoding);

/// The charset parameter to announce: "UTF-8" or "UTF-16".
[[nodiscard]] std::string_view charset_of(Encoding encoding);

}  // namespace assay::soap
