// Reads one [[event]] of a chassis file.
#pragma once

#include "assay/bmc/chassis_model.hpp"

namespace assay::bmc {

class Section;

/// Appends the event to the model's log. @pre the model's sensors are read
/// @throws base::SetupError
void add_event(Section& section, ChassisModel& model);

/// Records given as octets bring their ids with them: each once.
/// @throws base::SetupError
void check_record_ids(const Section& root, const ChassisModel& model);

}  // namespace assay::bmc
