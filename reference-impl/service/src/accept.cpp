#include "assay/service/accept.hpp"

#include <algorithm>

#include "assay/model/faults.hpp"
#include "assay/model/names.hpp"
#include "control_headers.hpp"
#include "known_headers.hpp"
#include "uri.hpp"

namespace assay::service {
namespace {

using model::Outcome;
using model::Request;
using soap::Element;
using soap::Envelope;
namespace names = model::names;
namespace faults = model::faults;

constexpr std::size_t action = place_of(names::Action), to = place_of(names::To),
                      message_id = place_of(names::MessageID), reply_to = place_of(names::ReplyTo),
                      resource_uri = place_of(names::ResourceURI);

/// DSP0226 §13: repeated addressing and management headers are not processed.
Outcome<> check_single(const KnownHeaders& headers) {
    const auto repeated = headers.repeated();
    if (!repeated) return boost::system::in_place_value;
    return faults::invalid_message_information_header(std::string{"the header "} +
                                                      std::string{repeated->local} + " is repeated");
}

Outcome<> check_required(const KnownHeaders& headers) {
    for (const std::size_t place : {action, to, message_id, reply_to}) {
        if (headers[place] == nullptr) {
            return faults::message_information_header_required("wsa:" +
                                                               std::string{known_headers[place].local});
        }
    }
    return boost::system::in_place_value;
}

Outcome<> check_uris(const KnownHeaders& headers, const model::Profile& profile) {
    const bool absolute = profile.addresses == model::Profile::Addresses::absolute;
    for (const std::size_t place : {to, message_id}) {
        const std::string_view uri = headers[place]->value();
        if (absolute ? !is_absolute_uri(uri) : !is_uri(uri)) {
            return faults::invalid_message_information_header(
                "wsa:" + std::string{known_headers[place].local} + " is no URI");
        }
    }
    if (headers[action]->value().empty()) {
        return faults::invalid_message_information_header("wsa:Action is empty");
    }
    for (const std::size_t place : {to, message_id, action, resource_uri}) {
        if (headers[place] != nullptr && headers[place]->value().size() > longest_uri) {
            return faults::encoding_limit(
                faults::Encoding::URILimitExceeded,
                std::string{known_headers[place].local} + " is longer than 2048 characters");
        }
    }
    return boost::system::in_place_value;
}

/// DSP0226 §5.4.2, §5.4.3: replies go back on the connection, and nowhere else.
Outcome<> check_reply_addresses(const KnownHeaders& headers) {
    for (const std::size_t place : {reply_to, place_of(names::FaultTo)}) {
        if (headers[place] == nullptr) continue;
        const auto address = model::read_reply_address(*headers[place]);
        if (!address) return address.error();
        if (address->address != vocab::anonymous_address) {
            return faults::unsupported_feature(
                faults::Feature::AddressingMode,
                "wsa:" + std::string{known_headers[place].local} + " can only be the anonymous address");
        }
    }
    return boost::system::in_place_value;
}

Outcome<> check_soap_action(const KnownHeaders& headers, const std::optional<std::string>& soap_action) {
    const std::string_view said = headers[action]->value();
    // SOAP 1.1 clients send SOAPAction: "" which says nothing.
    if (soap_action && !soap_action->empty() && *soap_action != said) {
        return faults::action_mismatch(*soap_action, said);
    }
    return boost::system::in_place_value;
}

Outcome<> check_addressing(const KnownHeaders& headers, const std::optional<std::string>& soap_action,
                           const model::Profile& profile) {
    if (auto single = check_single(headers); !single) return single;
    if (auto required = check_required(headers); !required) return required;
    if (auto uris = check_uris(headers, profile); !uris) return uris;
    if (auto replies = check_reply_addresses(headers); !replies) return replies;
    return check_soap_action(headers, soap_action);
}

/// The text of a header, which is not needed there any more.
std::string taken(Element* header) {
    if (header == nullptr) return {};
    const std::string_view value = header->value();
    return value.size() == header->text.size() ? std::move(header->text) : std::string{value};
}

}  // namespace

bool is_identify(const Envelope& envelope) {
    return envelope.body.size() == 1 && envelope.body.front().name == names::wsmid::Identify;
}

Outcome<> check_understood(const Envelope& envelope) {
    const auto missing = soap::not_understood(envelope, known_headers);
    if (!missing) return faults::schema_validation_error("s:mustUnderstand is neither true nor false");
    if (!missing->empty()) return faults::must_understand(*missing);
    return boost::system::in_place_value;
}

Outcome<Request> accept(Envelope envelope, const std::optional<std::string>& soap_action,
                        const Limits& limits, const model::Profile& profile) {
    const KnownHeaders headers{envelope};
    if (auto lawful = check_addressing(headers, soap_action, profile); !lawful) return lawful.error();
    Request request{.action = taken(headers[action]),
                    .to = taken(headers[to]),
                    .message_id = taken(headers[message_id]),
                    .resource_uri = taken(headers[resource_uri]),
                    .profile = &profile};
    if (auto control = read_control_headers(headers, limits, request); !control) return control.error();
    if (const Element* set = headers[place_of(names::SelectorSet)]) {
        auto selectors = model::read_selectors(*set);
        if (!selectors) return selectors.error();
        request.selectors = std::move(*selectors);
    }
    request.body = std::move(envelope.body);
    request.encoding = envelope.encoding;
    return request;
}

}  // namespace assay::service
