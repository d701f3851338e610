// The addressing headers of a message by themselves (DSP0226 §5.1 to §5.4).
#include <algorithm>
#include <array>
#include <charconv>

#include "chapters.hpp"
#include "names.hpp"
#include "uri.hpp"
#include "view.hpp"

namespace assay::rules {
namespace {

namespace action = vocab::action;

/// Is the header block there, once, and not empty?
Outcome has_one(const View& view, const QName& name) {
    if (!view.is_addressed()) return not_examined();
    const std::string customary = observe::customary_name(name);
    const auto blocks = view.envelope().header_blocks(name);
    if (blocks.empty()) {
        return broken(view.at_header(), "the message has no " + customary, "one " + customary, "none");
    }
    if (blocks.size() > 1) {
        return broken(view.at(*blocks[1]), customary + " stands there more than once", "one " + customary,
                      std::to_string(blocks.size()));
    }
    return expect(!blocks.front()->value().empty(), view.at(*blocks.front()), customary + " is empty",
                  "a URI", "nothing");
}

Outcome message_id(const View& view) {
    if (!view.is_addressed()) return not_examined();
    Outcome present = has_one(view, name::MessageID);
    if (!present.findings.empty()) return present;
    const Element& block = *view.envelope().header_block(name::MessageID);
    return expect(is_uri(block.value()), view.at(block), "wsa:MessageID is not a URI", "an RFC 3986 URI",
                  shortened(block.value()));
}

Outcome message_id_length(const View& view) {
    const Element* block = view.envelope().header_block(name::MessageID);
    if (!view.is_soap() || block == nullptr) return not_examined();
    return expect(block->value().size() <= longest_uri, view.at(*block), "wsa:MessageID is too long a URI",
                  "at most 2048 characters", std::to_string(block->value().size()) + " characters");
}

Outcome reply_to(const View& view) {
    if (!view.is_addressed()) return not_examined();
    const Element* block = view.envelope().header_block(name::ReplyTo);
    if (block == nullptr) {
        return broken(view.at_header(), "the request has no wsa:ReplyTo", "wsa:ReplyTo with an address",
                      "none");
    }
    const Element* address = block->child(name::Address);
    return expect(address != nullptr && is_uri(address->value()), view.at(*block),
                  "wsa:ReplyTo has no usable address", "wsa:Address with a URI",
                  address == nullptr ? "no wsa:Address" : shortened(address->value()));
}

constexpr std::array actions_on_resources{action::Get,       action::Put,  action::Create, action::Delete,
                                          action::Enumerate, action::Pull, action::Release};

Outcome resource_uri(const View& view) {
    if (!view.is_addressed()) return not_examined();
    const std::string_view requested = view.requested_action();
    if (std::ranges::find(actions_on_resources, requested) == actions_on_resources.end())
        return not_examined();
    return expect(view.envelope().header_block(name::ResourceURI) != nullptr, view.at_header(),
                  "the request has no wsman:ResourceURI", "wsman:ResourceURI", "none");
}

Outcome resource_uri_is_uri(const View& view) {
    const Element* block = view.envelope().header_block(name::ResourceURI);
    if (!view.is_soap() || block == nullptr) return not_examined();
    return expect(is_uri(block->value()), view.at(*block), "wsman:ResourceURI is not a URI",
                  "an RFC 3986 URI", shortened(block->value()));
}

Outcome no_reference_properties(const View& view) {
    if (!view.is_soap()) return not_examined();
    bool any_epr = false;
    for (const Element& element : view.envelope().elements) {
        any_epr = any_epr || element.is(name::ReferenceParameters) || element.is(name::Address);
        if (!element.is(name::ReferenceProperties)) continue;
        return broken(view.at(element), "an endpoint reference has ReferenceProperties",
                      "wsa:ReferenceParameters", "wsa:ReferenceProperties");
    }
    return any_epr ? kept() : not_examined();
}

std::string_view unquoted(std::string_view value) {
    if (value.size() < 2 || value.front() != '"' || value.back() != '"') return value;
    return value.substr(1, value.size() - 2);
}

Outcome soap_action(const View& view) {
    const HttpField* field = view.http().field("SOAPAction");
    const std::string_view parameter = view.message().media_type.parameter("action");
    if (!view.is_addressed() || view.requested_action().empty()) return not_examined();
    if (field == nullptr && parameter.empty()) return not_examined();
    const std::string_view said = field == nullptr ? parameter : unquoted(field->value);
    const HttpField& place = field == nullptr ? *view.http().field("Content-Type") : *field;
    return expect(said == view.requested_action(), view.at(place),
                  "HTTP names another action than wsa:Action", std::string{view.requested_action()},
                  shortened(said));
}

}  // namespace

void add_addressing_rules(RuleBook& book) {
    judge_both(book, rule("addressing.to.present"), [](const View& view) { return has_one(view, name::To); });
    judge_request(book, rule("addressing.action.required"),
                  [](const View& view) { return has_one(view, name::Action); });
    judge_request(book, rule("addressing.messageid.required"), message_id);
    judge_both(book, rule("addressing.messageid.length"), message_id_length);
    judge_request(book, rule("addressing.replyto.required"), reply_to);
    judge_request(book, rule("addressing.resourceuri.required-actions"), resource_uri);
    judge_request(book, rule("addressing.resourceuri.rfc3986"), resource_uri_is_uri);
    judge_both(book, rule("addressing.epr.no-reference-properties"), no_reference_properties);
    judge_request(book, rule("addressing.action.soapaction-match"), soap_action);
}

}  // namespace assay::rules
