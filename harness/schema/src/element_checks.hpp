// What DSP0004 asks of one property or parameter by itself.
#pragma once

#include "assay/schema/model.hpp"
#include "diagnostics.hpp"

namespace assay::schema {

/// Do the qualifiers fit the type and each other, and the default value both?
void check_element(const Element& element, const std::string& bearer, Diagnostics& diagnostics);

/// Does a value (of a property default, or in an instance) fit the element? References and embedded objects
/// are only checked to be strings, aliases are passed over.
void check_value(const mof::Value& value, const Element& element, Diagnostics& diagnostics);

}  // namespace assay::schema
