// IPMI device "global" commands (IPMI 2.0 §20) and the system GUID (§22.14).
#include <array>

#include "assay/bmc/command_table.hpp"

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;
namespace cmd = ipmi_wire::cmd::app;
using wire::Completion;
using wire::Privilege;

constexpr std::uint8_t ipmi_version_2_0 = 0x02;  // §20.1 octet 6: BCD, low digit first
// §20.1 octet 7: chassis, SEL, SDR repository and sensor device
constexpr std::uint8_t additional_support = 0x80 | 0x04 | 0x02 | 0x01;
constexpr std::uint8_t fru_inventory_support = 0x08;
constexpr std::uint8_t self_test_passed = 0x55;  // §20.4
// §20.7: system states S0/G0 and S5/G2, device states D0 and D3
constexpr std::uint8_t system_working = 0x00, system_soft_off = 0x05, device_d0 = 0x00, device_d3 = 0x03;

constexpr unsigned bcd(unsigned number) { return number / 10 << 4U | number % 10; }

Completion get_device_id(Call& call) {
    const DeviceIdentity& device = call.chassis.device();
    call.reply.u8(device.id).u8((device.has_device_sdrs ? 0x80U : 0U) | (device.revision & 0x0FU));
    call.reply.u8(device.firmware_major & 0x7FU).u8(bcd(device.firmware_minor));
    call.reply.u8(ipmi_version_2_0)
        .u8(additional_support | (call.chassis.frus().empty() ? 0U : fru_inventory_support))
        .u24(device.manufacturer)
        .u16(device.product)
        .u32(0);
    return Completion::ok;
}

Completion get_self_test_results(Call& call) {
    call.reply.u8(self_test_passed).u8(0);
    return Completion::ok;
}

Completion get_acpi_power_state(Call& call) {
    const bool on = call.chassis.powered_on();
    call.reply.u8(on ? system_working : system_soft_off).u8(on ? device_d0 : device_d3);
    return Completion::ok;
}

Completion get_guid(Call& call) {
    call.reply.put(call.chassis.device().guid);
    return Completion::ok;
}

constexpr std::array commands{
    Command{wire::netfn::app, cmd::get_device_id, Privilege::user, 0, get_device_id},
    Command{wire::netfn::app, cmd::get_self_test_results, Privilege::user, 0, get_self_test_results},
    Command{wire::netfn::app, cmd::get_acpi_power_state, Privilege::user, 0, get_acpi_power_state},
    Command{wire::netfn::app, cmd::get_device_guid, Privilege::user, 0, get_guid},
    Command{wire::netfn::app, cmd::get_system_guid, Privilege::none, 0, get_guid},
};

}  // namespace

void add_app_commands(CommandTable& table) { table.add(commands); }

}  // namespace assay::bmc
