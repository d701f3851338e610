// The users of the BMC and what they may do: CIM_Account, CIM_Group, CIM_AuthorizedPrivilege.
#pragma once

#include "bmc_provider.hpp"

namespace assay::ipmi {

class Account final : public BmcProvider {
public:
    using BmcProvider::BmcProvider;

    awaitable<Outcome<std::vector<cim::Instance>>> read(const Source& from, cim::ClassPtr of,
                                                        const cim::ObjectPath* wanted) override;
};

/// A group for each privilege level that some user has.
class PrivilegeGroup final : public BmcProvider {
public:
    using BmcProvider::BmcProvider;

    awaitable<Outcome<std::vector<cim::Instance>>> read(const Source& from, cim::ClassPtr of,
                                                        const cim::ObjectPath* wanted) override;
};

/// What each of those levels allows (IPMI 2.0 §6.8).
class AuthorizedPrivilege final : public BmcProvider {
public:
    using BmcProvider::BmcProvider;

    awaitable<Outcome<std::vector<cim::Instance>>> read(const Source& from, cim::ClassPtr of,
                                                        const cim::ObjectPath* wanted) override;
};

}  // namespace assay::ipmi
