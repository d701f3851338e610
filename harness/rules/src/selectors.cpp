// Selectors in requests and in the endpoint references of responses (DSP0226 §5.1.2.2, Annex F).
#include <algorithm>
#include <set>

#include "chapters.hpp"
#include "names.hpp"
#include "simple_types.hpp"
#include "view.hpp"

namespace assay::rules {
namespace {

/// Every wsman:SelectorSet of the message that is in a header block or an endpoint reference; filters may use
/// the element for something else (Annex E).
std::vector<const Element*> selector_sets(const View& view) {
    std::vector<const Element*> sets;
    if (!view.is_soap()) return sets;
    for (const Element& element : view.envelope().elements) {
        if (!element.is(name::SelectorSet) || element.parent == nullptr) continue;
        const bool in_filter = element.parent->is(name::Filter) || element.parent->is(name::wsen::Filter);
        if (!in_filter) sets.push_back(&element);
    }
    return sets;
}

/// Looks at every selector of every set; the first that breaks the rule is the finding.
Outcome each_selector(const View& view, const std::function<Outcome(const Element&)>& look) {
    Outcome outcome = not_examined();
    for (const Element* set : selector_sets(view)) {
        for (const Element* selector : set->children_named(name::Selector)) {
            outcome = look(*selector);
            if (!outcome.findings.empty()) return outcome;
        }
    }
    return outcome;
}

Outcome single_parameter(const View& view) {
    const auto sets = selector_sets(view);
    if (sets.empty()) return not_examined();
    for (const Element* set : sets) {
        const bool in_header = set->parent->is(name::soap::Header);
        const bool in_parameters = set->parent->is(name::ReferenceParameters);
        if (!in_header && !in_parameters) {
            return broken(view.at(*set), "wsman:SelectorSet is no reference parameter",
                          "a header block or a child of wsa:ReferenceParameters",
                          observe::path_of(*set->parent));
        }
        if (in_parameters && set->parent->children_named(name::SelectorSet).size() > 1) {
            return broken(view.at(*set), "an endpoint reference has several wsman:SelectorSet elements",
                          "one", std::to_string(set->parent->children_named(name::SelectorSet).size()));
        }
    }
    return kept();
}

Outcome unique_names(const View& view) {
    const auto sets = selector_sets(view);
    if (sets.empty()) return not_examined();
    for (const Element* set : sets) {
        std::set<std::string> seen;
        for (const Element* selector : set->children_named(name::Selector)) {
            const std::string* selector_name = selector->attribute("", "Name");
            if (selector_name == nullptr || seen.insert(*selector_name).second) continue;
            return broken(view.at(*selector), "a selector name is repeated", "each name once",
                          shortened(*selector_name));
        }
    }
    return kept();
}

Outcome at_least_one(const View& view) {
    const auto sets = selector_sets(view);
    if (sets.empty()) return not_examined();
    const auto bare = std::ranges::find_if(
        sets, [](const Element* set) { return set->children_named(name::Selector).empty(); });
    if (bare == sets.end()) return kept();
    return broken(view.at(**bare), "a wsman:SelectorSet is empty", "at least one wsman:Selector", "none");
}

Outcome named_by_ncname(const View& view) {
    return each_selector(view, [&](const Element& selector) {
        const std::string* selector_name = selector.attribute("", "Name");
        return expect(selector_name != nullptr && is_ncname(*selector_name), view.at(selector),
                      "a selector's Name is not an NCName", "an NCName",
                      selector_name == nullptr ? "no Name" : shortened(*selector_name));
    });
}

Outcome value_type(const View& view) {
    return each_selector(view, [&](const Element& selector) {
        const auto& inner = selector.children;
        const bool nested =
            inner.size() == 1 && inner.front()->is(name::EndpointReference) && selector.value().empty();
        return expect(inner.empty() || nested, view.at(selector),
                      "a selector is neither a simple value nor one endpoint reference",
                      "text, or one wsa:EndpointReference", std::to_string(inner.size()) + " elements");
    });
}

}  // namespace

void add_selector_rules(RuleBook& book) {
    judge_both(book, rule("selectors.single-refparam"), single_parameter);
    judge_request(book, rule("selectors.duplicate-name"), unique_names);
    judge_request(book, rule("selectors.at-least-one"), at_least_one);
    judge_request(book, rule("selectors.name-ncname"), named_by_ncname);
    judge_request(book, rule("selectors.value-type"), value_type);
}

}  // namespace assay::rules
