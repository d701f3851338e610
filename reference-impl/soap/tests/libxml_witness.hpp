// libxml2's opinion of a document: an independent witness of the service's own reader.
#pragma once

#include <string>

#include "tree_builder.hpp"

namespace assay::soap {

/// The tree that libxml2's SAX interface gives, under the service's rules: no document type declaration, no
/// processing instruction, the limits.
/// @param text  taken for UTF-8, whatever it declares
[[nodiscard]] Tree libxml_tree(const std::string& text, const ReadLimits& limits = {});

}  // namespace assay::soap
