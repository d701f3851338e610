// CIM_NumericSensor: the analog sensors of the SDR repository.
#pragma once

#include "assay/ipmi-client/facts.hpp"
#include "bmc_provider.hpp"

namespace assay::ipmi {

class NumericSensor final : public BmcProvider {
public:
    using BmcProvider::BmcProvider;

    /// Reads only the sensor that `wanted` names.
    awaitable<Outcome<std::vector<cim::Instance>>> read(const Source& from, cim::ClassPtr of,
                                                        const cim::ObjectPath* wanted) override;

protected:
    /// GetNonLinearFactors and RestoreDefaultThresholds.
    awaitable<Outcome<cim::MethodResult>> perform(const Source& from, const cim::Instance& object,
                                                  const cim::Method& method,
                                                  const std::vector<cim::Value>& in) override;

private:
    awaitable<Outcome<cim::MethodResult>> restore(const Source& from, const cim::Instance& object,
                                                  const cim::Method& method);
};

/// The instance for one sensor of the system with this name.
[[nodiscard]] cim::Instance numeric_sensor_of(cim::ClassPtr of, const std::string& system,
                                              const ipmi_client::Sensor& sensor,
                                              const ipmi_client::Reading& reading,
                                              const ipmi_client::Thresholds& thresholds);

}  // namespace assay::ipmi
