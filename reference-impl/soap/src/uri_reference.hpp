#pragma once

#include <string_view>

namespace assay::soap {

/// Is `text` a URI or a relative reference (RFC 3986 §4.1)? Only what is between the brackets of an IP
/// literal is not looked into.
[[nodiscard]] bool is_uri_reference(std::string_view text);

}  // namespace assay::soap
