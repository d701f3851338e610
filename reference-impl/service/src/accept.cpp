#include "assay/service/accept.hpp"

#include <algorithm>
#include <array>

#include "assay/model/faults.hpp"
#include "assay/model/names.hpp"
#include "control_headers.hpp"
#include "uri.hpp"

namespace assay::service {
namespace {

using model::Outcome;
using model::Request;
using soap::Element;
using soap::Envelope;
using vocab::QName;
namespace names = model::names;
namespace faults = model::faults;

constexpr std::array known_headers{
    names::To,
    names::From,
    names::ReplyTo,
    names::FaultTo,
    names::Action,
    names::MessageID,
    names::RelatesTo,
    names::ResourceURI,
    names::SelectorSet,
    names::OptionSet,
    names::OperationTimeout,
    names::MaxEnvelopeSize,
    names::Locale,
    names::DataLocale,
    names::FragmentTransfer,
    names::RequestEPR,
    names::RequestTotalItemsCountEstimate,
};

/// DSP0226 §13: repeated addressing and management headers are not processed.
Outcome<> check_single(const Envelope& envelope) {
    for (const QName& name : known_headers) {
        if (std::ranges::count_if(envelope.headers, [&](const Element& h) { return h.name == name; }) > 1) {
            return faults::invalid_message_information_header(std::string{"the header "} +
                                                              std::string{name.local} + " is repeated");
        }
    }
    return boost::system::in_place_value;
}

Outcome<> check_required(const Envelope& envelope) {
    for (const QName& name : {names::Action, names::To, names::MessageID, names::ReplyTo}) {
        if (envelope.header(name) == nullptr) {
            return faults::message_information_header_required("wsa:" + std::string{name.local});
        }
    }
    return boost::system::in_place_value;
}

Outcome<> check_uris(const Envelope& envelope, const model::Profile& profile) {
    const bool absolute = profile.addresses == model::Profile::Addresses::absolute;
    for (const QName& name : {names::To, names::MessageID}) {
        const std::string_view uri = envelope.header(name)->value();
        if (absolute ? !is_absolute_uri(uri) : !is_uri(uri)) {
            return faults::invalid_message_information_header("wsa:" + std::string{name.local} +
                                                              " is no URI");
        }
    }
    if (envelope.header(names::Action)->value().empty()) {
        return faults::invalid_message_information_header("wsa:Action is empty");
    }
    for (const QName& name : {names::To, names::MessageID, names::Action, names::ResourceURI}) {
        const Element* header = envelope.header(name);
        if (header != nullptr && header->value().size() > longest_uri) {
            return faults::encoding_limit(faults::Encoding::URILimitExceeded,
                                          std::string{name.local} + " is longer than 2048 characters");
        }
    }
    return boost::system::in_place_value;
}

/// DSP0226 §5.4.2, §5.4.3: replies go back on the connection, and nowhere else.
Outcome<> check_reply_addresses(const Envelope& envelope) {
    for (const QName& name : {names::ReplyTo, names::FaultTo}) {
        const Element* header = envelope.header(name);
        if (header == nullptr) continue;
        const auto address = model::read_reply_address(*header);
        if (!address) return address.error();
        if (address->address != vocab::anonymous_address) {
            return faults::unsupported_feature(
                faults::Feature::AddressingMode,
                "wsa:" + std::string{name.local} + " can only be the anonymous address");
        }
    }
    return boost::system::in_place_value;
}

Outcome<> check_soap_action(const Envelope& envelope, const std::optional<std::string>& soap_action) {
    const std::string_view action = envelope.header(names::Action)->value();
    // SOAP 1.1 clients send SOAPAction: "" which says nothing.
    if (soap_action && !soap_action->empty() && *soap_action != action) {
        return faults::action_mismatch(*soap_action, action);
    }
    return boost::system::in_place_value;
}

Outcome<> check_addressing(const Envelope& envelope, const std::optional<std::string>& soap_action,
                           const model::Profile& profile) {
    if (auto single = check_single(envelope); !single) return single;
    if (auto required = check_required(envelope); !required) return required;
    if (auto uris = check_uris(envelope, profile); !uris) return uris;
    if (auto replies = check_reply_addresses(envelope); !replies) return replies;
    return check_soap_action(envelope, soap_action);
}

std::string text_of(const Envelope& envelope, const QName& name) {
    const Element* header = envelope.header(name);
    return header == nullptr ? std::string{} : std::string{header->value()};
}

}  // namespace

bool is_identify(const Envelope& envelope) {
    return envelope.body.size() == 1 && envelope.body.front().name == names::wsmid::Identify;
}

Outcome<> check_understood(const Envelope& envelope) {
    const auto broken = [](const Element& header) { return !soap::must_understand(header); };
    if (std::ranges::any_of(envelope.headers, broken)) {
        return faults::schema_validation_error("s:mustUnderstand is neither true nor false");
    }
    const auto missing = soap::not_understood(envelope, known_headers);
    if (!missing.empty()) return faults::must_understand(missing);
    return boost::system::in_place_value;
}

Outcome<Request> accept(Envelope envelope, const std::optional<std::string>& soap_action,
                        const Limits& limits, const model::Profile& profile) {
    if (auto lawful = check_addressing(envelope, soap_action, profile); !lawful) return lawful.error();
    Request request{.action = text_of(envelope, names::Action),
                    .to = text_of(envelope, names::To),
                    .message_id = text_of(envelope, names::MessageID),
                    .resource_uri = text_of(envelope, names::ResourceURI),
                    .profile = &profile};
    if (auto control = read_control_headers(envelope, limits, request); !control) return control.error();
    if (const Element* set = envelope.header(names::SelectorSet)) {
        auto selectors = model::read_selectors(*set);
        if (!selectors) return selectors.error();
        request.selectors = std::move(*selectors);
    }
    request.body = std::move(envelope.body);
    request.encoding = envelope.encoding;
    return request;
}

}  // namespace assay::service
