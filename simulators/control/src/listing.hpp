// What a BMC is like at the moment, as JSON.
#pragma once

#include <nlohmann/json.hpp>

#include "assay/control/desk.hpp"

namespace assay::control {

using Json = nlohmann::ordered_json;

[[nodiscard]] Json status_of(Plant& plant, std::uint32_t index);
[[nodiscard]] Json sensors_of(const bmc::Chassis& chassis);
/// The SEL, oldest first; `data` are the 16 octets of a record.
[[nodiscard]] Json log_of(bmc::Chassis& chassis);
[[nodiscard]] Json users_of(const bmc::Chassis& chassis, base::Instant now);
[[nodiscard]] Json frus_of(bmc::Chassis& chassis);
[[nodiscard]] Json scenarios_of(bmc::Chassis& chassis);

}  // namespace assay::control
