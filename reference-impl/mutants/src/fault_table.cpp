// DSP0226 §14.6: the codes and details of the master table.
#include <array>

#include "assay/mutants/mutant.hpp"
#include "assay/vocab/rule.hpp"
#include "seams.hpp"
#include "surgery.hpp"

namespace assay::mutants {
namespace {

using vocab::rule;
namespace fault = vocab::fault;

struct WrongCode {
    std::string_view id;
    std::string_view violates;
    QName subcode;
    QName code;
};

constexpr std::array wrong_codes{
    WrongCode{"action-not-supported-by-the-receiver", rule("fault.table.wsa.actionnotsupported"),
              fault::ActionNotSupported, fault::Receiver},
    WrongCode{"endpoint-unavailable-by-the-sender", rule("fault.table.wsa.endpointunavailable"),
              fault::EndpointUnavailable, fault::Sender},
    WrongCode{"bad-header-by-the-receiver", rule("fault.table.wsa.invalidmessageinformationheader"),
              fault::InvalidMessageInformationHeader, fault::Receiver},
    WrongCode{"missing-header-by-the-receiver", rule("fault.table.wsa.messageinformationheaderrequired"),
              fault::MessageInformationHeaderRequired, fault::Receiver},
    WrongCode{"bad-filter-by-the-receiver", rule("fault.table.wsen.cannotprocessfilter"),
              fault::CannotProcessFilter, fault::Receiver},
    WrongCode{"filter-dialect-by-the-receiver", rule("fault.table.wsen.filterdialectrequestedunavailable"),
              fault::FilterDialectRequestedUnavailable, fault::Receiver},
    WrongCode{"bad-expiry-by-the-receiver", rule("fault.table.wsen.invalidexpirationtime"),
              fault::InvalidExpirationTime, fault::Receiver},
    WrongCode{"already-exists-by-the-receiver", rule("fault.table.wsman.alreadyexists"), fault::AlreadyExists,
              fault::Receiver},
    WrongCode{"concurrency-by-the-receiver", rule("fault.table.wsman.concurrency"), fault::Concurrency,
              fault::Receiver},
    WrongCode{"encoding-limit-by-the-receiver", rule("fault.table.wsman.encodinglimit"), fault::EncodingLimit,
              fault::Receiver},
    WrongCode{"fragment-dialect-by-the-sender", rule("fault.table.wsman.fragmentdialectnotsupported"),
              fault::FragmentDialectNotSupported, fault::Sender},
    WrongCode{"internal-error-by-the-sender", rule("fault.table.wsman.internalerror"), fault::InternalError,
              fault::Sender},
    WrongCode{"invalid-options-by-the-receiver", rule("fault.table.wsman.invalidoptions"),
              fault::InvalidOptions, fault::Receiver},
    WrongCode{"bad-fragment-expression-by-the-receiver", rule("fault.table.wsman.cannotprocessfilter"),
              fault::CannotProcessFragment, fault::Receiver},
    WrongCode{"enumeration-timed-out-by-the-sender", rule("fault.table.wsen.timedout"),
              fault::EnumerationTimedOut, fault::Sender},
    WrongCode{"invalid-selectors-by-the-receiver", rule("fault.table.wsman.invalidselectors"),
              fault::InvalidSelectors, fault::Receiver},
    WrongCode{"broken-schema-by-the-receiver", rule("fault.table.wsman.schemavalidationerror"),
              fault::SchemaValidationError, fault::Receiver},
    WrongCode{"unsupported-feature-by-the-receiver", rule("fault.table.wsman.unsupportedfeature"),
              fault::UnsupportedFeature, fault::Receiver},
    WrongCode{"invalid-representation-by-the-receiver", rule("fault.table.wxf.invalidrepresentation"),
              fault::InvalidRepresentation, fault::Receiver},
};

struct LostDetail {
    std::string_view id;
    std::string_view violates;
    std::string_view detail;
};

constexpr std::array lost_details{
    LostDetail{"name-of-an-option-not-blamed", rule("fault.table.wsman.invalidoptions.invalidname"),
               "InvalidName"},
    LostDetail{"services-bound-not-blamed", rule("fault.table.wsman.encodinglimit.serviceenvelopelimit"),
               "ServiceEnvelopeLimit"},
    LostDetail{"unreachable-for-no-reason", rule("fault.table.wsa.destinationunreachable.invalidresourceuri"),
               "InvalidResourceURI"},
    LostDetail{"off-line-for-no-reason", rule("fault.table.wsa.endpointunavailable.resourceoffline"),
               "ResourceOffline"},
    LostDetail{"character-set-not-blamed", rule("fault.table.wsman.encodinglimit.characterset"),
               "CharacterSet"},
    LostDetail{"clients-bound-not-blamed", rule("fault.table.wsman.encodinglimit.maxenvelopesize"),
               "MaxEnvelopeSize"},
    LostDetail{"small-bound-not-blamed", rule("fault.table.wsman.encodinglimit.minimumenvelopelimit"),
               "MinimumEnvelopeLimit"},
    LostDetail{"long-option-not-blamed", rule("fault.table.wsman.encodinglimit.optionlimit"), "OptionLimit"},
    LostDetail{"long-selector-not-blamed", rule("fault.table.wsman.encodinglimit.selectorlimit"),
               "SelectorLimit"},
    LostDetail{"long-uri-not-blamed", rule("fault.table.wsman.encodinglimit.urilimitexceeded"),
               "URILimitExceeded"},
    LostDetail{"unsupported-option-not-blamed", rule("fault.table.wsman.invalidoptions.notsupported"),
               "NotSupported"},
    LostDetail{"ambiguity-not-blamed", rule("fault.table.wsman.invalidselectors.ambiguousselectors"),
               "AmbiguousSelectors"},
    LostDetail{"doubled-selector-not-blamed", rule("fault.table.wsman.invalidselectors.duplicateselectors"),
               "DuplicateSelectors"},
    LostDetail{"too-few-selectors-not-blamed",
               rule("fault.table.wsman.invalidselectors.insufficientselectors"), "InsufficientSelectors"},
    LostDetail{"selector-value-not-blamed", rule("fault.table.wsman.invalidselectors.invalidvalue"),
               "InvalidValue"},
    LostDetail{"selector-type-not-blamed", rule("fault.table.wsman.invalidselectors.typemismatch"),
               "TypeMismatch"},
    LostDetail{"unexpected-selector-not-blamed",
               rule("fault.table.wsman.invalidselectors.unexpectedselectors"), "UnexpectedSelectors"},
    LostDetail{"addressing-mode-not-blamed", rule("fault.table.wsman.unsupportedfeature.addressingmode"),
               "AddressingMode"},
    LostDetail{"enumeration-mode-not-blamed", rule("fault.table.wsman.unsupportedfeature.enumerationmode"),
               "EnumerationMode"},
    LostDetail{"locale-not-blamed", rule("fault.table.wsman.unsupportedfeature.locale"), "Locale"},
    LostDetail{"namespace-not-blamed", rule("fault.table.wxf.invalidrepresentation.invalidnamespace"),
               "InvalidNamespace"},
    LostDetail{"values-not-blamed", rule("fault.table.wxf.invalidrepresentation.invalidvalues"),
               "InvalidValues"},
    LostDetail{"missing-values-not-blamed", rule("fault.table.wxf.invalidrepresentation.missingvalues"),
               "MissingValues"},
};

/// A fault that a service without a feature answers with, and which leaves out what the table wants said.
struct Unexplained {
    std::string_view id;
    std::string_view violates;
    bool (*is_cause)(const Envelope& request);
};

bool has(const Envelope& request, const QName& header) { return request.header(header) != nullptr; }

bool enumerates_with(const Envelope& request, const QName& parameter) {
    const Element* enumerate = body_child(request, names::wsen::Enumerate);
    return enumerate != nullptr && enumerate->child(parameter) != nullptr;
}

constexpr std::array unexplained{
    Unexplained{"expiry-refused-unexplained", rule("fault.table.wsman.unsupportedfeature.expirationtime"),
                [](const Envelope& request) { return enumerates_with(request, names::wsen::Expires); }},
    Unexplained{"fragments-refused-unexplained",
                rule("fault.table.wsman.unsupportedfeature.fragmentlevelaccess"),
                [](const Envelope& request) { return has(request, names::FragmentTransfer); }},
    Unexplained{"timeout-refused-unexplained", rule("fault.table.wsman.unsupportedfeature.operationtimeout"),
                [](const Envelope& request) { return has(request, names::OperationTimeout); }},
    Unexplained{"max-time-refused-unexplained", rule("fault.table.wsman.unsupportedfeature.maxtime"),
                [](const Envelope& request) {
                    const Element* pull = body_child(request, names::wsen::Pull);
                    return pull != nullptr && pull->child(names::wsen::MaxTime) != nullptr;
                }},
    Unexplained{"options-refused-unexplained", rule("fault.table.wsman.unsupportedfeature.optionset"),
                [](const Envelope& request) { return has(request, names::OptionSet); }},
};

}  // namespace

void add_fault_table_mutants(Mutants& mutants) {
    for (const WrongCode& each : wrong_codes) {
        mutants.push_back(
            {each.id, each.violates, "Faults of a subcode have the code of the other side",
             on_reply([subcode = each.subcode, code = each.code](const Envelope&, Envelope& reply) {
                 set_code(reply, subcode, code);
             })});
    }
    for (const LostDetail& each : lost_details) {
        mutants.push_back({each.id, each.violates, "Faults do not tell a certain detail",
                           on_reply([detail = each.detail](const Envelope&, Envelope& reply) {
                               drop_detail(reply, detail);
                           })});
    }
    for (const Unexplained& each : unexplained) {
        mutants.push_back({each.id, each.violates, "A feature is refused without a word on which",
                           on_reply([is_cause = each.is_cause](const Envelope& request, Envelope& reply) {
                               if (is_cause(request)) refuse(reply, fault::UnsupportedFeature);
                           })});
    }
}

}  // namespace assay::mutants
