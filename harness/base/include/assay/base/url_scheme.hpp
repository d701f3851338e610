// The scheme of a URL, where several kinds of endpoints are understood.
#pragma once

#include <string_view>
#include <vector>

namespace assay::base {

/// @param schemes that are understood, at least one: "http"
/// @throws UsageError for a URL of another scheme or none; it names them all and does not repeat credentials
void expect_scheme(std::string_view url, const std::vector<std::string_view>& schemes);

}  // namespace assay::base
