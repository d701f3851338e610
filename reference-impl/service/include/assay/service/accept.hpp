// Envelope → Request: everything a message must get right before a resource sees it.
#pragma once

#include <optional>
#include <string>

#include "assay/model/request.hpp"
#include "assay/service/limits.hpp"

namespace assay::service {

/// Is the message wsmid:Identify (DSP0226 §11)? It has no addressing, and headers beside it do not matter.
[[nodiscard]] bool is_identify(const soap::Envelope& envelope);

/// Are all mandatory header blocks understood (SOAP 1.2 part 1 §2.6)? Comes before every other check.
[[nodiscard]] model::Outcome<> check_understood(const soap::Envelope& envelope);

/// Reads and checks the headers, addressing before anything that depends on the target, so that a missing
/// header is never reported as an unreachable destination.
/// @param soap_action  what HTTP says the action is (SOAPAction or the media type's action parameter)
[[nodiscard]] model::Outcome<model::Request> accept(soap::Envelope envelope,
                                                    const std::optional<std::string>& soap_action,
                                                    const Limits& limits,
                                                    const model::Profile& profile = model::dmtf);

}  // namespace assay::service
