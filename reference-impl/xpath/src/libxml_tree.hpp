// A representation as a document of libxml2.
#pragma once

#include <libxml/tree.h>

#include <memory>

#include "assay/soap/element.hpp"

namespace assay::xpath {

struct DocumentDeleter {
    void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
};
using Document = std::unique_ptr<xmlDoc, DocumentDeleter>;

/// `item` as the only child of a document. Each node's _private leads back: of an element and a text to the
/// soap::Element, of an attribute to the soap::Attribute.
/// @return null when the item has more than `most` nodes.
[[nodiscard]] Document document_of(const soap::Element& item, std::size_t most);

}  // namespace assay::xpath
