#include "assay/model/selectors.hpp"

#include <algorithm>

#include "assay/model/epr.hpp"
#include "assay/model/faults.hpp"
#include "assay/model/names.hpp"

namespace assay::model {
namespace {

constexpr std::size_t longest_name = 2048;
constexpr std::size_t longest_value = 4096;
constexpr std::size_t longest_set = 8096;

Outcome<Selector> read_selector(const soap::Element& element) {
    if (element.name != names::Selector) {
        return faults::schema_validation_error("wsman:SelectorSet holds something else than wsman:Selector");
    }
    const std::string* name = element.attribute("Name");
    if (name == nullptr || !is_ncname(*name)) {
        return faults::schema_validation_error("wsman:Selector needs a Name that is an NCName");
    }
    Selector read{.name = *name, .value = std::string{element.value()}};
    if (!element.children.empty()) {
        const soap::Element& nested = element.children.front();
        if (element.children.size() > 1 || !read.value.empty() || nested.name != names::EndpointReference) {
            return faults::schema_validation_error(
                "a selector is a simple value or one wsa:EndpointReference");
        }
        auto reference = read_epr(nested);
        if (!reference) return reference.error();
        read.reference = std::make_shared<const Epr>(std::move(*reference));
    }
    if (name->size() > longest_name || read.value.size() > longest_value) {
        return faults::encoding_limit(faults::Encoding::SelectorLimit, "a selector is too long");
    }
    return read;
}

}  // namespace

bool operator==(const Selector& left, const Selector& right) {
    if (left.name != right.name || left.value != right.value) return false;
    if (!left.reference || !right.reference) return left.reference == right.reference;
    return *left.reference == *right.reference;
}

const std::string* SelectorSet::find(std::string_view name) const {
    const auto found = std::ranges::find(selectors_, name, &Selector::name);
    return found == selectors_.end() ? nullptr : &found->value;
}

void SelectorSet::add(std::string name, std::string value) {
    selectors_.push_back({.name = std::move(name), .value = std::move(value)});
}

void SelectorSet::add(Selector selector) { selectors_.push_back(std::move(selector)); }

Outcome<SelectorSet> read_selectors(const soap::Element& element) {
    if (element.children.empty()) {
        return faults::schema_validation_error("wsman:SelectorSet holds no selector");
    }
    SelectorSet set;
    set.reserve(element.children.size());
    std::size_t total = 0;
    for (const soap::Element& child : element.children) {
        auto selector = read_selector(child);
        if (!selector) return selector.error();
        if (set.find(selector->name) != nullptr) {
            return faults::invalid_selectors(faults::Selectors::DuplicateSelectors,
                                             "the selector " + selector->name + " is given twice");
        }
        total += selector->value.size();
        set.add(std::move(*selector));
    }
    if (total > longest_set) {
        return faults::encoding_limit(faults::Encoding::SelectorLimit, "the selectors are too long together");
    }
    return set;
}

soap::Element to_element(const SelectorSet& selectors) {
    soap::Element set{names::SelectorSet};
    for (const Selector& each : selectors.all()) {
        soap::Element& selector = set.add(names::Selector, each.value);
        selector.set({"", "Name"}, each.name);
        if (each.reference) selector.add(to_element(*each.reference, names::EndpointReference));
    }
    return set;
}

bool is_ncname(std::string_view text) {
    const auto starts = [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' ||
               static_cast<unsigned char>(c) >= 0x80;
    };
    const auto goes_on = [&](char c) { return starts(c) || (c >= '0' && c <= '9') || c == '-' || c == '.'; };
    return !text.empty() && starts(text.front()) && std::ranges::all_of(text, goes_on);
}

}  // namespace assay::model
