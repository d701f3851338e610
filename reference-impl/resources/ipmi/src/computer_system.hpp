// CIM_ComputerSystem: the system that the BMC manages.
#pragma once

#include "bmc_provider.hpp"

namespace assay::ipmi {

class ComputerSystem final : public BmcProvider {
public:
    using BmcProvider::BmcProvider;

    awaitable<Outcome<std::vector<cim::Instance>>> read(const Source& from, cim::ClassPtr of,
                                                        const cim::ObjectPath* wanted) override;

protected:
    /// RequestStateChange and SetPowerState, as far as Chassis Control (IPMI 2.0 §28.3) goes; both at once.
    awaitable<Outcome<cim::MethodResult>> perform(const Source& from, const cim::Instance& object,
                                                  const cim::Method& method,
                                                  const std::vector<cim::Value>& in) override;
};

}  // namespace assay::ipmi
