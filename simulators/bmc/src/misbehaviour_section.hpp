// [misbehaviour] of a chassis file.
#pragma once

#include <memory>

#include "assay/bmc/misbehaviour.hpp"
#include "toml_section.hpp"

namespace assay::bmc {

/// @throws base::SetupError
[[nodiscard]] std::shared_ptr<const MisbehaviourModel> read_misbehaviour(Section section);

}  // namespace assay::bmc
