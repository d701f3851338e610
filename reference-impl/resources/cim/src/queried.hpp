// Enumerations with a filter in a dialect that speaks of CIM.
#pragma once

#include "assay/cim/object_manager.hpp"
#include "assay/model/request.hpp"
#include "assay/service/cursor.hpp"
#include "assay/service/enumeration_wish.hpp"

namespace assay::cim_resource {

/// The members that wish.filter selects. Faults: those of the ResourceURI and the selectors,
/// CannotProcessFilter for a filter that is wrong or whose object is not there (DSP0227 R8.2.1-4).
[[nodiscard]] cim::awaitable<model::Outcome<std::unique_ptr<service::Cursor>>> queried(
    const model::Request& request, const service::EnumerationWish& wish, const cim::ObjectManager& manager);

}  // namespace assay::cim_resource
