// libxml2's opinion of a document: the independent witness of the service's own parser.
#pragma once

#include <string>
#include <variant>

#include "assay/soap/reader.hpp"

namespace assay::soap {

/// The tree that libxml2's SAX interface gives, under the service's rules: no document type declaration, no
/// processing instruction, the limits.
/// @param text  well-formed UTF-8
[[nodiscard]] std::variant<Element, ReadError> libxml_tree(const std::string& text,
                                                           const ReadLimits& limits = {});

}  // namespace assay::soap
