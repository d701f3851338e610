#include "assay/bmc-mutants/mutant.hpp"

namespace assay::bmc_mutants {

Mutants all_mutants() {
    Mutants mutants;
    add_datagram_mutants(mutants);
    add_login_mutants(mutants);
    add_session_mutants(mutants);
    add_activation_mutants(mutants);
    add_security_mutants(mutants);
    add_completion_mutants(mutants);
    add_device_mutants(mutants);
    add_chassis_mutants(mutants);
    add_channel_mutants(mutants);
    add_parameter_mutants(mutants);
    add_sensor_mutants(mutants);
    add_record_mutants(mutants);
    add_inventory_mutants(mutants);
    add_event_mutants(mutants);
    add_filter_mutants(mutants);
    add_dcmi_mutants(mutants);
    add_upgrade_mutants(mutants);
    return mutants;
}

}  // namespace assay::bmc_mutants
