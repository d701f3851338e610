#include "libxml_tree.hpp"

#include <string>
#include <vector>

#include "assay/base/text.hpp"

namespace assay::xpath {
namespace {

using soap::Attribute;
using soap::Element;

const xmlChar* octets(const std::string& text) { return reinterpret_cast<const xmlChar*>(text.c_str()); }

/// libxml2's string functions rely on UTF-8, which a resource's values are nearly always.
std::string as_utf8(const std::string& text) {
    if (base::is_utf8(text)) return text;
    std::string plain = text;
    for (char& c : plain) {
        if (static_cast<unsigned char>(c) >= 0x80) c = '?';
    }
    return plain;
}

class Builder {
public:
    explicit Builder(std::size_t most) : left_{most} {}

    /// @return null when there are too many nodes.
    xmlNode* element(const Element& from, xmlDoc& document, xmlNode* parent);

private:
    struct Known {
        std::string_view uri;
        xmlNs* ns;
    };

    xmlNs* namespace_of(std::string_view uri, xmlNode& node);
    void attribute(const Attribute& from, xmlNode& node);
    bool content(const Element& from, xmlDoc& document, xmlNode& node);
    bool spend() { return left_ > 0 && left_-- > 0; }

    std::size_t left_;
    xmlNode* root_ = nullptr;
    std::vector<Known> known_;
};

/// All namespaces are declared on the root.
xmlNs* Builder::namespace_of(std::string_view uri, xmlNode& node) {
    if (uri.empty()) return nullptr;
    for (const Known& each : known_) {
        if (each.uri == uri) return each.ns;
    }
    xmlNs* made = nullptr;
    if (uri == vocab::ns::xml.uri) {
        made = xmlSearchNsByHref(node.doc, &node, octets(std::string{uri}));
    } else {
        const std::string prefix = "n" + std::to_string(known_.size() + 1);
        made = xmlNewNs(root_, octets(std::string{uri}), octets(prefix));
    }
    known_.push_back({.uri = uri, .ns = made});
    return made;
}

void Builder::attribute(const Attribute& from, xmlNode& node) {
    const std::string value = from.qname ? from.qname->local : as_utf8(from.value);
    xmlAttr* made =
        xmlNewNsProp(&node, namespace_of(from.name.ns, node), octets(from.name.local), octets(value));
    if (made != nullptr) made->_private = const_cast<Attribute*>(&from);
}

bool Builder::content(const Element& from, xmlDoc& document, xmlNode& node) {
    const std::string text = from.qname ? from.qname->local : as_utf8(from.text);
    if (!text.empty()) {
        if (!spend()) return false;
        xmlNode* made = xmlNewDocTextLen(&document, octets(text), static_cast<int>(text.size()));
        made->_private = const_cast<Element*>(&from);
        xmlAddChild(&node, made);
    }
    for (const Element& child : from.children) {
        if (element(child, document, &node) == nullptr) return false;
    }
    return true;
}

xmlNode* Builder::element(const Element& from, xmlDoc& document, xmlNode* parent) {
    if (!spend()) return nullptr;
    xmlNode* node = xmlNewDocNode(&document, nullptr, octets(from.name.local), nullptr);
    if (parent == nullptr) {
        xmlDocSetRootElement(&document, node);
        root_ = node;
    } else {
        xmlAddChild(parent, node);
    }
    xmlSetNs(node, namespace_of(from.name.ns, *node));
    node->_private = const_cast<Element*>(&from);
    for (const Attribute& each : from.attributes) {
        if (!spend()) return nullptr;
        attribute(each, *node);
    }
    return content(from, document, *node) ? node : nullptr;
}

}  // namespace

Document document_of(const Element& item, std::size_t most) {
    Document document{xmlNewDoc(reinterpret_cast<const xmlChar*>("1.0"))};
    if (!document || Builder{most}.element(item, *document, nullptr) == nullptr) return nullptr;
    return document;
}

}  // namespace assay::xpath
