#include "mutations.hpp"

#include <array>

#include "assay/xml/libxml.hpp"
#include "lexical_values.hpp"

namespace assay::xml {
namespace {

using Done = std::optional<std::string>;

constexpr const char* foreign_namespace = "urn:example:foreign";
constexpr const char* instance_namespace = "http://www.w3.org/2001/XMLSchema-instance";

struct TypeName {
    const char* uri;
    const char* local;
};

constexpr std::array type_names{
    TypeName{"http://www.w3.org/2001/XMLSchema", "string"},
    TypeName{"http://www.w3.org/2001/XMLSchema", "anyURI"},
    TypeName{"http://www.w3.org/2001/XMLSchema", "nothing"},
    TypeName{"http://www.w3.org/2003/05/soap-envelope", "Body"},
    TypeName{"http://schemas.xmlsoap.org/ws/2004/08/addressing", "AttributedURI"},
    TypeName{"http://schemas.xmlsoap.org/ws/2004/08/addressing", "EndpointReferenceType"},
    TypeName{"http://schemas.xmlsoap.org/ws/2004/09/enumeration", "PositiveDurationType"},
    TypeName{"http://schemas.xmlsoap.org/ws/2004/09/enumeration", "ItemListType"},
    TypeName{"http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd", "MaxEnvelopeSizeType"},
    TypeName{"http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd", "attributablePositiveInteger"},
    TypeName{"http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd", "ConnectionRetryType"},
    TypeName{"http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd", "AuthType"},
    TypeName{"http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd", "fragmentMixedDataType"},
    TypeName{"http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd", "EventType"},
    TypeName{"http://schemas.dmtf.org/wbem/wscim/1/common", "cimString"},
    TypeName{"http://schemas.dmtf.org/wbem/wscim/1/common", "cimChar16"},
    TypeName{"http://schemas.dmtf.org/wbem/wscim/1/common", "qualifierString"},
    TypeName{"http://schemas.dmtf.org/wbem/wscim/1/common", "qualifierSArray"},
};

bool is_root(const xmlNode* element) { return element == xmlDocGetRootElement(element->doc); }

xmlNs* bound(xmlNode* element, const char* uri, const char* prefix) {
    xmlNs* ns = xmlSearchNsByHref(element->doc, element, xml_text(uri));
    return ns != nullptr && ns->prefix != nullptr ? ns : xmlNewNs(element, xml_text(uri), xml_text(prefix));
}

Done remove(xmlNode* element, Random&) {
    if (is_root(element)) return std::nullopt;
    xmlUnlinkNode(element);
    const NodePtr owner{element};
    return "";
}

Done duplicate(xmlNode* element, Random&) {
    if (is_root(element)) return std::nullopt;
    xmlAddNextSibling(element, xmlCopyNode(element, 1));
    return "";
}

Done swap_with_next(xmlNode* element, Random&) {
    xmlNode* next = xmlNextElementSibling(element);
    if (next == nullptr) return std::nullopt;
    xmlUnlinkNode(element);
    xmlAddNextSibling(next, element);
    return "";
}

Done rename(xmlNode* element, Random&) {
    xmlNodeSetName(element, xml_text((std::string{view_of(element->name)} + "X").c_str()));
    return "";
}

Done move_to_foreign_namespace(xmlNode* element, Random&) {
    xmlSetNs(element, bound(element, foreign_namespace, "f"));
    return "";
}

Done move_to_no_namespace(xmlNode* element, Random&) {
    xmlSetNs(element, nullptr);
    return "";
}

Done move_to_sibling_namespace(xmlNode* element, Random&) {
    const xmlNode* parent = element->parent;
    if (is_root(element) || parent->ns == element->ns) return std::nullopt;
    xmlSetNs(element, parent->ns);
    return "";
}

xmlNode* stranger(xmlNode* element, xmlNs* ns) {
    return xmlNewDocNode(element->doc, ns, xml_text("Stranger"), nullptr);
}

Done insert_foreign_first(xmlNode* element, Random&) {
    xmlNode* child = stranger(element, bound(element, foreign_namespace, "f"));
    if (xmlNode* first = element->children; first != nullptr) {
        xmlAddPrevSibling(first, child);
    } else {
        xmlAddChild(element, child);
    }
    return "";
}

Done append_foreign(xmlNode* element, Random&) {
    xmlAddChild(element, stranger(element, bound(element, foreign_namespace, "f")));
    return "";
}

Done append_unqualified(xmlNode* element, Random&) {
    xmlAddChild(element, stranger(element, nullptr));
    return "";
}

Done append_of_same_namespace(xmlNode* element, Random&) {
    xmlAddChild(element, stranger(element, element->ns));
    return "";
}

Done append_known_header(xmlNode* element, Random&) {
    constexpr const char* wsman = "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd";
    xmlNewChild(element, bound(element, wsman, "m"), xml_text("MaxElements"), xml_text("none"));
    return "";
}

Done append_text(xmlNode* element, Random&) {
    xmlAddChild(element, xmlNewDocText(element->doc, xml_text("stray text")));
    return "";
}

Done empty(xmlNode* element, Random&) {
    if (element->children == nullptr) return std::nullopt;
    xmlNodeSetContent(element, nullptr);
    return "";
}

Done replace_text(xmlNode* element, Random& random) {
    if (xmlFirstElementChild(element) != nullptr) return std::nullopt;
    const char* value = lexical_values[pick(random, lexical_values.size())];
    xmlNodeSetContent(element, nullptr);
    xmlAddChild(element, xmlNewDocText(element->doc, xml_text(value)));
    return " = '" + std::string{value} + "'";
}

xmlAttr* any_attribute(xmlNode* element, Random& random) {
    std::size_t count = 0;
    for (const xmlAttr* each = element->properties; each != nullptr; each = each->next) ++count;
    if (count == 0) return nullptr;
    xmlAttr* chosen = element->properties;
    for (std::size_t skip = pick(random, count); skip > 0; --skip) chosen = chosen->next;
    return chosen;
}

Done remove_attribute(xmlNode* element, Random& random) {
    xmlAttr* attribute = any_attribute(element, random);
    if (attribute == nullptr) return std::nullopt;
    std::string name = "/@" + std::string{view_of(attribute->name)};
    xmlRemoveProp(attribute);
    return name;
}

Done replace_attribute(xmlNode* element, Random& random) {
    xmlAttr* attribute = any_attribute(element, random);
    if (attribute == nullptr) return std::nullopt;
    const char* value = lexical_values[pick(random, lexical_values.size())];
    std::string name = "/@" + std::string{view_of(attribute->name)} + " = '" + value + "'";
    xmlSetNsProp(element, attribute->ns, attribute->name, xml_text(value));
    return name;
}

Done add_attribute(xmlNode* element, Random&) {
    xmlNewProp(element, xml_text("stray"), xml_text("1"));
    return "";
}

Done add_foreign_attribute(xmlNode* element, Random&) {
    xmlNewNsProp(element, bound(element, foreign_namespace, "f"), xml_text("stray"), xml_text("1"));
    return "";
}

Done add_attribute_of_own_namespace(xmlNode* element, Random&) {
    if (element->ns == nullptr || element->ns->prefix == nullptr) return std::nullopt;
    xmlNewNsProp(element, element->ns, xml_text("stray"), xml_text("1"));
    return "";
}

Done add_must_understand(xmlNode* element, Random& random) {
    constexpr const char* soap = "http://www.w3.org/2003/05/soap-envelope";
    const char* value = lexical_values[pick(random, lexical_values.size())];
    xmlSetNsProp(element, bound(element, soap, "s"), xml_text("mustUnderstand"), xml_text(value));
    return " = '" + std::string{value} + "'";
}

Done add_language(xmlNode* element, Random& random) {
    const char* value = lexical_values[pick(random, lexical_values.size())];
    xmlNodeSetLang(element, xml_text(value));
    return " = '" + std::string{value} + "'";
}

Done make_nil(xmlNode* element, Random&) {
    xmlSetNsProp(element, bound(element, instance_namespace, "xsi"), xml_text("nil"), xml_text("true"));
    return "";
}

Done set_type(xmlNode* element, Random& random) {
    const TypeName& type = type_names[pick(random, type_names.size())];
    const std::string name = std::string{view_of(bound(element, type.uri, "t")->prefix)} + ":" + type.local;
    xmlSetNsProp(element, bound(element, instance_namespace, "xsi"), xml_text("type"),
                 xml_text(name.c_str()));
    return " = " + name;
}

constexpr std::array all_mutations{
    Mutation{"remove", remove},
    Mutation{"duplicate", duplicate},
    Mutation{"swap with the next", swap_with_next},
    Mutation{"rename", rename},
    Mutation{"move to a foreign namespace", move_to_foreign_namespace},
    Mutation{"move to no namespace", move_to_no_namespace},
    Mutation{"move to the parent's namespace", move_to_sibling_namespace},
    Mutation{"begin with a foreign element in", insert_foreign_first},
    Mutation{"append a foreign element to", append_foreign},
    Mutation{"append an unqualified element to", append_unqualified},
    Mutation{"append an undeclared element to", append_of_same_namespace},
    Mutation{"append a declared header to", append_known_header},
    Mutation{"append text to", append_text},
    Mutation{"empty", empty},
    Mutation{"replace the text of", replace_text},
    Mutation{"remove the attribute", remove_attribute},
    Mutation{"replace the attribute", replace_attribute},
    Mutation{"replace again the attribute", replace_attribute},
    Mutation{"add an attribute to", add_attribute},
    Mutation{"add a foreign attribute to", add_foreign_attribute},
    Mutation{"add an attribute of its own namespace to", add_attribute_of_own_namespace},
    Mutation{"set s:mustUnderstand of", add_must_understand},
    Mutation{"set xml:lang of", add_language},
    Mutation{"set xsi:nil of", make_nil},
    Mutation{"set xsi:type of", set_type},
};

}  // namespace

std::span<const Mutation> mutations() { return all_mutations; }

}  // namespace assay::xml
