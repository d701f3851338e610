// Content-Type (RFC 9110 §8.3.1) as far as SOAP needs it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace assay::server {

struct MediaType {
    std::string type;                        ///< lower case, "application/soap+xml"
    std::string charset = {};                ///< empty when not said
    std::optional<std::string> action = {};  ///< RFC 3902
};

/// @return nothing when `text` is no media type.
[[nodiscard]] std::optional<MediaType> parse_media_type(std::string_view text);

}  // namespace assay::server
