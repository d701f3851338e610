// The faults of the master table (DSP0226 §14.6) that the service raises, one factory each. A factory
// fixes code, subcode, action and HTTP status; callers say the detail and what happened.
#pragma once

#include <span>

#include "assay/model/fault.hpp"

namespace assay::model::faults {

// SOAP 1.2 part 1 §5.4.6 to §5.4.8
[[nodiscard]] Fault version_mismatch();
[[nodiscard]] Fault must_understand(std::span<const soap::Name> not_understood);

// WS-Addressing 2004/08 §4
[[nodiscard]] Fault action_not_supported(std::string_view action);
[[nodiscard]] Fault action_mismatch(std::string_view soap_action, std::string_view action);
[[nodiscard]] Fault destination_unreachable(std::string reason);
[[nodiscard]] Fault endpoint_unavailable(std::string reason);
[[nodiscard]] Fault invalid_message_information_header(std::string reason);
[[nodiscard]] Fault message_information_header_required(std::string_view header);

// WS-Transfer
enum class Representation { InvalidValues, MissingValues, InvalidNamespace, InvalidFragment };
[[nodiscard]] Fault invalid_representation(Representation detail, std::string reason);

// WS-Enumeration
[[nodiscard]] Fault cannot_process_filter(std::string reason);
[[nodiscard]] Fault filter_dialect_requested_unavailable(std::span<const std::string_view> supported);
[[nodiscard]] Fault filtering_not_supported();
[[nodiscard]] Fault invalid_enumeration_context();
[[nodiscard]] Fault invalid_expiration_time(std::string reason);
/// wsen:TimedOut: the enumeration expired while somebody waited for its members.
[[nodiscard]] Fault enumeration_timed_out();

// DSP0226
enum class Encoding {
    URILimitExceeded,
    MaxEnvelopeSize,
    MinimumEnvelopeLimit,
    ServiceEnvelopeLimit,
    SelectorLimit,
    OptionLimit,
    CharacterSet,
    UnsupportedCharacter,
    UnreportableSuccess,
};
enum class Options { NotSupported, InvalidName, InvalidValue };
enum class Selectors {
    InsufficientSelectors,
    UnexpectedSelectors,
    TypeMismatch,
    InvalidValue,
    AmbiguousSelectors,
    DuplicateSelectors,
};
enum class Feature {
    AddressingMode,
    EnumerationMode,
    FilteringRequired,
    FragmentLevelAccess,
    Locale,
};
enum class Parameter { TypeMismatch, InvalidName };
[[nodiscard]] Fault access_denied(std::string reason);
[[nodiscard]] Fault already_exists(std::string reason);
/// wsman:CannotProcessFilter: the expression of a fragment is wrong or beyond what is supported (§7.7).
[[nodiscard]] Fault cannot_process_fragment(std::string reason);
[[nodiscard]] Fault concurrency(std::string reason);
[[nodiscard]] Fault encoding_limit(Encoding detail, std::string reason);
[[nodiscard]] Fault fragment_dialect_not_supported(std::span<const std::string_view> supported);
[[nodiscard]] Fault internal_error(std::string reason);
[[nodiscard]] Fault invalid_options(Options detail, std::string reason);
[[nodiscard]] Fault invalid_parameter(Parameter detail, std::string reason);
[[nodiscard]] Fault invalid_selectors(Selectors detail, std::string reason);
[[nodiscard]] Fault quota_limit(std::string reason);
[[nodiscard]] Fault schema_validation_error(std::string reason);
[[nodiscard]] Fault timed_out();
[[nodiscard]] Fault unsupported_feature(Feature detail, std::string reason);

// DSP0227
[[nodiscard]] Fault polymorphism_mode_not_supported(std::string reason);

}  // namespace assay::model::faults
