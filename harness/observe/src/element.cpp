#include "assay/observe/element.hpp"

#include <algorithm>
#include <array>

#include "assay/base/text.hpp"

namespace assay::observe {
namespace {

namespace ns = vocab::ns;

constexpr std::array customary{ns::s,     ns::soap11, ns::wsa,  ns::wsa10, ns::wxf, ns::wsen, ns::wse,
                               ns::wsman, ns::wsmid,  ns::wsmb, ns::cim,   ns::xml, ns::xs,   ns::xsi};

std::string_view customary_prefix(std::string_view uri) {
    const auto found = std::ranges::find(customary, uri, &vocab::Namespace::uri);
    return found == customary.end() ? std::string_view{} : found->prefix;
}

/// "[2]" for the second of several siblings of one name, else "".
std::string index_of(const Element& element) {
    return element.has_namesakes ? "[" + std::to_string(element.ordinal) + "]" : std::string{};
}

}  // namespace

bool Element::is(const vocab::QName& name) const { return local == name.local && uri == name.ns.uri; }

const Element* Element::child(const vocab::QName& name) const {
    const auto found = std::ranges::find_if(children, [&](const Element* each) { return each->is(name); });
    return found == children.end() ? nullptr : *found;
}

std::vector<const Element*> Element::children_named(const vocab::QName& name) const {
    std::vector<const Element*> named;
    std::ranges::copy_if(children, std::back_inserter(named),
                         [&](const Element* each) { return each->is(name); });
    return named;
}

const std::string* Element::attribute(std::string_view attribute_uri,
                                      std::string_view attribute_local) const {
    const auto found = std::ranges::find_if(attributes, [&](const Attribute& each) {
        return each.local == attribute_local && each.uri == attribute_uri;
    });
    return found == attributes.end() ? nullptr : &found->value;
}

std::string_view Element::value() const { return base::trimmed(text); }

bool ResolvedName::is(const vocab::QName& name) const {
    return bound && local == name.local && uri == name.ns.uri;
}

ResolvedName resolve(const Element& scope, std::string_view text) {
    const std::string_view name = base::trimmed(text);
    const auto colon = name.find(':');
    const std::string_view prefix =
        colon == std::string_view::npos ? std::string_view{} : name.substr(0, colon);
    const std::string* uri = namespace_of(scope, prefix);
    ResolvedName resolved;
    resolved.local = colon == std::string_view::npos ? name : name.substr(colon + 1);
    resolved.bound = uri != nullptr || prefix.empty();
    if (uri != nullptr) resolved.uri = *uri;
    return resolved;
}

const std::string* namespace_of(const Element& scope, std::string_view prefix) {
    for (const Element* at = &scope; at != nullptr; at = at->parent) {
        const auto found = std::ranges::find(at->declarations, prefix, &NamespaceDeclaration::prefix);
        if (found != at->declarations.end()) return &found->uri;
    }
    return nullptr;
}

std::string customary_name(std::string_view uri, std::string_view local) {
    if (uri.empty()) return std::string{local};
    const std::string_view prefix = customary_prefix(uri);
    if (prefix.empty()) return "{" + std::string{uri} + "}" + std::string{local};
    return std::string{prefix} + ":" + std::string{local};
}

std::string customary_name(const vocab::QName& name) { return customary_name(name.ns.uri, name.local); }

std::string path_of(const Element& element) {
    std::vector<const Element*> steps;
    for (const Element* at = &element; at != nullptr; at = at->parent) steps.push_back(at);
    std::string path;
    for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
        const std::string_view known = customary_prefix((*step)->uri);
        const std::string_view prefix = known.empty() ? std::string_view{(*step)->prefix} : known;
        path += '/';
        if (!prefix.empty()) path.append(prefix).append(":");
        path += (*step)->local + index_of(**step);
    }
    return path;
}

}  // namespace assay::observe
