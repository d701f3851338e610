// CIM_NumericSensor: the analog sensors of the SDR repository.
#pragma once

#include "assay/ipmi-client/facts.hpp"
#include "bmc_resource.hpp"

namespace assay::ipmi {

class NumericSensor final : public BmcResource {
public:
    explicit NumericSensor(ipmi_client::Client& client);

protected:
    /// Reads only the sensors that `wanted` matches.
    awaitable<Outcome<std::vector<service::Item>>> instances(const model::SelectorSet& wanted) override;
};

/// "number.lun.owner" in decimal, which is unique within a BMC.
[[nodiscard]] std::string device_id_of(const ipmi_client::Sensor& sensor);

/// The instance for one sensor of the system with this name.
[[nodiscard]] soap::Element to_element(const std::string& system, const ipmi_client::Sensor& sensor,
                                       const ipmi_client::Reading& reading,
                                       const ipmi_client::Thresholds& thresholds);

}  // namespace assay::ipmi
