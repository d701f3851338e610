// What the rules need of a schema validator, so that they can be tested with one that is told what to say.
#pragma once

#include <string_view>
#include <vector>

#include "assay/xml/schema_error.hpp"

namespace assay::xml {
class Validator;
}

namespace assay::rules {

class Validator {
public:
    Validator() = default;
    Validator(const Validator&) = delete;
    Validator& operator=(const Validator&) = delete;
    virtual ~Validator() = default;

    /// What breaks the schemas in a well-formed message, in document order; what is tolerated included.
    /// @param octets as they travelled, in UTF-8 or UTF-16
    [[nodiscard]] virtual std::vector<xml::SchemaError> validate(std::string_view octets) = 0;
};

/// The one that the programs use: Xerces-C++ over fixtures/schemas.
class SchemaValidator : public Validator {
public:
    /// @param validator outlives this object
    explicit SchemaValidator(xml::Validator& validator) : validator_{validator} {}
    [[nodiscard]] std::vector<xml::SchemaError> validate(std::string_view octets) override;

private:
    xml::Validator& validator_;
};

}  // namespace assay::rules
