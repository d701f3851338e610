// Private to this module.
#pragma once

#include <xercesc/framework/XMLGrammarPool.hpp>

namespace assay::xml {

/// Makes Xerces-C++ build now what it otherwise builds on first use without a lock: content models, their
/// printed forms, and the regular expressions of pattern facets. Only then may threads share the pool.
void warm_up(xercesc::XMLGrammarPool& pool);

}  // namespace assay::xml
