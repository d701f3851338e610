// The classes that we ship, and their schemas as Xerces takes them.
#pragma once

#include <string>

#include "assay/base/temporary_folder.hpp"
#include "assay/schema/compile.hpp"
#include "assay/xml/validator.hpp"

namespace assay::schema {

/// fixtures/mof/all.mof, compiled once.
[[nodiscard]] const Compiled& shipped();

/// The schemas of one namespace's classes, with those of WS-Management.
class ClassSchemas {
public:
    explicit ClassSchemas(const std::string& name_space);

    /// The errors as lines of text; empty for a valid document.
    [[nodiscard]] std::string errors_of(const std::string& document) const;

private:
    base::TemporaryFolder folder_;
    xml::XercesRuntime runtime_;
    xml::SchemaSet schemas_;
};

}  // namespace assay::schema
