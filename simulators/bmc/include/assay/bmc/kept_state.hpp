// What outlives a loss of standby power, as TOML that a person can read and mend: the settings that IPMI 2.0,
// DCMI 1.5 and HPM.1 call non-volatile, and the logs. Sans-io: whoever has a disk keeps the text.
#pragma once

#include <string>
#include <string_view>

#include "assay/bmc/chassis.hpp"

namespace assay::bmc {

inline constexpr int kept_state_format = 1;  ///< of the text; another one is refused

/// All of it at `now`. Sessions, the watchdog, sensors' thresholds (the initialisation agent sets them from
/// the SDRs, §33.6) and what is semi-volatile are not in it.
/// @param model  the name of the chassis model, which restore_state() compares
[[nodiscard]] std::string kept_state(Chassis& chassis, std::string_view model, base::Instant now);

/// Brings a new chassis to what `text` says, as the return of power would (§28.8 restore policy).
/// @param chassis  one that was just made of the model; in an unknown state after an exception
/// @param file     what errors call it
/// @throws base::SetupError that says file:line, what is wrong and what was expected
void restore_state(std::string_view text, const std::string& file, std::string_view model, Chassis& chassis,
                   base::Instant now);

}  // namespace assay::bmc
