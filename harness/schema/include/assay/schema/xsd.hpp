// A class → the XML schema of its instances and methods (DSP0230 §9).
#pragma once

#include <string>

#include "assay/schema/model.hpp"

namespace assay::schema {

/// A whole schema document: a global element for each property, <Class> and <Class>_Type with the properties
/// in order of their names, <Method>_INPUT and <Method>_OUTPUT. It imports
/// http://schemas.dmtf.org/wbem/wscim/1/common without a location, unless one is given.
/// @param common_location value of xs:import's schemaLocation; empty for none
[[nodiscard]] std::string to_xsd(const Class& of, const std::string& common_location = {});

}  // namespace assay::schema
