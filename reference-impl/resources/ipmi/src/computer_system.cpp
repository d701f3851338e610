#include "computer_system.hpp"

#include <fmt/format.h>

#include "assay/ipmi-client/queries.hpp"
#include "cim_values.hpp"
#include "properties.hpp"

namespace assay::ipmi {
namespace {

using ipmi_client::ChassisStatus;
using ipmi_client::DeviceId;

std::uint16_t operational_status(const ChassisStatus& chassis) {
    if (chassis.power_fault) return cim::status_error;
    return chassis.powered_on ? cim::status_ok : cim::status_stopped;
}

std::uint16_t health(const ChassisStatus& chassis) {
    if (chassis.power_fault) return cim::health_critical;
    return chassis.drive_fault || chassis.cooling_fault ? cim::health_degraded : cim::health_ok;
}

soap::Element to_element(const std::string& guid, const DeviceId& device, const ChassisStatus& chassis) {
    constexpr std::uint16_t not_dedicated = 0, reset_enabled = 4;
    return Properties{system_class}
        .set("Caption", std::string{"Computer system"})
        .set("CreationClassName", std::string{system_class})
        .set("Dedicated", not_dedicated)
        .set("Description", fmt::format("System managed by a BMC with firmware {}, IPMI {}", device.firmware,
                                        device.ipmi_version))
        .set("ElementName", std::string{"Computer system"})
        .set("EnabledDefault", cim::enabled_by_default)
        .set("EnabledState", chassis.powered_on ? cim::enabled : cim::disabled)
        .set("HealthState", health(chassis))
        .set("IdentifyingDescriptions", std::vector<std::string>{"IPMI manufacturer", "IPMI product"})
        .set("Name", guid)
        .set("NameFormat", std::string{"HID"})
        .set("OperationalStatus", operational_status(chassis))
        .set("OtherIdentifyingInfo",
             std::vector<std::string>{std::to_string(device.manufacturer), std::to_string(device.product)})
        .set("RequestedState", cim::not_applicable)
        .set("ResetCapability", reset_enabled)
        .element();
}

}  // namespace

ComputerSystem::ComputerSystem(ipmi_client::Client& client)
    : BmcResource{client, system_class, {"CreationClassName", "Name"}} {}

awaitable<Outcome<std::vector<service::Item>>> ComputerSystem::instances(const model::SelectorSet&) {
    const auto guid = co_await ipmi_client::system_guid(client());
    if (!guid) co_return fault_of(guid.error());
    const auto device = co_await ipmi_client::device_id(client());
    if (!device) co_return fault_of(device.error());
    const auto chassis = co_await ipmi_client::chassis_status(client());
    if (!chassis) co_return fault_of(chassis.error());
    std::vector<service::Item> items;
    items.push_back({.object = to_element(*guid, *device, *chassis),
                     .selectors = {{"CreationClassName", std::string{system_class}}, {"Name", *guid}}});
    co_return items;
}

}  // namespace assay::ipmi
