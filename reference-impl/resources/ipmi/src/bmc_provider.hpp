// What the providers over a BMC share: instances made anew for every question, methods, a BMC's troubles as
// faults.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "assay/cim/provider.hpp"
#include "assay/ipmi-client/client.hpp"

namespace assay::ipmi {

using cim::awaitable;
using model::Outcome;

/// The instances that stand for the BMC's host and its log in CIM: the keys that others refer to.
inline constexpr std::string_view system_class = "CIM_ComputerSystem";
inline constexpr std::string_view log_class = "CIM_RecordLog";
inline constexpr std::string_view log_instance = "IPMI:SEL";

/// A BMC that cannot be talked to is EndpointUnavailable, one that is asked too much QuotaLimit; one that
/// refuses this service is the service's own trouble.
[[nodiscard]] model::Fault fault_of(const ipmi_client::Error& error);

/// What the methods of CIM_EnabledLogicalElement, CIM_LogicalDevice and CIM_Log return.
enum class Result : std::uint32_t {
    completed = 0,
    not_supported = 1,
    failed = 4,
    invalid_parameter = 5,
    invalid_transition = 4097,
    timeout_not_supported = 4098,
};

/// What a method returns for a command's outcome; a BMC that cannot be talked to is a fault.
[[nodiscard]] Outcome<Result> result_of(const ipmi_client::Outcome<>& outcome);

/// The instance with these values; the others are null.
[[nodiscard]] cim::Instance instance_of(
    cim::ClassPtr of, std::initializer_list<std::pair<std::string_view, cim::Value>> values);

template <class T>
[[nodiscard]] cim::Value array_of(const std::vector<T>& values) {
    return cim::Value::Array(values.begin(), values.end());
}

/// Reads from a BMC; what it does not change is read-only.
class BmcProvider : public cim::Provider {
public:
    /// @param client has to outlive the provider
    explicit BmcProvider(ipmi_client::Client& client) : client_{client} {}

    awaitable<Outcome<cim::Instance>> get(const cim::Call& call, const cim::ObjectPath& path) override;
    /// The BMC is asked when the cursor is filled first.
    Outcome<std::unique_ptr<cim::InstanceCursor>> instances(const cim::Call& call) override;
    awaitable<Outcome<cim::MethodResult>> invoke(const cim::Call& call, const cim::ObjectPath& path,
                                                 const cim::Method& method,
                                                 std::vector<cim::Value> in) override;

    /// The instances, or some that include the one of that path; an override that can ask the BMC for less
    /// does.
    /// @param wanted  nullptr: all; outlives the call
    [[nodiscard]] virtual awaitable<Outcome<std::vector<cim::Instance>>> read(
        cim::ClassPtr of, const cim::ObjectPath* wanted) = 0;

protected:
    /// A method of an instance that is there. What the BMC has no command for is Result::not_supported, which
    /// is what the base class answers.
    /// @param in  a value for each parameter
    [[nodiscard]] virtual awaitable<Outcome<cim::MethodResult>> perform(const cim::Instance& object,
                                                                        const cim::Method& method,
                                                                        const std::vector<cim::Value>& in);

    [[nodiscard]] ipmi_client::Client& client() const { return client_; }

private:
    ipmi_client::Client& client_;
};

/// A method's return value and nothing else.
[[nodiscard]] cim::MethodResult answer_of(const cim::Method& method, Result result);

/// The value given for a parameter, or nullptr when it is null.
[[nodiscard]] const cim::Value* argument(const cim::Method& method, const std::vector<cim::Value>& in,
                                         std::string_view parameter);

}  // namespace assay::ipmi
