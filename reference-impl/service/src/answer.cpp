#include "assay/service/answer.hpp"

#include "assay/model/names.hpp"
#include "assay/model/reasons.hpp"
#include "control_headers.hpp"

namespace assay::service {
namespace {

using soap::Element;
using soap::Envelope;
namespace names = model::names;

/// WS-Addressing 2004/08 §3.1: what a reply relates to when the request had no readable MessageID.
constexpr std::string_view unspecified_message =
    "http://schemas.xmlsoap.org/ws/2004/08/addressing/id/unspecified";

std::string_view language_of(const Envelope& request) {
    const Element* locale = request.header(names::Locale);
    const std::string* tag = locale == nullptr ? nullptr : locale->attribute(soap::names::lang);
    const std::string_view spoken = tag == nullptr ? "" : model::spoken_language(*tag);
    return spoken.empty() ? "en" : spoken;
}

std::size_t bound_of(const Envelope& request) {
    const Element* size = request.header(names::MaxEnvelopeSize);
    const auto octets = size == nullptr ? std::nullopt : parse_positive(size->value());
    return octets.value_or(SIZE_MAX);
}

ReplyTo address_in(const Envelope& request, const vocab::QName& header_name) {
    ReplyTo reply{
        .encoding = request.encoding, .language = language_of(request), .most_octets = bound_of(request)};
    if (const Element* id = request.header(names::MessageID)) reply.relates_to = std::string{id->value()};
    const Element* header = request.header(header_name);
    if (header == nullptr) return reply;
    auto address = model::read_reply_address(*header);
    // Another address than the connection's is refused, and the refusal has to travel on the connection.
    if (!address || address->address != vocab::anonymous_address) return reply;
    reply.to = std::move(address->address);
    reply.parameters = std::move(address->parameters);
    return reply;
}

Envelope addressed(std::string_view action, const ReplyTo& reply, std::string message_id) {
    Envelope envelope{.encoding = reply.encoding};
    envelope.headers.reserve(5 + reply.parameters.size());
    envelope.headers.emplace_back(names::To, reply.to);
    envelope.headers.emplace_back(names::Action, std::string{action});
    envelope.headers.emplace_back(names::MessageID, std::move(message_id));
    envelope.headers.emplace_back(
        names::RelatesTo, reply.relates_to.empty() ? std::string{unspecified_message} : reply.relates_to);
    envelope.headers.insert(envelope.headers.end(), reply.parameters.begin(), reply.parameters.end());
    return envelope;
}

}  // namespace

ReplyTo reply_address(const Envelope& request) { return address_in(request, names::ReplyTo); }

ReplyTo fault_address(const Envelope& request) {
    return address_in(request, request.header(names::FaultTo) == nullptr ? names::ReplyTo : names::FaultTo);
}

Envelope to_envelope(Answer answer, const ReplyTo& reply, std::string message_id) {
    Envelope envelope = addressed(answer.action, reply, std::move(message_id));
    for (Element& header : answer.headers) envelope.headers.push_back(std::move(header));
    envelope.body = std::move(answer.body);
    return envelope;
}

Envelope to_envelope(const model::Fault& fault, const ReplyTo& reply, std::string message_id) {
    Envelope envelope = addressed(fault.action, reply, std::move(message_id));
    envelope.headers.insert(envelope.headers.end(), fault.headers.begin(), fault.headers.end());
    envelope.body.push_back(model::to_element(fault, reply.language));
    return envelope;
}

}  // namespace assay::service
