// CIM_Sensor: the sensors that give states instead of a number.
#pragma once

#include "assay/ipmi-client/facts.hpp"
#include "bmc_provider.hpp"

namespace assay::ipmi {

class Sensor final : public BmcProvider {
public:
    using BmcProvider::BmcProvider;

    /// Reads only the sensor that `wanted` names.
    awaitable<Outcome<std::vector<cim::Instance>>> read(const Source& from, cim::ClassPtr of,
                                                        const cim::ObjectPath* wanted) override;
};

/// The instance for one sensor of the system with this name.
[[nodiscard]] cim::Instance sensor_of(cim::ClassPtr of, const std::string& system,
                                      const ipmi_client::Sensor& sensor, const ipmi_client::Reading& reading);

}  // namespace assay::ipmi
