// CIM_LogRecord: the records of the system event log.
#pragma once

#include "assay/ipmi-client/facts.hpp"
#include "bmc_resource.hpp"

namespace assay::ipmi {

class LogRecord final : public BmcResource {
public:
    explicit LogRecord(ipmi_client::Client& client);

protected:
    awaitable<Outcome<std::vector<service::Item>>> instances(const model::SelectorSet& wanted) override;
};

/// The instance for one record; `sensors` name the one that sent it.
[[nodiscard]] soap::Element to_element(const ipmi_client::LogEntry& entry,
                                       const std::vector<ipmi_client::Sensor>& sensors);

}  // namespace assay::ipmi
