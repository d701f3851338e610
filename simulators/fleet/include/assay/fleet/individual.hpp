// What tells the BMCs of a fleet apart: everything that a client could take two of them for one by.
#pragma once

#include <cstdint>

#include "assay/bmc/chassis_model.hpp"

namespace assay::fleet {

/// Makes `member` the fleet's `index`-th of `model`: GUID, MAC address, system name and the serial numbers of
/// FRU inventories are derived from the index; the first is the model itself. Everything else stays shared.
/// @param member a copy of `model`, or of an earlier member
void individualise(bmc::ChassisModel& member, const bmc::ChassisModel& model, std::uint32_t index);

/// The seed of a member's sensors; a fleet that stands still does so in every member.
[[nodiscard]] std::uint64_t seed_of(std::uint64_t seed, std::uint32_t index);

}  // namespace assay::fleet
