// The hardware classes of root/hardware, read live from a BMC.
#pragma once

#include "assay/ipmi-client/client.hpp"
#include "assay/service/registry.hpp"

namespace assay::ipmi {

/// Adds CIM_ComputerSystem, CIM_NumericSensor, CIM_RecordLog and CIM_LogRecord under their DMTF URIs.
/// @param client has to outlive the registry
void add_hardware(service::Registry& registry, ipmi_client::Client& client);

}  // namespace assay::ipmi
