// What the hardware classes share: selectors against keys, and a BMC's troubles as faults.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "assay/ipmi-client/client.hpp"
#include "assay/service/resource.hpp"

namespace assay::ipmi {

using model::Outcome;
using service::awaitable;

/// The instance that stands for the BMC's host in CIM: the keys that others refer to.
inline constexpr std::string_view system_class = "CIM_ComputerSystem";
inline constexpr std::string_view log_class = "CIM_RecordLog";
inline constexpr std::string_view log_instance = "IPMI:SEL";

/// A BMC that cannot be talked to is EndpointUnavailable; one that refuses this service is the service's own
/// trouble.
[[nodiscard]] model::Fault fault_of(const ipmi_client::Error& error);

/// A read-only class whose instances are made anew for every request.
class BmcResource : public service::Resource {
public:
    /// @param client has to outlive the resource
    /// @param keys   the names of the key properties, constant text
    BmcResource(ipmi_client::Client& client, std::string_view class_name, std::vector<std::string_view> keys)
        : client_{client}, class_name_{class_name}, keys_{std::move(keys)} {}

    awaitable<Outcome<soap::Element>> get(const model::Request& request) override;
    awaitable<Outcome<std::unique_ptr<service::Cursor>>> enumerate(
        const model::Request& request, const service::EnumerationWish& wish) override;

protected:
    /// The instances, or some that include all which `wanted` matches; an override that can ask the BMC for
    /// less does.
    /// @param wanted selectors that name keys only; outlives the call
    [[nodiscard]] virtual awaitable<Outcome<std::vector<service::Item>>> instances(
        const model::SelectorSet& wanted) = 0;

    [[nodiscard]] ipmi_client::Client& client() const { return client_; }

private:
    [[nodiscard]] Outcome<model::SelectorSet> keys_of(const model::SelectorSet& selectors) const;
    [[nodiscard]] awaitable<Outcome<std::vector<service::Item>>> matching(const model::SelectorSet& wanted);

    ipmi_client::Client& client_;
    std::string_view class_name_;
    std::vector<std::string_view> keys_;
};

/// Does every selector have the value that the instance's key of that name has?
[[nodiscard]] bool matches(const model::SelectorSet& wanted, const model::SelectorSet& keys);

}  // namespace assay::ipmi
