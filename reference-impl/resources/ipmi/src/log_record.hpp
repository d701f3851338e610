// CIM_LogRecord: the records of the system event log.
#pragma once

#include "assay/ipmi-client/facts.hpp"
#include "bmc_provider.hpp"

namespace assay::ipmi {

class LogRecord final : public BmcProvider {
public:
    using BmcProvider::BmcProvider;

    awaitable<Outcome<std::vector<cim::Instance>>> read(const Source& from, cim::ClassPtr of,
                                                        const cim::ObjectPath* wanted) override;
};

/// The instance for one record of the log with that name; `sensors` name the one that sent it.
[[nodiscard]] cim::Instance record_of(cim::ClassPtr of, const std::string& log,
                                      const ipmi_client::LogEntry& entry,
                                      const std::vector<ipmi_client::Sensor>& sensors);

}  // namespace assay::ipmi
