// The honest BMC with one named breach: what the suites of IPMI have to find.
#pragma once

#include "assay/bmc/chassis_model.hpp"
#include "assay/bmc/seams.hpp"
#include "assay/vocab/mutant.hpp"

namespace assay::bmc_mutants {

/// What a mutant sets: one of the seams, or a policy of the chassis that the honest BMC does not have.
struct Breach {
    bmc::Seams seams;
    std::function<void(bmc::ChassisModel& model)> model = {};
};

using Mutant = vocab::Mutant<Breach>;
using Mutants = std::vector<Mutant>;

/// Every mutant, chapter by chapter.
[[nodiscard]] Mutants all_mutants();

void add_datagram_mutants(Mutants& mutants);
void add_login_mutants(Mutants& mutants);
void add_session_mutants(Mutants& mutants);
void add_activation_mutants(Mutants& mutants);
void add_security_mutants(Mutants& mutants);
void add_completion_mutants(Mutants& mutants);
void add_device_mutants(Mutants& mutants);
void add_chassis_mutants(Mutants& mutants);
void add_channel_mutants(Mutants& mutants);
void add_parameter_mutants(Mutants& mutants);
void add_sensor_mutants(Mutants& mutants);
void add_record_mutants(Mutants& mutants);
void add_inventory_mutants(Mutants& mutants);
void add_event_mutants(Mutants& mutants);
void add_filter_mutants(Mutants& mutants);
void add_dcmi_mutants(Mutants& mutants);
void add_upgrade_mutants(Mutants& mutants);

}  // namespace assay::bmc_mutants
