// What the providers over the BMCs share: instances made anew for every question, methods, a BMC's troubles
// as faults.
#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "assay/cim/provider.hpp"
#include "assay/ipmi-client/client.hpp"
#include "assay/ipmi/fleet.hpp"

namespace assay::ipmi {

using cim::awaitable;
using model::Outcome;

/// The classes of the BMC's host and its log in CIM, and the log's key: what others refer to.
inline constexpr std::string_view system_class = "CIM_ComputerSystem";
inline constexpr std::string_view log_class = "CIM_RecordLog";
[[nodiscard]] inline std::string log_id(const Source& from) { return from.id_of("SEL"); }

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

/// Reads from the BMCs; what it does not change is read-only. One that many use at once is shared.
class BmcProvider : public cim::Provider, public std::enable_shared_from_this<BmcProvider> {
public:
    explicit BmcProvider(std::shared_ptr<Fleet> fleet) : fleet_{std::move(fleet)} {}

    awaitable<Outcome<cim::Instance>> get(const cim::Call& call, const cim::ObjectPath& path) override;
    /// The BMCs are asked as the cursor is filled. What one of them does not give is missing; only when no
    /// BMC gives anything does the cursor fail.
    Outcome<std::unique_ptr<cim::InstanceCursor>> instances(const cim::Call& call) override;
    awaitable<Outcome<cim::MethodResult>> invoke(const cim::Call& call, const cim::ObjectPath& path,
                                                 const cim::Method& method,
                                                 std::vector<cim::Value> in) override;

    /// A BMC's instances, or some that include the one of that path; an override that can ask the BMC for
    /// less does.
    /// @param from    outlives the call
    /// @param wanted  nullptr: all; outlives the call
    [[nodiscard]] virtual awaitable<Outcome<std::vector<cim::Instance>>> read(
        const Source& from, cim::ClassPtr of, const cim::ObjectPath* wanted) = 0;

protected:
    /// A method of an instance that is there. What the BMC has no command for is Result::not_supported, which
    /// is what the base class answers.
    /// @param of  the BMC that has the instance
    /// @param in  a value for each parameter
    [[nodiscard]] virtual awaitable<Outcome<cim::MethodResult>> perform(const Source& of,
                                                                        const cim::Instance& object,
                                                                        const cim::Method& method,
                                                                        const std::vector<cim::Value>& in);

private:
    struct Found {
        Source from;
        cim::Instance instance;
    };
    [[nodiscard]] awaitable<Outcome<Found>> find(cim::ClassPtr of, const cim::ObjectPath& path);
    [[nodiscard]] awaitable<Outcome<Found>> find_at(Bmc& bmc, cim::ClassPtr of, const cim::ObjectPath& path);
    [[nodiscard]] awaitable<void> learn_names();

    const std::shared_ptr<Fleet> fleet_;
};

/// A method's return value and nothing else.
[[nodiscard]] cim::MethodResult answer_of(const cim::Method& method, Result result);

/// The value given for a parameter, or nullptr when it is null.
[[nodiscard]] const cim::Value* argument(const cim::Method& method, const std::vector<cim::Value>& in,
                                         std::string_view parameter);

}  // namespace assay::ipmi
