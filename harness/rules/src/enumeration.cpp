// What requests of WS-Enumeration look like (DSP0226 §8).
#include <algorithm>

#include "chapters.hpp"
#include "names.hpp"
#include "view.hpp"

namespace assay::rules {
namespace {

namespace action = vocab::action;

bool requests(const View& view, std::string_view wanted) {
    return view.is_soap() && view.requested_action() == wanted;
}

Outcome enumerate_body(const View& view) {
    if (!requests(view, action::Enumerate)) return not_examined();
    const auto& children = view.envelope().body()->children;
    return expect(children.size() == 1 && children.front()->is(name::wsen::Enumerate), view.at_body(),
                  "the body of an Enumerate is not one wsen:Enumerate", "one wsen:Enumerate",
                  children.empty() ? "nothing"
                                   : observe::customary_name(children.front()->uri, children.front()->local));
}

Outcome context_required(const View& view) {
    if (!requests(view, action::Pull)) return not_examined();
    const Element* pull = view.envelope().body()->child(name::wsen::Pull);
    const Element* context = pull == nullptr ? nullptr : pull->child(name::wsen::EnumerationContext);
    return expect(context != nullptr, view.at_body(), "a Pull has no wsen:EnumerationContext",
                  "wsen:EnumerationContext", "none");
}

/// The one context that is empty is that of an optimized enumeration which ended at once (§8.2.3).
Outcome no_pull_after_end(const View& view) {
    if (!requests(view, action::Pull) && !requests(view, action::Release)) return not_examined();
    const Element* verb = view.envelope().body_child();
    const Element* context = verb == nullptr ? nullptr : verb->child(name::wsen::EnumerationContext);
    if (context == nullptr) return not_examined();
    return expect(!context->value().empty() || !context->children.empty(), view.at(*context),
                  "the context of an enumeration that has ended is used", "no further request",
                  "an empty context");
}

/// `element` is a child of wsen:Enumerate wherever it occurs.
Outcome placed_in_enumerate(const View& view, const QName& name) {
    if (!requests(view, action::Enumerate)) return not_examined();
    Outcome outcome = not_examined();
    for (const Element& element : view.envelope().elements) {
        if (!element.is(name) || element.parent == nullptr) continue;
        outcome = expect(element.parent->is(name::wsen::Enumerate), view.at(element),
                         observe::customary_name(name) + " is not a child of wsen:Enumerate",
                         "a child of wsen:Enumerate", observe::path_of(*element.parent));
        if (!outcome.findings.empty()) break;
    }
    return outcome;
}

Outcome filter_shape(const View& view) {
    if (!requests(view, action::Enumerate)) return not_examined();
    const Element* enumerate = view.envelope().body()->child(name::wsen::Enumerate);
    if (enumerate == nullptr) return not_examined();
    Outcome outcome = not_examined();
    for (const Element* filter : enumerate->children) {
        if (!filter->is(name::Filter) && !filter->is(name::wsen::Filter)) continue;
        const bool mixed = !filter->children.empty() && !filter->value().empty();
        outcome = expect(filter->children.size() <= 1 && !mixed, view.at(*filter),
                         "a filter is neither plain text nor one element", "text, or one element",
                         mixed ? "text and elements" : std::to_string(filter->children.size()) + " elements");
        if (!outcome.findings.empty()) break;
    }
    return outcome;
}

}  // namespace

void add_enumeration_rules(RuleBook& book) {
    judge_request(book, rule("enumeration.enumerate.body"), enumerate_body);
    judge_request(book, rule("enumeration.pull.context-required"), context_required);
    judge_request(book, rule("enumeration.optimize.no-pull-after-end"), no_pull_after_end);
    judge_request(book, rule("enumeration.mode.placement"),
                  [](const View& view) { return placed_in_enumerate(view, name::EnumerationMode); });
    judge_request(book, rule("cim.enumerate.polymorphism-placement"),
                  [](const View& view) { return placed_in_enumerate(view, name::PolymorphismMode); });
    judge_request(book, rule("enumeration.filter.content-shape"), filter_shape);
}

}  // namespace assay::rules
