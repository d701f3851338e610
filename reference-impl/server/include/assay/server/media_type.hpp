// Content-Type (RFC 9110 §8.3.1) as far as SOAP needs it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace assay::server {

struct MediaType {
    std::string_view type;                   ///< as written, in any case: part of the text it was read from
    std::string charset = {};                ///< empty when not said
    std::optional<std::string> action = {};  ///< RFC 3902
};

/// @return nothing when `text` is no media type.
[[nodiscard]] std::optional<MediaType> parse_media_type(std::string_view text);

}  // namespace assay::server
