// CIM_RecordLog: the system event log as a whole.
#pragma once

#include "bmc_provider.hpp"

namespace assay::ipmi {

class RecordLog final : public BmcProvider {
public:
    using BmcProvider::BmcProvider;

    awaitable<Outcome<std::vector<cim::Instance>>> read(const Source& from, cim::ClassPtr of,
                                                        const cim::ObjectPath* wanted) override;

protected:
    /// ClearLog.
    awaitable<Outcome<cim::MethodResult>> perform(const Source& from, const cim::Instance& object,
                                                  const cim::Method& method,
                                                  const std::vector<cim::Value>& in) override;
};

}  // namespace assay::ipmi
