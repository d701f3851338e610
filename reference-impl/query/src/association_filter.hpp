// The element of the association dialect (DSP0227 §8.2).
#pragma once

#include "assay/model/fault.hpp"
#include "assay/query/association.hpp"

namespace assay::query {

/// Reads wsmb:AssociatedInstances or wsmb:AssociationInstances. Faults: CannotProcessFilter for a wrong
/// shape, or an Object that does not name exactly one instance (R8.2.1-4).
[[nodiscard]] model::Outcome<Association> read_association(const soap::Element& element,
                                                           const cim::ClassStore& classes,
                                                           std::string_view name_space);

}  // namespace assay::query
