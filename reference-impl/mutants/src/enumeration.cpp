// DSP0226 §8.
#include "assay/mutants/mutant.hpp"
#include "assay/vocab/rule.hpp"
#include "seams.hpp"
#include "surgery.hpp"

namespace assay::mutants {
namespace {

using vocab::rule;
namespace wsen = names::wsen;

/// Twists wsen:PullResponse.
Install on_pull_response(std::function<void(const Element& pull, Element& response)> twist) {
    return on_reply([twist = std::move(twist)](const Envelope& request, Envelope& reply) {
        Element* response = body_child(reply, wsen::PullResponse);
        const Element* pull = body_child(request, wsen::Pull);
        if (response != nullptr && pull != nullptr) twist(*pull, *response);
    });
}

/// Twists wsen:EnumerateResponse.
Install on_enumerate_response(std::function<void(Element& response)> twist) {
    return on_reply([twist = std::move(twist)](const Envelope&, Envelope& reply) {
        if (Element* response = body_child(reply, wsen::EnumerateResponse)) twist(*response);
    });
}

/// Twists wsen:Enumerate before the service sees it.
Install on_enumerate(std::function<void(Element& enumerate)> twist) {
    return on_request([twist = std::move(twist)](Envelope& request) {
        if (Element* enumerate = body_child(request, wsen::Enumerate)) twist(*enumerate);
    });
}

void repeat_last(Element& items) {
    if (!items.children.empty()) items.add(Element{items.children.back()});
}

bool has_dialect(const Element& filter) { return filter.attribute("Dialect") != nullptr; }

/// How items are handed out.
void add_portions(Mutants& mutants) {
    mutants.push_back({"enumerate-response-without-context", rule("enumeration.context.present"),
                       "EnumerateResponse has no context", on_enumerate_response([](Element& response) {
                           drop_child(response, wsen::EnumerationContext);
                       })});
    mutants.push_back({"pull-brings-one-too-many", rule("enumeration.pull.max-elements"),
                       "A Pull brings one item more than MaxElements",
                       on_pull_response([](const Element& pull, Element& response) {
                           Element* items = response.child(wsen::Items);
                           const Element* most = pull.child(wsen::MaxElements);
                           if (items == nullptr || most == nullptr) return;
                           if (std::to_string(items->children.size()) == most->value()) repeat_last(*items);
                       })});
    mutants.push_back({"pull-brings-two-by-default", rule("enumeration.pull.default-maxelements"),
                       "A Pull without MaxElements brings two items",
                       on_pull_response([](const Element& pull, Element& response) {
                           Element* items = response.child(wsen::Items);
                           if (items != nullptr && pull.child(wsen::MaxElements) == nullptr)
                               repeat_last(*items);
                       })});
    mutants.push_back({"end-with-context", rule("enumeration.pull.end-of-sequence"),
                       "The last PullResponse has a context",
                       on_pull_response([](const Element& pull, Element& response) {
                           const Element* context = pull.child(wsen::EnumerationContext);
                           if (response.child(wsen::EndOfSequence) == nullptr || context == nullptr) return;
                           response.children.insert(response.children.begin(), Element{*context});
                       })});
    mutants.push_back({"neither-items-nor-end", rule("enumeration.pull.items-or-end"),
                       "A PullResponse has neither items nor the end",
                       on_pull_response([](const Element&, Element& response) {
                           drop_child(response, wsen::Items);
                           drop_child(response, wsen::EndOfSequence);
                       })});
    mutants.push_back({"optimized-brings-one-too-many", rule("enumeration.optimize.maxelements"),
                       "An optimized Enumerate brings one item more than asked for",
                       on_enumerate_response([](Element& response) {
                           if (Element* items = response.child(names::Items)) repeat_last(*items);
                       })});
    mutants.push_back({"optimized-items-of-pull", rule("enumeration.optimize.items"),
                       "An optimized Enumerate brings wsen:Items",
                       on_enumerate_response([](Element& response) {
                           if (Element* items = response.child(names::Items)) items->name = wsen::Items;
                       })});
    mutants.push_back({"optimized-end-with-context", rule("enumeration.optimize.context"),
                       "An optimized Enumerate that ends has a context",
                       on_enumerate_response([](Element& response) {
                           if (response.child(names::EndOfSequence) != nullptr) {
                               response.child(wsen::EnumerationContext)->text = "uuid:not-over-yet";
                           }
                       })});
}

/// How enumerations are opened, filtered and ended.
void add_contexts(Mutants& mutants) {
    mutants.push_back({"release-response-with-body", rule("enumeration.release.empty-response"),
                       "ReleaseResponse has a body", on_reply([](const Envelope& request, Envelope& reply) {
                           if (asks(request, vocab::action::Release) && reply.body.empty()) {
                               reply.body.emplace_back(QName{vocab::ns::wsen, "ReleaseResponse"});
                           }
                       })});
    mutants.push_back({"unknown-mode-passed-over", rule("enumeration.mode.unsupported"),
                       "An unknown EnumerationMode is passed over", on_enumerate([](Element& enumerate) {
                           const Element* mode = enumerate.child(names::EnumerationMode);
                           if (mode != nullptr && mode->value().find("EPR") == std::string_view::npos) {
                               drop_child(enumerate, names::EnumerationMode);
                           }
                       })});
    mutants.push_back({"unknown-filter-passed-over", rule("enumeration.filter.unknown-dialect"),
                       "Filters of unknown dialects are passed over", on_enumerate([](Element& enumerate) {
                           std::erase_if(enumerate.children, [](const Element& each) {
                               return each.name.local == "Filter" && has_dialect(each) && !each.text.empty();
                           });
                       })});
    mutants.push_back({"two-filters-passed-over", rule("enumeration.filter.both-present"),
                       "Two filters are passed over", on_enumerate([](Element& enumerate) {
                           if (enumerate.child(names::Filter) == nullptr) return;
                           if (enumerate.child(wsen::Filter) == nullptr) return;
                           drop_child(enumerate, names::Filter);
                           drop_child(enumerate, wsen::Filter);
                       })});
    mutants.push_back({"any-expiry-will-do", rule("enumeration.enumerate.expires-in-past"),
                       "An enumeration that has expired already is opened",
                       on_enumerate([](Element& enumerate) { drop_child(enumerate, wsen::Expires); })});
    mutants.push_back({"bad-context-is-an-internal-error", rule("enumeration.pull.bad-context"),
                       "An unknown context is reported as an internal error",
                       on_reply([](const Envelope&, Envelope& reply) {
                           if (has_subcode(reply, vocab::fault::InvalidEnumerationContext)) {
                               subcode_of(*fault_in(reply))->qname = vocab::fault::InternalError;
                           }
                       })});
    mutants.push_back({"count-in-words", rule("enumeration.count.nil"),
                       "The count of an enumeration is told in words",
                       on_reply([](const Envelope&, Envelope& reply) {
                           set_header(reply, names::TotalItemsCountEstimate, "several");
                       })});
}

}  // namespace

void add_enumeration_mutants(Mutants& mutants) {
    add_portions(mutants);
    add_contexts(mutants);
}

}  // namespace assay::mutants
