// The canary: an Identify before the first case and after each hostile one, so that a crash cannot look like
// a refusal. A BMC is asked Get Channel Authentication Capabilities (IPMI 2.0 §22.13) instead.
#pragma once

#include <optional>
#include <string>

#include "assay/record/exchange.hpp"
#include "assay/record/finding.hpp"
#include "assay/script/ask.hpp"
#include "assay/script/message.hpp"

namespace assay::suite {

inline constexpr const char* canary_label = "canary";

/// What the target at `to.url` is asked.
[[nodiscard]] script::Ask canary_request(const script::Destination& to);

/// What a product says of itself in an IdentifyResponse.
struct Product {
    std::string vendor;
    std::string version;
};

/// Nothing when the exchange brought no IdentifyResponse.
[[nodiscard]] std::optional<Product> product_of(const record::Exchange& exchange);

/// Did the service outlive what came before this canary?
/// @param first the canary before all cases: a service that did not know Identify then has only to answer
/// @return a finding of rule service.survives or bmc.survives when it did not
[[nodiscard]] std::optional<record::Finding> canary_finding(const record::Exchange& canary,
                                                            const record::Exchange* first);

}  // namespace assay::suite
