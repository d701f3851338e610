// The control headers of DSP0226 §6.
#pragma once

#include "assay/model/request.hpp"
#include "assay/service/limits.hpp"
#include "known_headers.hpp"

namespace assay::service {

/// Reads OperationTimeout, MaxEnvelopeSize, Locale, OptionSet, RequestEPR, the count estimate and
/// FragmentTransfer into `request`; a fragment of anything but a representation is refused.
[[nodiscard]] model::Outcome<> read_control_headers(const KnownHeaders& headers, const Limits& limits,
                                                    model::Request& request);

/// xs:positiveInteger, white space trimmed; large values saturate.
/// @return nothing when `text` is none.
[[nodiscard]] std::optional<std::uint64_t> parse_positive(std::string_view text);

}  // namespace assay::service
