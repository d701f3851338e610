// One declared property, parameter or method → what the class says of it.
#pragma once

#include "assay/cim/property.hpp"
#include "compile/qualifiers.hpp"

namespace assay::cim {

/// The qualifiers decide on all but name, type and default; breaches are told.
/// @param in_association  may the property be a reference?
[[nodiscard]] Property property_of(const Site& site, const mof::Property& said,
                                   const QualifierSet& qualifiers, bool in_association);

[[nodiscard]] Parameter parameter_of(const Site& site, const mof::Parameter& said,
                                     const QualifierSet& qualifiers);

/// Without its parameters.
[[nodiscard]] Method method_of(const Site& site, const mof::Method& said, const QualifierSet& qualifiers);

/// May a property or parameter of the one shape take the place of one of the other?
[[nodiscard]] bool same_shape(const TypedElement& left, const TypedElement& right);

/// "uint8[]", "CIM_Fan REF": for messages.
[[nodiscard]] std::string shape_text(const TypedElement& element);

}  // namespace assay::cim
