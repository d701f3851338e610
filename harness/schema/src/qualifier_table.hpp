// The declared qualifiers, and what of them is in force where.
#pragma once

#include <map>

#include "assay/schema/model.hpp"
#include "diagnostics.hpp"

namespace assay::schema {

/// What a qualifier is put on, for messages and scopes.
struct Bearer {
    mof::Scope scope;
    std::string name;  ///< "property Count", "class A"
};

class QualifierTable {
public:
    explicit QualifierTable(Diagnostics& diagnostics) : diagnostics_{diagnostics} {}

    void declare(const mof::QualifierDeclaration& declaration);

    /// The qualifiers written on something, over those that it inherits.
    [[nodiscard]] AppliedQualifiers apply(const mof::Qualifiers& written, const Bearer& bearer,
                                          const AppliedQualifiers* inherited);

private:
    void apply_one(const mof::Qualifier& written, const Bearer& bearer, AppliedQualifiers& to);
    void check_scope(const mof::QualifierDeclaration& declaration, const mof::Qualifier& written,
                     const Bearer& bearer);
    std::optional<mof::Value> value_of(const mof::QualifierDeclaration& declaration,
                                       const mof::Qualifier& written);
    void check_value(const mof::Value& value, mof::DataType type, bool array);

    Diagnostics& diagnostics_;
    std::map<std::string, mof::QualifierDeclaration, NameLess> declared_;
};

}  // namespace assay::schema
