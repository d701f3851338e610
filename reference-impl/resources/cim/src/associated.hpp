// Following associations (DSP0227 §8.2).
#pragma once

#include <memory>

#include "assay/cim/object_manager.hpp"
#include "assay/query/association.hpp"

namespace assay::cim_resource {

/// The associations of an object, or what stands at their other ends, each once; found while they are walked.
/// @param call     who asks; its class is not used
/// @param manager  outlives the cursor
[[nodiscard]] std::unique_ptr<cim::InstanceCursor> associated(const cim::ObjectManager& manager,
                                                              query::Association association, cim::Call call);

}  // namespace assay::cim_resource
