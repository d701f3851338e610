#include "computer_system.hpp"

#include <fmt/format.h>

#include "assay/cim/name.hpp"
#include "assay/ipmi-client/queries.hpp"
#include "cim_values.hpp"

namespace assay::ipmi {
namespace {

using ipmi_client::ChassisStatus;
using ipmi_client::DeviceId;
using ipmi_client::PowerAction;

std::uint16_t operational_status(const ChassisStatus& chassis) {
    if (chassis.power_fault) return values::status_error;
    return chassis.powered_on ? values::status_ok : values::status_stopped;
}

std::uint16_t health(const ChassisStatus& chassis) {
    if (chassis.power_fault) return values::health_critical;
    return chassis.drive_fault || chassis.cooling_fault ? values::health_degraded : values::health_ok;
}

cim::Instance system_of(cim::ClassPtr of, const std::string& guid, const DeviceId& device,
                        const ChassisStatus& chassis) {
    constexpr std::uint16_t not_dedicated = 0, reset_enabled = 4;
    const std::string description = fmt::format("System managed by a BMC with firmware {}, IPMI {}",
                                                device.firmware, device.ipmi_version);
    return instance_of(std::move(of),
                       {{"Caption", "Computer system"},
                        {"CreationClassName", system_class},
                        {"Dedicated", cim::Value::Array{not_dedicated}},
                        {"Description", description},
                        {"ElementName", "Computer system"},
                        {"EnabledDefault", values::enabled_by_default},
                        {"EnabledState", chassis.powered_on ? values::enabled : values::disabled},
                        {"HealthState", health(chassis)},
                        {"IdentifyingDescriptions", cim::Value::Array{"IPMI manufacturer", "IPMI product"}},
                        {"Name", guid},
                        {"NameFormat", "HID"},
                        {"OperationalStatus", cim::Value::Array{operational_status(chassis)}},
                        {"OtherIdentifyingInfo", cim::Value::Array{std::to_string(device.manufacturer),
                                                                   std::to_string(device.product)}},
                        {"RequestedState", values::not_applicable},
                        {"ResetCapability", reset_enabled}});
}

/// RequestedState of CIM_EnabledLogicalElement.RequestStateChange.
std::optional<PowerAction> action_of_state(std::uint64_t state) {
    switch (state) {
        case 2: return PowerAction::on;        // Enabled
        case 3: return PowerAction::off;       // Disabled
        case 4: return PowerAction::soft_off;  // Shut Down
        case 10: return PowerAction::cycle;    // Reboot
        case 11: return PowerAction::reset;    // Reset
        default: return std::nullopt;
    }
}

/// PowerState of CIM_ComputerSystem.SetPowerState.
std::optional<PowerAction> action_of_power(std::uint64_t state) {
    switch (state) {
        case 1: return PowerAction::on;        // Full Power
        case 5: return PowerAction::cycle;     // Power Cycle
        case 6: return PowerAction::off;       // Power Off
        case 8: return PowerAction::soft_off;  // Soft Off
        default: return std::nullopt;
    }
}

/// A point in time, or a wait of more than nothing.
bool is_later(const cim::Value* time) {
    const auto* const given = time == nullptr ? nullptr : time->get<cim::Datetime>();
    return given != nullptr && given->length() != base::Duration::zero();
}

}  // namespace

awaitable<Outcome<std::vector<cim::Instance>>> ComputerSystem::read(const Source& from, cim::ClassPtr of,
                                                                    const cim::ObjectPath*) {
    const auto device = co_await ipmi_client::device_id(from.client());
    if (!device) co_return fault_of(device.error());
    const auto chassis = co_await ipmi_client::chassis_status(from.client());
    if (!chassis) co_return fault_of(chassis.error());
    std::vector<cim::Instance> instances;
    instances.push_back(system_of(std::move(of), from.system, *device, *chassis));
    co_return instances;
}

awaitable<Outcome<cim::MethodResult>> ComputerSystem::perform(const Source& from, const cim::Instance&,
                                                              const cim::Method& method,
                                                              const std::vector<cim::Value>& in) {
    const bool by_power = cim::same_name(method.name, "SetPowerState");
    if (!by_power && !cim::same_name(method.name, "RequestStateChange"))
        co_return answer_of(method, Result::not_supported);
    const cim::Value* const state = argument(method, in, by_power ? "PowerState" : "RequestedState");
    if (state == nullptr) co_return answer_of(method, Result::invalid_parameter);
    if (is_later(argument(method, in, by_power ? "Time" : "TimeoutPeriod")))
        co_return answer_of(method, by_power ? Result::not_supported : Result::timeout_not_supported);
    const std::uint64_t number = *state->get<std::uint64_t>();
    const auto action = by_power ? action_of_power(number) : action_of_state(number);
    if (!action) co_return answer_of(method, Result::not_supported);
    const auto done = result_of(co_await ipmi_client::chassis_control(from.client(), *action));
    if (!done) co_return done.error();
    co_return answer_of(method, *done);
}

}  // namespace assay::ipmi
