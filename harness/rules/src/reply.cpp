// How a response answers its request (DSP0226 §5.3, §5.4.2 to §5.4.5, §6.4).
#include <algorithm>
#include <array>
#include <utility>

#include "assay/base/text.hpp"
#include "chapters.hpp"
#include "names.hpp"
#include "view.hpp"

namespace assay::rules {
namespace {

namespace action = vocab::action;

Outcome relates_to(const View& view) {
    const auto asked = view.request().header_value(name::MessageID);
    if (!view.is_addressed() || !asked || asked->empty()) return not_examined();
    const auto blocks = view.envelope().header_blocks(name::RelatesTo);
    if (blocks.empty()) {
        return broken(view.at_header(), "the response has no wsa:RelatesTo", std::string{*asked}, "none");
    }
    const auto same = [&](const Element* block) { return base::equal_ignoring_case(block->value(), *asked); };
    return expect(std::ranges::any_of(blocks, same), view.at(*blocks.front()),
                  "wsa:RelatesTo does not name the request", std::string{*asked},
                  shortened(blocks.front()->value()));
}

Outcome relates_to_case(const View& view) {
    const auto asked = view.request().header_value(name::MessageID);
    const auto blocks = view.envelope().header_blocks(name::RelatesTo);
    if (!view.is_addressed() || !asked || blocks.size() != 1) return not_examined();
    if (!base::equal_ignoring_case(blocks.front()->value(), *asked)) return not_examined();
    return expect(blocks.front()->value() == *asked, view.at(*blocks.front()),
                  "wsa:RelatesTo changes the case of the request's wsa:MessageID", std::string{*asked},
                  shortened(blocks.front()->value()));
}

Outcome own_message_id(const View& view) {
    if (!view.is_addressed()) return not_examined();
    const Element* block = view.envelope().header_block(name::MessageID);
    if (block == nullptr || block->value().empty()) {
        return broken(view.at_header(), "the response has no wsa:MessageID of its own", "one wsa:MessageID",
                      "none");
    }
    const auto asked = view.request().header_value(name::MessageID);
    return expect(!asked || block->value() != *asked, view.at(*block),
                  "the response takes the request's wsa:MessageID for its own", "a wsa:MessageID of its own",
                  shortened(block->value()));
}

/// The endpoint reference in a request's header block of this name, when it stands there once.
const Element* endpoint(const View& view, const QName& name) {
    const auto blocks = view.request().header_blocks(name);
    return blocks.size() == 1 ? blocks.front() : nullptr;
}

/// Faults go to FaultTo where there is one (DSP0226 §5.4.3), all else to ReplyTo.
const Element* destination(const View& view, const QName& name) {
    if (!view.is_addressed()) return nullptr;
    const bool to_fault_to = view.fault().has_value() && endpoint(view, name::FaultTo) != nullptr;
    return to_fault_to == (name == name::FaultTo) ? endpoint(view, name) : nullptr;
}

/// A service that refuses the address may answer where it can.
bool refuses_address(const View& view) {
    const auto fault = view.fault();
    return fault && (fault->subcode.is(vocab::fault::UnsupportedFeature) ||
                     fault->subcode.is(vocab::fault::InvalidMessageInformationHeader));
}

Outcome copies_address(const View& view, const QName& name) {
    const Element* epr = destination(view, name);
    const Element* address = epr == nullptr ? nullptr : epr->child(name::Address);
    const auto to = view.envelope().header_blocks(name::To);
    if (address == nullptr || to.size() != 1 || to.front()->value().empty()) return not_examined();
    if (refuses_address(view)) return not_examined();
    return expect(
        to.front()->value() == address->value(), view.at(*to.front()),
        "wsa:To of the response is not the address of the request's " + observe::customary_name(name),
        shortened(address->value()), shortened(to.front()->value()));
}

bool has_copy(const EnvelopeReading& envelope, const Element& parameter) {
    if (envelope.header() == nullptr) return false;
    return std::ranges::any_of(envelope.header()->children, [&](const Element* block) {
        return block->local == parameter.local && block->uri == parameter.uri &&
               block->value() == parameter.value();
    });
}

Outcome copies_parameters(const View& view, const QName& name) {
    const Element* epr = destination(view, name);
    const Element* parameters = epr == nullptr ? nullptr : epr->child(name::ReferenceParameters);
    if (parameters == nullptr || parameters->children.empty()) return not_examined();
    // DSP0226 R5.4.2-5: a fault may leave them out for its size.
    if (name == name::ReplyTo && view.fault()) return not_examined();
    for (const Element* parameter : parameters->children) {
        if (has_copy(view.envelope(), *parameter)) continue;
        const std::string customary = observe::customary_name(parameter->uri, parameter->local);
        return broken(view.at_header(),
                      "a reference parameter of the request's " + observe::customary_name(name) +
                          " is no header block of the response",
                      customary, "none");
    }
    return kept();
}

constexpr std::array answers_to{std::pair{action::Get, action::GetResponse},
                                std::pair{action::Put, action::PutResponse},
                                std::pair{action::Create, action::CreateResponse},
                                std::pair{action::Delete, action::DeleteResponse},
                                std::pair{action::Pull, action::PullResponse},
                                std::pair{action::Enumerate, action::EnumerateResponse},
                                std::pair{action::Release, action::ReleaseResponse}};

Outcome response_action(const View& view) {
    if (!view.is_addressed() || view.fault()) return not_examined();
    const auto answer = std::ranges::find(answers_to, view.requested_action(),
                                          &std::pair<std::string_view, std::string_view>::first);
    if (answer == answers_to.end()) return not_examined();
    const Element* block = view.envelope().header_block(name::Action);
    if (block == nullptr) {
        return broken(view.at_header(), "the response has no wsa:Action", std::string{answer->second},
                      "none");
    }
    return expect(block->value() == answer->second, view.at(*block),
                  "wsa:Action of the response does not belong to the request's", std::string{answer->second},
                  shortened(block->value()));
}

Outcome has_no(const View& view, const QName& name) {
    if (!view.is_addressed()) return not_examined();
    const Element* block = view.envelope().header_block(name);
    if (block == nullptr) return kept();
    const std::string customary = observe::customary_name(name);
    return broken(view.at(*block), "the response has a header block " + customary, "no " + customary,
                  shortened(block->value()));
}

}  // namespace

void add_reply_rules(RuleBook& book) {
    judge_response(book, rule("addressing.relatesto.present"), relates_to);
    judge_response(book, rule("addressing.relatesto.case-preserved"), relates_to_case);
    judge_response(book, rule("addressing.messageid.response-has-own"), own_message_id);
    judge_response(book, rule("addressing.action.response-naming"), response_action);
    judge_response(book, rule("addressing.replyto.copy-address"),
                   [](const View& view) { return copies_address(view, name::ReplyTo); });
    judge_response(book, rule("addressing.replyto.copy-refparams"),
                   [](const View& view) { return copies_parameters(view, name::ReplyTo); });
    judge_response(book, rule("addressing.faultto.copy-address"),
                   [](const View& view) { return copies_address(view, name::FaultTo); });
    judge_response(book, rule("addressing.faultto.copy-refparams"),
                   [](const View& view) { return copies_parameters(view, name::FaultTo); });
    judge_response(book, rule("addressing.resourceuri.not-in-response"),
                   [](const View& view) { return has_no(view, name::ResourceURI); });
    judge_response(book, rule("optionset.not-in-responses"),
                   [](const View& view) { return has_no(view, name::OptionSet); });
}

}  // namespace assay::rules
