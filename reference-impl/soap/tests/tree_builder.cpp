#include "tree_builder.hpp"

#include <algorithm>

namespace assay::soap {
namespace {

using Kind = ReadError::Kind;

/// The headers and elements whose content is an expression that may use prefixes.
bool holds_expression(const Name& name) {
    if (name.local == "FragmentTransfer") return name.ns == vocab::ns::wsman.uri;
    return name.local == "Filter" && (name.ns == vocab::ns::wsman.uri || name.ns == vocab::ns::wsen.uri ||
                                      name.ns == vocab::ns::wse.uri);
}

}  // namespace

void TreeBuilder::fail(Kind kind, std::string message) {
    if (!error_) error_ = ReadError{.kind = kind, .message = std::move(message)};
}

void TreeBuilder::declare(std::string_view prefix, std::string_view uri) {
    // The prefix xml is bound by itself, and nothing that it is bound to again is kept.
    if (prefix == vocab::ns::xml.prefix) return;
    declared_.push_back({.depth = open_.size(), .prefix = std::string{prefix}, .uri = std::string{uri}});
}

/// Each binding in scope once: the innermost one of a prefix hides the others.
void TreeBuilder::keep_bindings(Element& element) const {
    for (auto each = declared_.rbegin(); each != declared_.rend(); ++each) {
        const auto hides = [&](const Declaration& inner) { return inner.prefix == each->prefix; };
        if (each->uri.empty() || std::any_of(declared_.rbegin(), each, hides)) continue;
        element.attributes.push_back(
            {.name = {std::string{vocab::ns::xmlns.uri}, each->prefix.empty() ? "xmlns" : each->prefix},
             .value = each->uri});
    }
}

bool TreeBuilder::is_within_limits(std::size_t attributes) {
    const auto own = [&](const Declaration& each) { return each.depth == open_.size(); };
    const auto declarations = static_cast<std::size_t>(std::ranges::count_if(declared_, own));
    if (open_.size() >= limits_.depth) {
        fail(Kind::too_large, "elements are nested too deeply");
    } else if (++elements_ > limits_.elements) {
        fail(Kind::too_large, "too many elements");
    } else if (attributes + declarations > limits_.attributes) {
        fail(Kind::too_large, "an element has too many attributes");
    }
    return !has_failed();
}

bool TreeBuilder::begin(Name name, std::vector<Attribute> attributes) {
    if (has_failed() || !is_within_limits(attributes.size())) return false;
    Element& element = open_.empty() ? root_ : open_.back()->add(Element{});
    element.name = std::move(name);
    element.attributes = std::move(attributes);
    if (holds_expression(element.name)) keep_bindings(element);
    open_.push_back(&element);
    return true;
}

void TreeBuilder::end() {
    if (has_failed()) return;
    Element& element = *open_.back();
    if (!element.children.empty() && element.value().empty()) element.text.clear();
    open_.pop_back();
    while (!declared_.empty() && declared_.back().depth >= open_.size()) declared_.pop_back();
}

void TreeBuilder::characters(std::string_view text) {
    if (!has_failed() && !open_.empty()) open_.back()->text += text;
}

Tree TreeBuilder::finished() {
    if (error_) return std::move(*error_);
    return std::move(root_);
}

}  // namespace assay::soap
