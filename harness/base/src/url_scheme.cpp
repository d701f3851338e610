#include "assay/base/url_scheme.hpp"

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "assay/base/usage_error.hpp"

namespace assay::base {

void expect_scheme(std::string_view url, const std::vector<std::string_view>& schemes) {
    const auto end = url.find("://");
    if (end != std::string_view::npos && std::ranges::count(schemes, url.substr(0, end)) > 0) return;
    const bool may_have_credentials = url.find('@') != std::string_view::npos;
    throw UsageError{fmt::format("not a URL of {}", fmt::join(schemes, ", ")),
                     std::string{may_have_credentials ? "the URL" : url},
                     fmt::format("write {}://host:port", fmt::join(schemes, "://host:port, "))};
}

}  // namespace assay::base
