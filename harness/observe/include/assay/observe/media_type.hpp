// Content-Type values taken apart.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace assay::observe {

/// RFC 9110 §8.3.1. Type and parameter names in lower case, values without their quotes.
struct MediaType {
    std::string type;  ///< "application/soap+xml"; "" when absent
    std::vector<std::pair<std::string, std::string>> parameters;

    /// The first parameter of this (lower-case) name; "" when absent.
    [[nodiscard]] std::string_view parameter(std::string_view name) const;
};

/// Reads a Content-Type value, leniently: what cannot be read is left out.
[[nodiscard]] MediaType read_media_type(std::string_view value);

}  // namespace assay::observe
