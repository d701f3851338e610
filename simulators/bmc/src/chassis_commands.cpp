// Chassis device commands (IPMI 2.0 §28).
#include <array>

#include "assay/bmc/command_table.hpp"

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;
namespace cmd = ipmi_wire::cmd::chassis;
using wire::Completion;
using wire::Privilege;
using namespace std::chrono_literals;

constexpr base::Duration identify_by_default = 15s;  // §28.5
constexpr unsigned every_button = 0x0F;              // §28.6: standby, diagnostic interrupt, reset, power

Completion get_capabilities(Call& call) {
    const ChassisCapabilities& capabilities = call.chassis.capabilities();
    call.reply.u8(capabilities.flags).put(capabilities.devices);
    if (capabilities.bridge) call.reply.u8(*capabilities.bridge);
    return Completion::ok;
}

Completion set_capabilities(Call& call) {
    constexpr unsigned reserved = 0xF0;  // §28.7 octet 1
    ChassisCapabilities capabilities;
    capabilities.flags = call.request.u8();
    if ((capabilities.flags & reserved) != 0) return Completion::invalid_field;
    for (std::uint8_t& address : capabilities.devices) address = call.request.u8();
    if (call.request.left() > 0) capabilities.bridge = call.request.u8();
    call.chassis.set_capabilities(capabilities);
    return Completion::ok;
}

bool has(const Chassis& chassis, std::uint8_t capability) {
    return (chassis.capabilities().flags & capability) != 0;
}

/// §28.2 octet 4, bits 5:4: off, lit for a time, lit for ever.
unsigned identify_state(const Call& call) {
    if (call.chassis.identify_until() <= call.now) return 0;
    return call.chassis.identify_until() == base::Instant::max() ? 2U : 1U;
}

/// §28.2 octet 4 bit 1: neither power nor reset obey the buttons.
bool is_locked_out(const Chassis& chassis) {
    constexpr unsigned reset_and_power = 0x03;
    return (chassis.disabled_buttons() & reset_and_power) == reset_and_power;
}

Completion get_status(Call& call) {
    constexpr unsigned last_on_by_command = 0x10, identify_supported = 0x40, lockout_active = 0x02,
                       intrusion = 0x01;
    const Chassis& chassis = call.chassis;
    call.reply.u8((chassis.powered_on() ? 1U : 0U) | static_cast<unsigned>(chassis.restore_policy()) << 5U);
    call.reply.u8(chassis.powered_on_by_command() ? last_on_by_command : 0U);
    call.reply.u8(identify_supported | identify_state(call) << 4U | (chassis.is_intruded() ? intrusion : 0U) |
                  (is_locked_out(chassis) ? lockout_active : 0U));
    // octet 5: the buttons that can be disabled, and those that are
    const bool lockable = has(chassis, ChassisCapabilities::front_panel_lockout);
    call.reply.u8((lockable ? every_button << 4U : 0U) | chassis.disabled_buttons());
    return Completion::ok;
}

Completion control(Call& call) {
    const auto action = call.request.u8() & 0x0FU;
    if (action > static_cast<unsigned>(PowerAction::soft_shutdown)) return Completion::invalid_field;
    if (action == static_cast<unsigned>(PowerAction::diagnostic_interrupt) &&
        !has(call.chassis, ChassisCapabilities::diagnostic_interrupt))
        return Completion::invalid_field;
    const Firewall::Place place{call.channel(), wire::netfn::chassis, cmd::control};
    if (!call.chassis.firewall().allows(place, action)) return Completion::function_disabled;
    return call.chassis.control(static_cast<PowerAction>(action), call.now) ? Completion::ok
                                                                            : Completion::not_executable_now;
}

/// §28.4: what the early ICMB had in the place of Chassis Control; a hard reset.
Completion reset(Call& call) {
    return call.chassis.control(PowerAction::reset, call.now) ? Completion::ok
                                                              : Completion::not_executable_now;
}

Completion identify(Call& call) {
    base::Duration interval = identify_by_default;
    if (call.request.left() > 0) interval = std::chrono::seconds{call.request.u8()};
    const bool for_ever = call.request.left() > 0 && (call.request.u8() & 1U) != 0;
    call.chassis.identify(for_ever ? base::Instant::max() : call.now + interval);
    return Completion::ok;
}

Completion set_front_panel_enables(Call& call) {
    const auto disabled = call.request.u8();
    if ((disabled & ~every_button) != 0) return Completion::invalid_field;
    if (disabled != 0 && !has(call.chassis, ChassisCapabilities::front_panel_lockout))
        return Completion::invalid_field;
    call.chassis.disable_buttons(disabled);
    return Completion::ok;
}

Completion set_power_cycle_interval(Call& call) {
    call.chassis.set_power_cycle_interval(std::chrono::seconds{call.request.u8()});
    return Completion::ok;
}

Completion set_power_restore_policy(Call& call) {
    constexpr unsigned no_change = 3, all_policies = 0x07;  // §28.8
    const auto policy = call.request.u8() & 0x07U;
    if (policy > no_change) return Completion::invalid_field;
    if (policy != no_change) call.chassis.set_restore_policy(static_cast<RestorePolicy>(policy));
    call.reply.u8(all_policies);
    return Completion::ok;
}

Completion get_restart_cause(Call& call) {
    const RestartCause cause = call.chassis.restart_cause();
    call.reply.u8(static_cast<unsigned>(cause)).u8(cause == RestartCause::chassis_control ? 1U : 0U);
    return Completion::ok;
}

Completion get_power_on_hours(Call& call) {
    constexpr unsigned minutes_a_count = 60;
    call.reply.u8(minutes_a_count).u32(call.chassis.power_on_hours(call.now));
    return Completion::ok;
}

constexpr std::uint32_t power_actions = 0x3F;  // Appendix H: a sub-function for each action
constexpr std::array commands{
    Command{wire::netfn::chassis, cmd::get_capabilities, Privilege::user, 0, get_capabilities},
    Command{wire::netfn::chassis, cmd::get_status, Privilege::user, 0, get_status},
    Command{wire::netfn::chassis, cmd::control, Privilege::operator_, 1, control, power_actions},
    Command{wire::netfn::chassis, cmd::reset, Privilege::operator_, 0, reset},
    Command{wire::netfn::chassis, cmd::identify, Privilege::operator_, {0, 2}, identify},
    Command{wire::netfn::chassis, cmd::set_power_restore_policy, Privilege::operator_, 1,
            set_power_restore_policy},
    Command{wire::netfn::chassis, cmd::get_restart_cause, Privilege::user, 0, get_restart_cause},
    Command{wire::netfn::chassis, cmd::set_capabilities, Privilege::administrator, {5, 6}, set_capabilities},
    Command{wire::netfn::chassis, cmd::set_front_panel_enables, Privilege::administrator, 1,
            set_front_panel_enables},
    Command{wire::netfn::chassis, cmd::set_power_cycle_interval, Privilege::administrator, 1,
            set_power_cycle_interval},
    Command{wire::netfn::chassis, cmd::get_power_on_hours, Privilege::user, 0, get_power_on_hours},
};

}  // namespace

void add_chassis_commands(CommandTable& table) { table.add(commands); }

}  // namespace assay::bmc
