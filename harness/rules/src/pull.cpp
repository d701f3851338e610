// What responses of WS-Enumeration hold (DSP0226 §8.2 to §8.7).
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "chapters.hpp"
#include "names.hpp"
#include "simple_types.hpp"
#include "view.hpp"

namespace assay::rules {
namespace {

namespace action = vocab::action;

/// The wrapper in the response to a request of this action.
const Element* answer(const View& view, std::string_view requested, const QName& wrapper) {
    return view.answers(requested) ? view.envelope().body()->child(wrapper) : nullptr;
}

const Element* pull_response(const View& view) {
    return answer(view, action::Pull, name::wsen::PullResponse);
}
const Element* enumerate_response(const View& view) {
    return answer(view, action::Enumerate, name::wsen::EnumerateResponse);
}

/// wsen:Enumerate or wsen:Pull of the request.
const Element* asked(const View& view, const QName& wrapper) {
    const Element* body = view.request().body();
    return body == nullptr ? nullptr : body->child(wrapper);
}

bool is_optimized(const View& view) {
    const Element* enumerate = asked(view, name::wsen::Enumerate);
    return enumerate != nullptr && enumerate->child(name::OptimizeEnumeration) != nullptr;
}

bool is_blank(const Element& element) { return element.children.empty() && element.value().empty(); }

bool is_nil(const Element& element) {
    const std::string* nil = element.attribute(vocab::ns::xsi.uri, "nil");
    return nil != nullptr && (*nil == "true" || *nil == "1");
}

Outcome context_present(const View& view) {
    if (!view.answers(action::Enumerate)) return not_examined();
    const Element* response = enumerate_response(view);
    if (response == nullptr) {
        return broken(view.at_body(), "the body of an EnumerateResponse is not wsen:EnumerateResponse",
                      "wsen:EnumerateResponse", "none");
    }
    if (response->child(name::EndOfSequence) != nullptr) return not_examined();
    return expect(response->child(name::wsen::EnumerationContext) != nullptr, view.at(*response),
                  "EnumerateResponse has no wsen:EnumerationContext", "wsen:EnumerationContext", "none");
}

Outcome items_or_end(const View& view) {
    if (!view.answers(action::Pull)) return not_examined();
    const Element* response = pull_response(view);
    if (response == nullptr) {
        return broken(view.at_body(), "the body of a PullResponse is not wsen:PullResponse",
                      "wsen:PullResponse", "none");
    }
    const bool some = response->child(name::wsen::Items) != nullptr ||
                      response->child(name::wsen::EndOfSequence) != nullptr;
    return expect(some, view.at(*response), "PullResponse has neither wsen:Items nor wsen:EndOfSequence",
                  "wsen:Items or wsen:EndOfSequence", "neither");
}

Outcome end_without_context(const View& view) {
    const Element* response = pull_response(view);
    if (response == nullptr || response->child(name::wsen::EndOfSequence) == nullptr) return not_examined();
    const Element* context = response->child(name::wsen::EnumerationContext);
    return expect(context == nullptr, context == nullptr ? view.at(*response) : view.at(*context),
                  "PullResponse ends the enumeration and has a context", "no wsen:EnumerationContext",
                  "wsen:EnumerationContext beside wsen:EndOfSequence");
}

Outcome at_most(const View& view, const Element& items, std::uint64_t most) {
    return expect(items.children.size() <= most, view.at(items), "there are more items than were asked for",
                  fmt::format("at most {}", most), fmt::format("{} items", items.children.size()));
}

Outcome pull_count(const View& view, bool bounded) {
    const Element* response = pull_response(view);
    const Element* items = response == nullptr ? nullptr : response->child(name::wsen::Items);
    const Element* pull = asked(view, name::wsen::Pull);
    if (items == nullptr || pull == nullptr) return not_examined();
    const Element* bound = pull->child(name::wsen::MaxElements);
    if ((bound != nullptr) != bounded) return not_examined();
    // DSP0226 §8.4: one item unless MaxElements says otherwise.
    const auto most = bound == nullptr ? std::optional<std::uint64_t>{1} : count_from(bound->value());
    return most ? at_most(view, *items, *most) : not_examined();
}

Outcome optimized_count(const View& view) {
    const Element* response = enumerate_response(view);
    if (response == nullptr || !is_optimized(view)) return not_examined();
    const Element* items = response->child(name::Items);
    if (items == nullptr) return not_examined();
    const Element* bound = asked(view, name::wsen::Enumerate)->child(name::MaxElements);
    const auto most = bound == nullptr ? std::optional<std::uint64_t>{1} : count_from(bound->value());
    return most ? at_most(view, *items, *most) : not_examined();
}

Outcome optimized_names(const View& view) {
    const Element* response = enumerate_response(view);
    if (response == nullptr) return not_examined();
    for (const QName& name : {name::wsen::Items, name::wsen::EndOfSequence}) {
        const Element* wrong = response->child(name);
        if (wrong == nullptr) continue;
        return broken(view.at(*wrong), "EnumerateResponse holds an element of PullResponse",
                      fmt::format("wsman:{}", name.local), observe::customary_name(name));
    }
    const Element* items = response->child(name::Items);
    if (items == nullptr) return not_examined();
    return expect(is_optimized(view), view.at(*items),
                  "items are in an EnumerateResponse that nobody asked for",
                  "no wsman:Items without wsman:OptimizeEnumeration", "wsman:Items");
}

Outcome optimized_context(const View& view) {
    const Element* response = enumerate_response(view);
    if (response == nullptr || response->child(name::Items) == nullptr) return not_examined();
    const Element* context = response->child(name::wsen::EnumerationContext);
    const bool ended = response->child(name::EndOfSequence) != nullptr;
    if (context == nullptr) {
        return ended ? broken(view.at(*response), "an optimized response that ends has no context element",
                              "an empty wsen:EnumerationContext", "none")
                     : not_examined();
    }
    return expect(is_blank(*context) == ended, view.at(*context),
                  ended ? "an optimized response ends the enumeration and has a context"
                        : "an optimized response goes on with an empty context",
                  ended ? "an empty wsen:EnumerationContext" : "a context to pull from",
                  ended ? shortened(context->value()) : "an empty wsen:EnumerationContext");
}

Outcome empty_release(const View& view) {
    if (!view.answers(action::Release)) return not_examined();
    return expect(is_blank(*view.envelope().body()), view.at_body(),
                  "the body of a ReleaseResponse is not empty", "an empty s:Body",
                  fmt::format("{} elements", view.envelope().body()->children.size()));
}

Outcome estimate(const View& view) {
    const Element* block = view.envelope().header_block(name::TotalItemsCountEstimate);
    if (!view.is_addressed() || block == nullptr) return not_examined();
    return expect(count_from(block->value()).has_value() || (is_nil(*block) && is_blank(*block)),
                  view.at(*block), "wsman:TotalItemsCountEstimate is neither a count nor nil",
                  "a count, or xsi:nil=\"true\"", shortened(block->value()));
}

std::string_view requested_mode(const View& view) {
    const Element* enumerate = asked(view, name::wsen::Enumerate);
    const Element* mode = enumerate == nullptr ? nullptr : enumerate->child(name::EnumerationMode);
    return mode == nullptr ? std::string_view{} : mode->value();
}

/// The items of an optimized response; those of a Pull were asked for in an earlier exchange.
const Element* items_by_mode(const View& view, std::string_view mode) {
    const Element* response = enumerate_response(view);
    if (response == nullptr || requested_mode(view) != mode) return nullptr;
    return response->child(name::Items);
}

Outcome references_only(const View& view) {
    const Element* items = items_by_mode(view, "EnumerateEPR");
    if (items == nullptr) return not_examined();
    const auto other = std::ranges::find_if(
        items->children, [](const Element* each) { return !each->is(name::EndpointReference); });
    if (other == items->children.end()) return kept();
    return broken(view.at(**other), "an item of an EnumerateEPR is no endpoint reference",
                  "wsa:EndpointReference", observe::customary_name((*other)->uri, (*other)->local));
}

bool is_object_and_reference(const Element& item) {
    return item.is(name::Item) && item.children.size() == 2 &&
           !item.children.front()->is(name::EndpointReference) &&
           item.children.back()->is(name::EndpointReference);
}

Outcome objects_and_references(const View& view) {
    const Element* items = items_by_mode(view, "EnumerateObjectAndEPR");
    if (items == nullptr) return not_examined();
    const auto other = std::ranges::find_if(
        items->children, [](const Element* each) { return !is_object_and_reference(*each); });
    if (other == items->children.end()) return kept();
    return broken(view.at(**other), "an item of an EnumerateObjectAndEPR is not an object and its reference",
                  "wsman:Item with the object, then wsa:EndpointReference",
                  fmt::format("{} with {} children", observe::customary_name((*other)->uri, (*other)->local),
                              (*other)->children.size()));
}

}  // namespace

void add_pull_rules(RuleBook& book) {
    judge_response(book, rule("enumeration.context.present"), context_present);
    judge_response(book, rule("enumeration.pull.items-or-end"), items_or_end);
    judge_response(book, rule("enumeration.pull.end-of-sequence"), end_without_context);
    judge_response(book, rule("enumeration.pull.max-elements"),
                   [](const View& view) { return pull_count(view, true); });
    judge_response(book, rule("enumeration.pull.default-maxelements"),
                   [](const View& view) { return pull_count(view, false); });
    judge_response(book, rule("enumeration.optimize.maxelements"), optimized_count);
    judge_response(book, rule("enumeration.optimize.items"), optimized_names);
    judge_response(book, rule("enumeration.optimize.context"), optimized_context);
    judge_response(book, rule("enumeration.release.empty-response"), empty_release);
    judge_response(book, rule("enumeration.count.nil"), estimate);
    judge_response(book, rule("enumeration.mode.epr"), references_only);
    judge_response(book, rule("enumeration.mode.object-and-epr"), objects_and_references);
}

}  // namespace assay::rules
