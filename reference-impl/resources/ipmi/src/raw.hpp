// Microsoft_IPMI of root/wmi: the way to the BMC, request by request.
#pragma once

#include "bmc_provider.hpp"

namespace assay::ipmi {

class Raw final : public BmcProvider {
public:
    using BmcProvider::BmcProvider;

    awaitable<Outcome<std::vector<cim::Instance>>> read(const Source& from, cim::ClassPtr of,
                                                        const cim::ObjectPath* wanted) override;

protected:
    /// RequestResponse and RequestResponseEx. ResponseData begins with the completion code, as the driver of
    /// Windows gives it. SMS_Attention is a register that a network does not reach: it is not supported.
    awaitable<Outcome<cim::MethodResult>> perform(const Source& from, const cim::Instance& object,
                                                  const cim::Method& method,
                                                  const std::vector<cim::Value>& in) override;
};

}  // namespace assay::ipmi
