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
/// An item that is written already is read; its nodes lead nowhere.
/// @return null when the item has more than `most` nodes.
[[nodiscard]] Document document_of(const soap::Element& item, std::size_t most);

/// The tree of an item that is written already; any other item as it is.
[[nodiscard]] soap::Element tree_of(const soap::Element& item);

}  // namespace assay::xpath
