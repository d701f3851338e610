// wsen:Expires: when something ends, in the form in which it was asked for.
#pragma once

#include "assay/model/request.hpp"

namespace assay::service {

/// When an enumeration ends, and how the client is told.
struct Expiry {
    base::Instant at;
    std::string told;
};

/// Durations and absolute times are both taken, and cut to what the service grants.
/// @param expires  nullptr: as long as the service grants
/// @return the fault InvalidExpirationTime for what is none, or is over already.
[[nodiscard]] model::Outcome<Expiry> read_expiry(const soap::Element* expires, const model::Request& request,
                                                 std::chrono::seconds most);

}  // namespace assay::service
