// CIM_ComputerSystem: the host behind the BMC.
#pragma once

#include "bmc_resource.hpp"

namespace assay::ipmi {

class ComputerSystem final : public BmcResource {
public:
    explicit ComputerSystem(ipmi_client::Client& client);

protected:
    awaitable<Outcome<std::vector<service::Item>>> instances(const model::SelectorSet& wanted) override;
};

}  // namespace assay::ipmi
