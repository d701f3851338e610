#include "assay/observe/xpath.hpp"

#include <libxml/xpathInternals.h>

#include <algorithm>

#include "assay/base/text.hpp"
#include "assay/xml/libxml.hpp"

namespace assay::observe {
namespace {

namespace ns = vocab::ns;

void keep_error(void* into, xmlError* error) {
    auto& message = *static_cast<std::string*>(into);
    if (message.empty() && error->message != nullptr) message = base::trimmed(error->message);
}

std::string string_value(xmlNode* node) {
    const xml::TextPtr text{xmlXPathCastNodeToString(node)};
    return std::string{xml::view_of(text.get())};
}

XPathKind kind_of(xmlXPathObjectType type) {
    switch (type) {
        case XPATH_NUMBER: return XPathKind::number;
        case XPATH_BOOLEAN: return XPathKind::boolean;
        case XPATH_STRING: return XPathKind::text;
        default: return XPathKind::nodes;
    }
}

}  // namespace

/// libxml2's tree of the message; each element's _private points at the reading's own.
struct XPathDocument::Tree {
    explicit Tree(const EnvelopeReading& reading) {
        if (!reading.well_formed() || reading.document_type) return;
        xml::ParseLimits no_further_limits;
        no_further_limits.octets = reading.text.size();
        no_further_limits.depth = 256;
        no_further_limits.attributes = 1U << 30U;
        document = xml::parse(reading.text, no_further_limits, "UTF-8").document;
        if (document == nullptr) return;
        std::size_t next = 0;
        for (xmlNode* node = xmlDocGetRootElement(document.get()); node != nullptr; node = after(node)) {
            if (node->type != XML_ELEMENT_NODE || next == reading.elements.size()) continue;
            node->_private = const_cast<Element*>(&reading.elements[next++]);
        }
    }

    /// The node that follows in document order; nullptr after the last.
    static xmlNode* after(xmlNode* node) {
        if (node->type == XML_ELEMENT_NODE && node->children != nullptr) return node->children;
        while (node->next == nullptr) {
            node = node->parent;
            if (node == nullptr || node->type == XML_DOCUMENT_NODE) return nullptr;
        }
        return node->next;
    }

    static XPathNode node_of(xmlNode* node) {
        XPathNode result;
        result.value = string_value(node);
        result.is_element = node->type == XML_ELEMENT_NODE;
        xmlNode* holder = node;
        if (node->type == XML_NAMESPACE_DECL) {
            // libxml2 keeps the element of a selected namespace node in its "next".
            holder = reinterpret_cast<xmlNode*>(reinterpret_cast<xmlNs*>(node)->next);
        } else if (!result.is_element) {
            holder = node->parent;
        }
        if (holder != nullptr && holder->type == XML_ELEMENT_NODE) {
            result.element = static_cast<const Element*>(holder->_private);
        }
        return result;
    }

    xml::DocumentPtr document;
};

Prefixes customary_prefixes() {
    Prefixes prefixes;
    for (const auto& each : {ns::s, ns::soap11, ns::wsa, ns::wsa10, ns::wxf, ns::wsen, ns::wse, ns::wsman,
                             ns::wsmid, ns::wsmb, ns::cim, ns::xs, ns::xsi, ns::xml}) {
        prefixes.emplace(each.prefix, each.uri);
    }
    return prefixes;
}

XPathDocument::XPathDocument(const EnvelopeReading& reading) : reading_{&reading} {}
XPathDocument::~XPathDocument() = default;
XPathDocument::XPathDocument(XPathDocument&&) noexcept = default;
XPathDocument& XPathDocument::operator=(XPathDocument&&) noexcept = default;

XPathResult XPathDocument::evaluate(const std::string& expression, const Prefixes& prefixes) {
    if (tree_ == nullptr) tree_ = std::make_unique<Tree>(*reading_);
    XPathResult result;
    // An expression is checked even where there is nothing to select from.
    const xml::DocumentPtr nothing{tree_->document == nullptr ? xmlNewDoc(nullptr) : nullptr};
    xmlDoc* document = tree_->document == nullptr ? nothing.get() : tree_->document.get();
    const xml::XPathContextPtr context{xmlXPathNewContext(document)};
    xmlXPathRegisteredNsCleanup(context.get());
    for (const auto& [prefix, uri] : prefixes) {
        xmlXPathRegisterNs(context.get(), xml::xml_text(prefix.c_str()), xml::xml_text(uri.c_str()));
    }
    context->userData = &result.error;
    context->error = keep_error;
    context->node = reinterpret_cast<xmlNode*>(document);
    const xml::XPathObjectPtr object{xmlXPathEval(xml::xml_text(expression.c_str()), context.get())};
    if (object == nullptr) {
        if (result.error.empty()) result.error = "not an XPath 1.0 expression";
        return result;
    }
    result.error.clear();
    result.kind = kind_of(object->type);
    const xml::TextPtr text{xmlXPathCastToString(object.get())};
    result.text = xml::view_of(text.get());
    result.number = xmlXPathCastToNumber(object.get());
    result.boolean = xmlXPathCastToBoolean(object.get()) != 0;
    if (object->type != XPATH_NODESET || object->nodesetval == nullptr) return result;
    xmlXPathNodeSetSort(object->nodesetval);
    for (int i = 0; i < object->nodesetval->nodeNr; ++i) {
        result.nodes.push_back(Tree::node_of(object->nodesetval->nodeTab[i]));
    }
    return result;
}

}  // namespace assay::observe
