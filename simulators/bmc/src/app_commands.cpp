// IPMI device "global" commands (IPMI 2.0 §20) and the system GUID (§22.14).
#include <array>

#include "assay/bmc/command_table.hpp"

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;
namespace cmd = ipmi_wire::cmd::app;
using wire::Completion;
using wire::Privilege;

constexpr std::uint8_t ipmi_version_2_0 = 0x02;       // §20.1 octet 6: BCD, low digit first
constexpr std::uint8_t fru_inventory_support = 0x08;  // octet 7

Completion get_device_id(Call& call) {
    const DeviceIdentity& device = call.chassis.device();
    const unsigned provides_device_sdrs = device.has_device_sdrs ? 0x80U : 0U;
    call.reply.u8(device.id).u8(provides_device_sdrs | (device.revision & 0x0FU));
    const base::OctetView firmware = call.chassis.firmware_upgrade().running();
    call.reply.put(firmware.first(2)).u8(ipmi_version_2_0);
    call.reply.u8(device.support | (call.chassis.frus().empty() ? 0U : fru_inventory_support));
    call.reply.u24(device.manufacturer).u16(device.product).put(firmware.subspan(2));
    return Completion::ok;
}

Completion get_self_test_results(Call& call) {
    constexpr unsigned passed = 0x55, faults_found = 0x57, empty_repository = 0x08;  // §20.4
    const unsigned faults = call.chassis.device().self_test_faults |
                            (call.chassis.repository().size() == 0 ? empty_repository : 0U);
    call.reply.u8(faults == 0 ? passed : faults_found).u8(faults);
    return Completion::ok;
}

Completion cold_reset(Call& call) {
    call.chassis.restart_controller(ControllerReset::cold, call.now);
    return Completion::ok;
}

Completion warm_reset(Call& call) {
    call.chassis.restart_controller(ControllerReset::warm, call.now);
    return Completion::ok;
}

/// §20.5: the test mode and its data are the vendor's; there is none that this BMC could be put into.
Completion manufacturing_test_on(Call&) { return Completion::not_executable_now; }

/// §20.6 Table 20-7: S0 … S3, S4, S5, S4/S5, G3, sleeping, G1, override, legacy on, legacy off, unknown.
bool is_system_state(unsigned state) {
    return state <= 0x0A || state == 0x20 || state == 0x21 || state == 0x2A;
}

bool is_device_state(unsigned state) { return state <= 0x03 || state == 0x2A; }

Completion set_acpi_power_state(Call& call) {
    constexpr unsigned set_it = 0x80, no_change = 0x7F;
    const unsigned system = call.request.u8(), device = call.request.u8();
    AcpiPowerState state = call.chassis.acpi_power_state();
    if ((system & set_it) != 0 && (system & no_change) != no_change) {
        if (!is_system_state(system & no_change)) return Completion::invalid_field;
        state.system = static_cast<std::uint8_t>(system & no_change);
    }
    if ((device & set_it) != 0 && (device & no_change) != no_change) {
        if (!is_device_state(device & no_change)) return Completion::invalid_field;
        state.device = static_cast<std::uint8_t>(device & no_change);
    }
    call.chassis.set_acpi_power_state(state);
    return Completion::ok;
}

Completion get_acpi_power_state(Call& call) {
    const AcpiPowerState& state = call.chassis.acpi_power_state();
    call.reply.u8(state.system).u8(state.device);
    return Completion::ok;
}

Completion get_guid(Call& call) {
    call.reply.put(call.chassis.device().guid);
    return Completion::ok;
}

constexpr std::array commands{
    Command{wire::netfn::app, cmd::get_device_id, Privilege::user, 0, get_device_id},
    Command{wire::netfn::app, cmd::get_self_test_results, Privilege::user, 0, get_self_test_results},
    Command{wire::netfn::app, cmd::cold_reset, Privilege::administrator, 0, cold_reset},
    Command{wire::netfn::app, cmd::warm_reset, Privilege::administrator, 0, warm_reset},
    Command{wire::netfn::app,
            cmd::manufacturing_test_on,
            Privilege::administrator,
            {0, 255},
            manufacturing_test_on},
    Command{wire::netfn::app, cmd::set_acpi_power_state, Privilege::administrator, 2, set_acpi_power_state},
    Command{wire::netfn::app, cmd::get_acpi_power_state, Privilege::user, 0, get_acpi_power_state},
    Command{wire::netfn::app, cmd::get_device_guid, Privilege::user, 0, get_guid},
    Command{wire::netfn::app, cmd::get_system_guid, Privilege::none, 0, get_guid},
};

}  // namespace

void add_app_commands(CommandTable& table) { table.add(commands); }

}  // namespace assay::bmc
