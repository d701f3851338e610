#include "fault_table.hpp"

#include <algorithm>
#include <array>

#include "assay/vocab/rule.hpp"

namespace assay::rules {
namespace {

namespace ns = vocab::ns;
using vocab::rule;
using vocab::fault::Receiver;
using vocab::fault::Sender;
using Word = std::string_view;

constexpr Word details_of_action_not_supported[] = {"ActionMismatch"};
constexpr Word details_of_destination_unreachable[] = {"InvalidResourceURI"};
constexpr Word details_of_encoding_limit[] = {
    "URILimitExceeded",     "MaxEnvelopeSize",     "MinimumEnvelopeLimit", "MaxEnvelopeSizeExceeded",
    "ServiceEnvelopeLimit", "SelectorLimit",       "OptionLimit",          "CharacterSet",
    "UnsupportedCharacter", "UnreportableSuccess", "Whitespace",           "EncodingType"};
constexpr Word details_of_endpoint_unavailable[] = {"ResourceOffline"};
constexpr Word details_of_event_source_unable_to_process[] = {"UnusableAddress"};
constexpr Word details_of_filtering_requested_unavailable[] = {"FilteringRequired"};
constexpr Word details_of_invalid_bookmark[] = {"Expired", "Invalid"};
constexpr Word details_of_invalid_options[] = {"NotSupported", "InvalidName", "InvalidValue"};
constexpr Word details_of_invalid_parameter[] = {"TypeMismatch", "InvalidName"};
constexpr Word details_of_invalid_representation[] = {"InvalidValues", "MissingValues", "InvalidNamespace",
                                                      "InvalidFragment"};
constexpr Word details_of_invalid_selectors[] = {"InsufficientSelectors", "UnexpectedSelectors",
                                                 "TypeMismatch",          "InvalidValue",
                                                 "AmbiguousSelectors",    "DuplicateSelectors"};
constexpr Word details_of_unsupported_feature[] = {"AddressingMode",
                                                   "Ack",
                                                   "AsynchronousRequest",
                                                   "AuthorizationMode",
                                                   "Bookmarks",
                                                   "DeliveryRetries",
                                                   "EnumerationMode",
                                                   "ExpirationTime",
                                                   "FilteringRequired",
                                                   "FormatMismatch",
                                                   "FormatSecurityToken",
                                                   "FragmentLevelAccess",
                                                   "Heartbeats",
                                                   "InsecureAddress",
                                                   "InvalidNamespace",
                                                   "InvalidValues",
                                                   "Locale",
                                                   "MaxElements",
                                                   "MaxEnvelopePolicy",
                                                   "MaxEnvelopeSize",
                                                   "MaxTime",
                                                   "MissingValues",
                                                   "OperationTimeout",
                                                   "OptionSet"};

constexpr auto never = DetailUse::never;
constexpr auto sometimes = DetailUse::sometimes;
constexpr auto always = DetailUse::always;

constexpr FaultRow rows[] = {
    {rule("fault.table.wsman.accessdenied"), {ns::wsman, "AccessDenied"}, Sender, never, {}},
    {rule("fault.table.wsa.actionnotsupported"),
     {ns::wsa, "ActionNotSupported"},
     Sender,
     sometimes,
     details_of_action_not_supported},
    {rule("fault.table.wsman.alreadyexists"), {ns::wsman, "AlreadyExists"}, Sender, never, {}},
    {rule("fault.table.wsen.cannotprocessfilter"), {ns::wsen, "CannotProcessFilter"}, Sender, never, {}},
    {rule("fault.table.wsman.cannotprocessfilter"), {ns::wsman, "CannotProcessFilter"}, Sender, never, {}},
    {rule("fault.table.wsman.concurrency"), {ns::wsman, "Concurrency"}, Sender, never, {}},
    {rule("fault.table.wse.deliverymoderequestedunavailable"),
     {ns::wse, "DeliveryModeRequestedUnavailable"},
     Sender,
     never,
     {}},
    {rule("fault.table.wsman.deliveryrefused"), {ns::wsman, "DeliveryRefused"}, Receiver, never, {}},
    {rule("fault.table.wsa.destinationunreachable"),
     {ns::wsa, "DestinationUnreachable"},
     Sender,
     sometimes,
     details_of_destination_unreachable},
    {rule("fault.table.wsman.encodinglimit"),
     {ns::wsman, "EncodingLimit"},
     Sender,
     always,
     details_of_encoding_limit},
    {rule("fault.table.wsa.endpointunavailable"),
     {ns::wsa, "EndpointUnavailable"},
     Receiver,
     sometimes,
     details_of_endpoint_unavailable},
    {rule("fault.table.wsman.eventdelivertounusable"),
     {ns::wsman, "EventDeliverToUnusable"},
     Sender,
     never,
     {}},
    {rule("fault.table.wse.eventsourceunabletoprocess"),
     {ns::wse, "EventSourceUnableToProcess"},
     Sender,
     sometimes,
     details_of_event_source_unable_to_process},
    {rule("fault.table.wsen.filterdialectrequestedunavailable"),
     {ns::wsen, "FilterDialectRequestedUnavailable"},
     Sender,
     never,
     {}},
    {rule("fault.table.wse.filteringnotsupported"), {ns::wse, "FilteringNotSupported"}, Sender, never, {}},
    {rule("fault.table.wsen.filteringnotsupported"), {ns::wsen, "FilteringNotSupported"}, Sender, never, {}},
    {rule("fault.table.wse.filteringrequestedunavailable"),
     {ns::wse, "FilteringRequestedUnavailable"},
     Sender,
     sometimes,
     details_of_filtering_requested_unavailable},
    {rule("fault.table.wsman.fragmentdialectnotsupported"),
     {ns::wsman, "FragmentDialectNotSupported"},
     Receiver,
     never,
     {}},
    {rule("fault.table.wsman.internalerror"), {ns::wsman, "InternalError"}, Receiver, never, {}},
    {rule("fault.table.wsman.invalidbookmark"),
     {ns::wsman, "InvalidBookmark"},
     Sender,
     always,
     details_of_invalid_bookmark},
    {rule("fault.table.wsen.invalidenumerationcontext"),
     {ns::wsen, "InvalidEnumerationContext"},
     Receiver,
     never,
     {}},
    {rule("fault.table.wse.invalidexpirationtime"), {ns::wse, "InvalidExpirationTime"}, Sender, never, {}},
    {rule("fault.table.wsen.invalidexpirationtime"), {ns::wsen, "InvalidExpirationTime"}, Sender, never, {}},
    {rule("fault.table.wse.invalidmessage"), {ns::wse, "InvalidMessage"}, Sender, never, {}},
    {rule("fault.table.wsa.invalidmessageinformationheader"),
     {ns::wsa, "InvalidMessageInformationHeader"},
     Sender,
     never,
     {}},
    {rule("fault.table.wsman.invalidoptions"),
     {ns::wsman, "InvalidOptions"},
     Sender,
     always,
     details_of_invalid_options},
    {rule("fault.table.wsman.invalidparameter"),
     {ns::wsman, "InvalidParameter"},
     Sender,
     sometimes,
     details_of_invalid_parameter},
    {rule("fault.table.wxf.invalidrepresentation"),
     {ns::wxf, "InvalidRepresentation"},
     Sender,
     always,
     details_of_invalid_representation},
    {rule("fault.table.wsman.invalidselectors"),
     {ns::wsman, "InvalidSelectors"},
     Sender,
     always,
     details_of_invalid_selectors},
    {rule("fault.table.wsa.messageinformationheaderrequired"),
     {ns::wsa, "MessageInformationHeaderRequired"},
     Sender,
     never,
     {}},
    {rule("fault.table.wsman.noack"), {ns::wsman, "NoAck"}, Sender, never, {}},
    {rule("fault.table.wsman.quotalimit"), {ns::wsman, "QuotaLimit"}, Sender, never, {}},
    {rule("fault.table.wsman.schemavalidationerror"),
     {ns::wsman, "SchemaValidationError"},
     Sender,
     never,
     {}},
    {rule("fault.table.wsen.timedout"), {ns::wsen, "TimedOut"}, Receiver, never, {}},
    {rule("fault.table.wsman.timedout"), {ns::wsman, "TimedOut"}, Receiver, never, {}},
    {rule("fault.table.wse.unabletorenew"), {ns::wse, "UnableToRenew"}, Sender, never, {}},
    {rule("fault.table.wse.unsupportedexpirationtype"),
     {ns::wse, "UnsupportedExpirationType"},
     Sender,
     never,
     {}},
    {rule("fault.table.wsen.unsupportedexpirationtype"),
     {ns::wsen, "UnsupportedExpirationType"},
     Sender,
     never,
     {}},
    {rule("fault.table.wsman.unsupportedfeature"),
     {ns::wsman, "UnsupportedFeature"},
     Sender,
     always,
     details_of_unsupported_feature},
    {rule("fault.table.wsmb.polymorphismmodenotsupported"),
     {ns::wsmb, "PolymorphismModeNotSupported"},
     Sender,
     never,
     {}},
};

}  // namespace

std::span<const FaultRow> fault_table() { return rows; }

const FaultRow* fault_row(std::string_view uri, std::string_view local) {
    const auto* const row = std::ranges::find_if(rows, [&](const FaultRow& each) {
        return each.subcode.local == local && each.subcode.ns.uri == uri;
    });
    return row == std::end(rows) ? nullptr : row;
}

}  // namespace assay::rules
