// Enumerations that get mixed up with each other or with themselves (DSP0226 §8), and refusals of other
// requests by the wrong fault.
#include <array>
#include <memory>

#include "assay/mutants/mutant.hpp"
#include "assay/vocab/rule.hpp"
#include "seams.hpp"
#include "surgery.hpp"

namespace assay::mutants {
namespace {

using vocab::rule;
namespace action = vocab::action;
namespace fault = vocab::fault;
namespace wsen = names::wsen;

using Twist = std::function<void(const Envelope& request, Envelope& reply)>;

/// The context that an EnumerateResponse gives, or nullptr.
Element* opened(Envelope& reply) {
    Element* response = body_child(reply, wsen::EnumerateResponse);
    return response == nullptr ? nullptr : response->child(wsen::EnumerationContext);
}

/// Whoever enumerates while another enumeration is open gets the context of that one.
Twist one_context_for_all() {
    return [open = std::make_shared<std::string>()](const Envelope& request, Envelope& reply) {
        if (asks(request, action::Release)) open->clear();
        Element* context = opened(reply);
        if (context == nullptr || context->text.empty()) return;
        if (open->empty()) *open = context->text;
        context->text = *open;
    };
}

/// Each Pull brings the last item of the Pull before in the place of its first.
Twist last_item_again() {
    return [last = std::make_shared<Element>()](const Envelope& request, Envelope& reply) {
        if (asks(request, action::Enumerate)) *last = Element{};
        Element* items = asks(request, action::Pull) ? items_of(reply) : nullptr;
        if (items == nullptr || items->children.empty()) return;
        Element next = items->children.back();
        if (!last->name.local.empty()) items->children.front() = *last;
        *last = std::move(next);
    };
}

/// The first Pull begins again at the beginning, whatever an optimized Enumerate has brought.
Twist first_item_again() {
    return [first = std::make_shared<Element>()](const Envelope& request, Envelope& reply) {
        Element* items = items_of(reply);
        if (items == nullptr || items->children.empty()) return;
        if (asks(request, action::Enumerate)) *first = items->children.front();
        if (!asks(request, action::Pull) || first->name.local.empty()) return;
        items->children.front() = *first;
        *first = Element{};
    };
}

/// The item for which MaxEnvelopeSize leaves no room any more comes in no Pull at all.
void lose_what_does_not_fit(const Envelope& request, Envelope& reply) {
    Element* items = asks(request, action::Pull) ? items_of(reply) : nullptr;
    if (items != nullptr && items->children.size() > 1 && request.header(names::MaxEnvelopeSize) != nullptr)
        items->children.pop_back();
}

/// Sends a Pull to what was enumerated last, if `is_meant`.
Install pulls_from_the_last(bool (*is_meant)(const Envelope& pull)) {
    return on_request([is_meant, last = std::make_shared<std::string>()](Envelope& request) {
        if (asks(request, action::Enumerate)) *last = header_text(request, names::ResourceURI);
        if (!asks(request, action::Pull) || last->empty() || !is_meant(request)) return;
        drop_header(request, names::ResourceURI);
        request.headers.emplace_back(names::ResourceURI, *last);
    });
}

bool has_mode(const Envelope& request) {
    const Element* enumerate = body_child(request, wsen::Enumerate);
    return enumerate != nullptr && enumerate->child(QName{vocab::ns::wsmb, "PolymorphismMode"}) != nullptr;
}

bool pulls_nothing_in_particular(const Envelope& request) {
    const Element* pull = body_child(request, wsen::Pull);
    return pull != nullptr && pull->child(wsen::EnumerationContext) == nullptr;
}

bool pulls_in_disorder(const Envelope& request) {
    const Element* pull = body_child(request, wsen::Pull);
    return pull != nullptr && !pull->children.empty() && pull->children[0].name != wsen::EnumerationContext;
}

/// One refusal in the place of whatever the service says.
struct Refusal {
    std::string_view id;
    std::string_view violates;
    std::string_view title;
    bool (*is_meant)(const Envelope& request);
    QName subcode;
};

constexpr std::array refusals{
    Refusal{"pull-without-context-is-an-internal-error", rule("enumeration.pull.context-required"),
            "A Pull without a context is an internal error", pulls_nothing_in_particular,
            fault::InternalError},
    Refusal{"disorder-is-an-internal-error", rule("fault.table.wsman.schemavalidationerror"),
            "A Pull whose elements are out of order is an internal error", pulls_in_disorder,
            fault::InternalError},
    Refusal{"modes-are-an-unsupported-feature", rule("cim.enumerate.polymorphism-unsupported"),
            "Any polymorphism mode is refused by the fault about features", has_mode,
            fault::UnsupportedFeature},
};

}  // namespace

void add_sequence_mutants(Mutants& mutants) {
    mutants.push_back({"one-context-for-all", rule("enumeration.context.present"),
                       "Two enumerations at once have one context", on_reply(one_context_for_all())});
    mutants.push_back({"last-item-again", rule("cim.enumerate.class"),
                       "A Pull begins with the item that the one before ended with",
                       on_reply(last_item_again())});
    mutants.push_back({"what-does-not-fit-is-lost", rule("cim.enumerate.class"),
                       "An item for which an envelope has no room comes in none",
                       on_reply(lose_what_does_not_fit)});
    mutants.push_back({"first-item-again", rule("enumeration.optimize.context"),
                       "The Pull after an optimized Enumerate begins at the beginning",
                       on_reply(first_item_again())});
    mutants.push_back({"pull-goes-by-its-context-alone", rule("enumeration.pull.same-epr"),
                       "A Pull addressed to another resource than its Enumerate is served",
                       pulls_from_the_last(
                           [](const Envelope& pull) { return pull.header(names::ResourceURI) != nullptr; })});
    mutants.push_back({"pull-needs-no-address", rule("addressing.epr.every-request"),
                       "A Pull without a ResourceURI is served",
                       pulls_from_the_last(
                           [](const Envelope& pull) { return pull.header(names::ResourceURI) == nullptr; })});
    for (const Refusal& each : refusals) {
        mutants.push_back(
            {each.id, each.violates, each.title, on_reply([each](const Envelope& request, Envelope& reply) {
                 if (each.is_meant(request)) refuse(reply, each.subcode);
             })});
    }
    mutants.push_back({"not-understood-with-the-management-action", rule("fault.notunderstood.format"),
                       "The fault about a mandatory header has the action of management faults",
                       on_reply([](const Envelope&, Envelope& reply) {
                           if (reply.header(QName{vocab::ns::s, "NotUnderstood"}) != nullptr)
                               set_header(reply, names::Action, std::string{action::ManagementFault});
                       })});
}

}  // namespace assay::mutants
