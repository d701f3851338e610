#include "assay/soap/element.hpp"

#include <algorithm>

#include "assay/base/text.hpp"

namespace assay::soap {

const Element* Element::child(const vocab::QName& of) const {
    const auto found = std::ranges::find_if(children, [&](const Element& each) { return each.name == of; });
    return found == children.end() ? nullptr : &*found;
}

Element* Element::child(const vocab::QName& of) {
    const auto found = std::ranges::find_if(children, [&](const Element& each) { return each.name == of; });
    return found == children.end() ? nullptr : &*found;
}

const std::string* Element::attribute(std::string_view local) const {
    const auto found = std::ranges::find_if(
        attributes, [&](const Attribute& each) { return each.name.local == local && each.name.ns.empty(); });
    return found == attributes.end() ? nullptr : &found->value;
}

const std::string* Element::attribute(const vocab::QName& of) const {
    const auto found =
        std::ranges::find_if(attributes, [&](const Attribute& each) { return each.name == of; });
    return found == attributes.end() ? nullptr : &found->value;
}

std::string_view Element::value() const { return base::trimmed(text); }

Element Element::written(std::string octets) {
    Element element;
    element.text = std::move(octets);
    element.written_ = true;
    return element;
}

Element& Element::add(Element element) { return children.emplace_back(std::move(element)); }

Element& Element::add(Name of, std::string content) {
    return children.emplace_back(std::move(of), std::move(content));
}

void Element::set(const Name& of, std::string content) {
    const auto found =
        std::ranges::find_if(attributes, [&](const Attribute& each) { return each.name == of; });
    if (found != attributes.end()) {
        found->value = std::move(content);
    } else {
        attributes.push_back({.name = of, .value = std::move(content)});
    }
}

Element qname_element(Name of, Name content) {
    Element element{std::move(of)};
    element.qname = std::move(content);
    return element;
}

}  // namespace assay::soap
