// What a property, parameter or return value is in XML Schema (DSP0230 §8, common.xsd).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "assay/schema/model.hpp"

namespace assay::schema {

struct XsdType {
    std::string name;                 ///< "cim:cimString"
    std::vector<std::string> facets;  ///< "<xs:maxLength value=\"64\"/>" …
    std::string unioned;              ///< the members of an xs:union instead; then `name` is not used
    bool repeated = false;
    std::string most = "1";  ///< maxOccurs
};

[[nodiscard]] XsdType xsd_type(const Element& element);

/// "cim:cimUnsignedInt"
[[nodiscard]] std::string xsd_name(mof::DataType type);

}  // namespace assay::schema
