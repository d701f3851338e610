// What a URL points to: a service, or a BMC.
#pragma once

#include <string_view>

#include "assay/script/case_definition.hpp"

namespace assay::suite {

inline constexpr std::string_view bmc_scheme = "ipmi";

/// Whose cases are for the target of this URL. A URL that says nothing is that of a service.
[[nodiscard]] constexpr script::Subject subject_of(std::string_view url) {
    const bool is_bmc = url.starts_with(bmc_scheme) && url.substr(bmc_scheme.size()).starts_with("://");
    return is_bmc ? script::Subject::bmc : script::Subject::service;
}

}  // namespace assay::suite
