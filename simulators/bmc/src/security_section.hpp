// [security] of a chassis file.
#pragma once

#include "assay/bmc/security_policy.hpp"
#include "toml_section.hpp"

namespace assay::bmc {

[[nodiscard]] SecurityPolicy read_security(Section section);

}  // namespace assay::bmc
