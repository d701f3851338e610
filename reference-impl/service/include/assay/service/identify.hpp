// wsmid:Identify (DSP0226 §11).
#pragma once

#include <string>
#include <vector>

#include "assay/model/profile.hpp"
#include "assay/soap/envelope.hpp"

namespace assay::service {

/// What the service says about itself.
struct Identity {
    std::string vendor = "Assay";
    std::string version = {};
    std::vector<std::string> security_profiles = {};
    std::string machine = "localhost";  ///< its name, in faults of the winrm profile
};

/// The reply, without any addressing. Somebody anonymous learns the protocol and how to log on, not what
/// runs here. Everybody else is told the dialect, and what of the specification is declined.
[[nodiscard]] soap::Envelope identify_response(const Identity& identity, const model::Profile& profile,
                                               bool anonymous, soap::Encoding encoding);

}  // namespace assay::service
