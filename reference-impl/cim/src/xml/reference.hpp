// References as endpoint references (DSP0230 §9.2.4).
#pragma once

#include <optional>

#include "assay/cim/xml.hpp"

namespace assay::cim {

/// The path that the content of a reference names; nothing when it is no EPR of a class that is known, or not
/// all its keys are given.
[[nodiscard]] std::optional<ObjectPath> read_reference(const ReadContext& context,
                                                       const soap::Element& holder);

}  // namespace assay::cim
