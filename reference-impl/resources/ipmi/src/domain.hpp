// What puts the other classes together: CIM_AdminDomain, CIM_RegisteredProfile and the collections.
#pragma once

#include "bmc_provider.hpp"

namespace assay::ipmi {

/// What the BMC manages, as one domain.
class AdminDomain final : public BmcProvider {
public:
    using BmcProvider::BmcProvider;

    awaitable<Outcome<std::vector<cim::Instance>>> read(const Source& from, cim::ClassPtr of,
                                                        const cim::ObjectPath* wanted) override;
};

/// The version of IPMI that the BMC says it follows.
class RegisteredProfile final : public BmcProvider {
public:
    using BmcProvider::BmcProvider;

    awaitable<Outcome<std::vector<cim::Instance>>> read(const Source& from, cim::ClassPtr of,
                                                        const cim::ObjectPath* wanted) override;
};

/// The sensors of the SDR repository.
class SensorCollection final : public BmcProvider {
public:
    using BmcProvider::BmcProvider;

    awaitable<Outcome<std::vector<cim::Instance>>> read(const Source& from, cim::ClassPtr of,
                                                        const cim::ObjectPath* wanted) override;
};

}  // namespace assay::ipmi
