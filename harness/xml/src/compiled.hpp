// What a SchemaSet owns. Private to this module.
#pragma once

#include <memory>
#include <vector>
#include <xercesc/framework/XMLGrammarPoolImpl.hpp>

#include "assay/xml/schema_set.hpp"

namespace assay::xml {

struct SchemaSet::Compiled {
    std::vector<SchemaFile> files;
    std::vector<Quirk> quirks;
    std::unique_ptr<xercesc::XMLGrammarPoolImpl> pool;  ///< locked; shared by the scanners of all validators
};

}  // namespace assay::xml
