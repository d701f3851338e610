#include "assay/model/fault_number.hpp"

#include <algorithm>
#include <array>

namespace assay::model {
namespace {

using vocab::QName;
namespace fault = vocab::fault;

constexpr vocab::Namespace wsmanfault{"f", "http://schemas.microsoft.com/wbem/wsman/1/wsmanfault"};

struct Number {
    QName name;               ///< the subcode, or the code of a fault that has none
    std::string_view detail;  ///< empty: any other
    std::uint32_t number;
};

/// ERROR_ACCESS_DENIED and ERROR_INTERNAL_ERROR of Windows itself, and ERROR_WSMAN_*. The detail that fits
/// stands before the row for all others.
constexpr std::array numbers{
    Number{fault::VersionMismatch, "", 0x8033800D},
    Number{fault::MustUnderstand, "", 0x80338010},
    Number{fault::AccessDenied, "", 5},
    Number{fault::ActionNotSupported, "ActionMismatch", 0x80338031},
    Number{fault::ActionNotSupported, "", 0x80338013},
    Number{fault::AlreadyExists, "", 0x80338033},
    Number{fault::CannotProcessFilter, "", 0x8033801A},
    Number{fault::Concurrency, "", 0x80338032},
    Number{fault::DestinationUnreachable, "InvalidResourceURI", 0x80338000},
    Number{fault::DestinationUnreachable, "", 0x80338012},
    Number{fault::EncodingLimit, "URILimitExceeded", 0x8033802D},
    Number{fault::EncodingLimit, "MinimumEnvelopeLimit", 0x8033807E},
    Number{fault::EncodingLimit, "MaxEnvelopeSize", 0x80338047},
    Number{fault::EncodingLimit, "ServiceEnvelopeLimit", 0x80338049},
    Number{fault::EncodingLimit, "SelectorLimit", 0x8033804A},
    Number{fault::EncodingLimit, "OptionLimit", 0x8033804B},
    Number{fault::EncodingLimit, "CharacterSet", 0x8033804C},
    Number{fault::EncodingLimit, "UnreportableSuccess", 0x8033804D},
    Number{fault::EncodingLimit, "", 0x80338035},
    Number{fault::EndpointUnavailable, "", 0x80338014},
    Number{fault::EnumerationTimedOut, "", 0x8033801C},
    Number{fault::FilterDialectRequestedUnavailable, "", 0x80338019},
    Number{fault::FilteringNotSupported, "", 0x80338018},
    Number{fault::FragmentDialectNotSupported, "", 0x80338090},
    Number{fault::InternalError, "", 1359},
    Number{fault::InvalidEnumerationContext, "", 0x8033801B},
    Number{fault::InvalidExpirationTime, "", 0x80338016},
    Number{fault::InvalidMessageInformationHeader, "", 0x8033800F},
    Number{fault::InvalidOptions, "NotSupported", 0x80338051},
    Number{fault::InvalidOptions, "InvalidName", 0x80338052},
    Number{fault::InvalidOptions, "InvalidValue", 0x80338053},
    Number{fault::InvalidParameter, "TypeMismatch", 0x80338054},
    Number{fault::InvalidParameter, "InvalidName", 0x80338055},
    Number{fault::InvalidParameter, "", 0x8033803A},
    Number{fault::InvalidRepresentation, "InvalidValues", 0x80338056},
    Number{fault::InvalidRepresentation, "MissingValues", 0x80338057},
    Number{fault::InvalidRepresentation, "InvalidNamespace", 0x80338058},
    Number{fault::InvalidRepresentation, "InvalidFragment", 0x80338059},
    Number{fault::InvalidRepresentation, "", 0x80338015},
    Number{fault::InvalidSelectors, "InsufficientSelectors", 0x8033805A},
    Number{fault::InvalidSelectors, "UnexpectedSelectors", 0x8033805B},
    Number{fault::InvalidSelectors, "TypeMismatch", 0x8033805C},
    Number{fault::InvalidSelectors, "InvalidValue", 0x8033805D},
    Number{fault::InvalidSelectors, "AmbiguousSelectors", 0x8033805E},
    Number{fault::InvalidSelectors, "DuplicateSelectors", 0x8033805F},
    Number{fault::InvalidSelectors, "", 0x8033803D},
    Number{fault::MessageInformationHeaderRequired, "", 0x80338011},
    Number{fault::PolymorphismModeNotSupported, "", 0x80338137},
    Number{fault::QuotaLimit, "", 0x8033803F},
    Number{fault::SchemaValidationError, "", 0x80338041},
    Number{fault::TimedOut, "", 0x80338029},
    Number{fault::UnsupportedExpirationType, "", 0x8033811C},
    Number{fault::UnsupportedFeature, "AddressingMode", 0x80338076},
    Number{fault::UnsupportedFeature, "EnumerationMode", 0x80338086},
    Number{fault::UnsupportedFeature, "ExpirationTime", 0x80338068},
    Number{fault::UnsupportedFeature, "FilteringRequired", 0x80338070},
    Number{fault::UnsupportedFeature, "FragmentLevelAccess", 0x80338077},
    Number{fault::UnsupportedFeature, "Locale", 0x80338067},
    Number{fault::UnsupportedFeature, "MaxElements", 0x8033811D},
    Number{fault::UnsupportedFeature, "MaxEnvelopePolicy", 0x8033806F},
    Number{fault::UnsupportedFeature, "MaxTime", 0x8033806D},
    Number{fault::UnsupportedFeature, "OperationTimeout", 0x80338066},
    Number{fault::UnsupportedFeature, "", 0x80338042},
};

}  // namespace

std::uint32_t fault_number(const Fault& fault) {
    const QName name = fault.subcode.value_or(fault.code);
    const auto found = std::ranges::find_if(numbers, [&](const Number& each) {
        return each.name == name && (each.detail.empty() || each.detail == fault.detail);
    });
    return found == numbers.end() ? fault_number({.code = fault::Receiver, .subcode = fault::InternalError})
                                  : found->number;
}

soap::Element wsman_fault(const Fault& fault, const std::string& machine) {
    soap::Element element{QName{wsmanfault, "WSManFault"}};
    element.set({"", "Code"}, std::to_string(fault_number(fault)));
    element.set({"", "Machine"}, machine);
    element.add(QName{wsmanfault, "Message"}, fault.reason);
    return element;
}

}  // namespace assay::model
