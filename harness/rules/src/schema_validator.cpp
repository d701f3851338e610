#include "assay/rules/validator.hpp"
#include "assay/xml/validator.hpp"

namespace assay::rules {

std::vector<xml::SchemaError> SchemaValidator::validate(std::string_view octets) {
    return validator_.validate(octets);
}

}  // namespace assay::rules
