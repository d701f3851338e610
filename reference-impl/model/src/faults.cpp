#include "assay/model/faults.hpp"

#include "assay/model/names.hpp"

namespace assay::model::faults {
namespace {

using vocab::QName;
namespace ns = vocab::ns;
namespace fault = vocab::fault;
namespace action = vocab::action;

// SOAP 1.2 part 2 §7.5.2.2: Sender travels with 400, everything else with 500.
constexpr unsigned bad_request = 400;
constexpr unsigned server_error = 500;

/// A fault's action is that of the specification which defines its subcode (DSP0226 §14.1).
std::string_view action_of(const QName& subcode) {
    if (subcode.ns.uri == ns::wsa.uri) return action::AddressingFault;
    if (subcode.ns.uri == ns::wxf.uri) return action::TransferFault;
    if (subcode.ns.uri == ns::wsen.uri) return action::EnumerationFault;
    return action::ManagementFault;
}

Fault sender(const QName& subcode, std::string reason, std::string_view detail = {}) {
    return {.code = fault::Sender,
            .subcode = subcode,
            .action = action_of(subcode),
            .http_status = bad_request,
            .reason = std::move(reason),
            .detail = std::string{detail}};
}

Fault receiver(const QName& subcode, std::string reason, std::string_view detail = {}) {
    Fault made = sender(subcode, std::move(reason), detail);
    made.code = fault::Receiver;
    made.http_status = server_error;
    return made;
}

Fault of_soap(const QName& code, std::string reason) {
    return {.code = code,
            .subcode = std::nullopt,
            .action = action::AddressingFault,
            .http_status = server_error,
            .reason = std::move(reason)};
}

std::string_view word(Representation detail) {
    switch (detail) {
        case Representation::InvalidValues: return "InvalidValues";
        case Representation::MissingValues: return "MissingValues";
        case Representation::InvalidNamespace: return "InvalidNamespace";
        case Representation::InvalidFragment: return "InvalidFragment";
    }
    return {};
}

std::string_view word(Encoding detail) {
    switch (detail) {
        case Encoding::URILimitExceeded: return "URILimitExceeded";
        case Encoding::MaxEnvelopeSize: return "MaxEnvelopeSize";
        case Encoding::MinimumEnvelopeLimit: return "MinimumEnvelopeLimit";
        case Encoding::ServiceEnvelopeLimit: return "ServiceEnvelopeLimit";
        case Encoding::SelectorLimit: return "SelectorLimit";
        case Encoding::OptionLimit: return "OptionLimit";
        case Encoding::CharacterSet: return "CharacterSet";
        case Encoding::UnsupportedCharacter: return "UnsupportedCharacter";
        case Encoding::UnreportableSuccess: return "UnreportableSuccess";
    }
    return {};
}

std::string_view word(Options detail) {
    switch (detail) {
        case Options::NotSupported: return "NotSupported";
        case Options::InvalidName: return "InvalidName";
        case Options::InvalidValue: return "InvalidValue";
    }
    return {};
}

std::string_view word(Selectors detail) {
    switch (detail) {
        case Selectors::InsufficientSelectors: return "InsufficientSelectors";
        case Selectors::UnexpectedSelectors: return "UnexpectedSelectors";
        case Selectors::TypeMismatch: return "TypeMismatch";
        case Selectors::InvalidValue: return "InvalidValue";
        case Selectors::AmbiguousSelectors: return "AmbiguousSelectors";
        case Selectors::DuplicateSelectors: return "DuplicateSelectors";
    }
    return {};
}

std::string_view word(Feature detail) {
    switch (detail) {
        case Feature::AddressingMode: return "AddressingMode";
        case Feature::EnumerationMode: return "EnumerationMode";
        case Feature::FragmentLevelAccess: return "FragmentLevelAccess";
        case Feature::FilteringRequired: return "FilteringRequired";
        case Feature::Locale: return "Locale";
    }
    return {};
}

}  // namespace

Fault version_mismatch() {
    Fault made = of_soap(fault::VersionMismatch, "only SOAP 1.2 envelopes are understood");
    soap::Element upgrade{QName{ns::s, "Upgrade"}};
    soap::Element& supported = upgrade.add(soap::Element{QName{ns::s, "SupportedEnvelope"}});
    supported.attributes.push_back(
        {.name = {"", "qname"}, .value = {}, .qname = soap::Name{soap::names::Envelope}});
    made.headers.push_back(std::move(upgrade));
    return made;
}

Fault must_understand(std::span<const soap::Name> not_understood) {
    Fault made = of_soap(fault::MustUnderstand, "a mandatory header block is not understood");
    for (const soap::Name& name : not_understood) {
        soap::Element block{QName{ns::s, "NotUnderstood"}};
        block.attributes.push_back({.name = {"", "qname"}, .value = {}, .qname = name});
        made.headers.push_back(std::move(block));
    }
    return made;
}

Fault action_not_supported(std::string_view unknown) {
    return sender(fault::ActionNotSupported,
                  "the resource does not support the action " + std::string{unknown.substr(0, 200)});
}

Fault action_mismatch(std::string_view soap_action, std::string_view wsa_action) {
    return sender(fault::ActionNotSupported,
                  "HTTP says action " + std::string{soap_action.substr(0, 200)} + ", wsa:Action says " +
                      std::string{wsa_action.substr(0, 200)},
                  "ActionMismatch");
}

Fault destination_unreachable(std::string reason) {
    return sender(fault::DestinationUnreachable, std::move(reason), "InvalidResourceURI");
}

Fault endpoint_unavailable(std::string reason) {
    return receiver(fault::EndpointUnavailable, std::move(reason), "ResourceOffline");
}

Fault invalid_message_information_header(std::string reason) {
    return sender(fault::InvalidMessageInformationHeader, std::move(reason));
}

Fault message_information_header_required(std::string_view header) {
    return sender(fault::MessageInformationHeaderRequired,
                  "the required header " + std::string{header} + " is missing");
}

Fault invalid_representation(Representation detail, std::string reason) {
    return sender(fault::InvalidRepresentation, std::move(reason), word(detail));
}

Fault cannot_process_filter(std::string reason) {
    return sender(fault::CannotProcessFilter, std::move(reason));
}

Fault filter_dialect_requested_unavailable(std::span<const std::string_view> supported) {
    Fault made = sender(fault::FilterDialectRequestedUnavailable, "the filter dialect is not supported");
    for (const std::string_view dialect : supported) {
        made.more.emplace_back(names::wsen::SupportedDialect, std::string{dialect});
    }
    return made;
}

Fault filtering_not_supported() {
    return sender(fault::FilteringNotSupported, "this resource cannot be filtered");
}

Fault invalid_enumeration_context() {
    return receiver(fault::InvalidEnumerationContext,
                    "the enumeration context is unknown, expired or released");
}

Fault invalid_expiration_time(std::string reason) {
    return sender(fault::InvalidExpirationTime, std::move(reason));
}

Fault enumeration_timed_out() {
    return receiver(fault::EnumerationTimedOut, "the enumeration expired while items were waited for");
}

Fault access_denied(std::string reason) { return sender(fault::AccessDenied, std::move(reason)); }

Fault already_exists(std::string reason) { return sender(fault::AlreadyExists, std::move(reason)); }

Fault cannot_process_fragment(std::string reason) {
    return sender(fault::CannotProcessFragment, std::move(reason));
}

Fault concurrency(std::string reason) { return sender(fault::Concurrency, std::move(reason)); }

Fault encoding_limit(Encoding detail, std::string reason) {
    return sender(fault::EncodingLimit, std::move(reason), word(detail));
}

Fault fragment_dialect_not_supported(std::span<const std::string_view> supported) {
    Fault made = receiver(fault::FragmentDialectNotSupported, "the fragment dialect is not supported");
    for (const std::string_view dialect : supported) {
        made.more.emplace_back(names::FragmentDialect, std::string{dialect});
    }
    return made;
}

Fault internal_error(std::string reason) { return receiver(fault::InternalError, std::move(reason)); }

Fault invalid_options(Options detail, std::string reason) {
    return sender(fault::InvalidOptions, std::move(reason), word(detail));
}

Fault invalid_parameter(Parameter detail, std::string reason) {
    return sender(fault::InvalidParameter, std::move(reason),
                  detail == Parameter::InvalidName ? "InvalidName" : "TypeMismatch");
}

Fault invalid_selectors(Selectors detail, std::string reason) {
    return sender(fault::InvalidSelectors, std::move(reason), word(detail));
}

Fault quota_limit(std::string reason) { return sender(fault::QuotaLimit, std::move(reason)); }

Fault schema_validation_error(std::string reason) {
    return sender(fault::SchemaValidationError, std::move(reason));
}

Fault timed_out() {
    return receiver(fault::TimedOut, "the operation was not finished within wsman:OperationTimeout");
}

Fault unsupported_feature(Feature detail, std::string reason) {
    return sender(fault::UnsupportedFeature, std::move(reason), word(detail));
}

Fault polymorphism_mode_not_supported(std::string reason) {
    return sender(QName{ns::wsmb, "PolymorphismModeNotSupported"}, std::move(reason));
}

}  // namespace assay::model::faults
