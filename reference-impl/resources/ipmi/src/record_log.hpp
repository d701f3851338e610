// CIM_RecordLog: the system event log as a whole.
#pragma once

#include "bmc_resource.hpp"

namespace assay::ipmi {

class RecordLog final : public BmcResource {
public:
    explicit RecordLog(ipmi_client::Client& client);

protected:
    awaitable<Outcome<std::vector<service::Item>>> instances(const model::SelectorSet& wanted) override;
};

}  // namespace assay::ipmi
