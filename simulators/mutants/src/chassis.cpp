// Chassis commands and boot options (IPMI 2.0 §28).
#include "twists.hpp"

namespace assay::bmc_mutants {
namespace {

namespace cmd = ipmi_wire::cmd::chassis;
using ipmi_wire::Completion;
using vocab::rule;

constexpr Which chassis(std::uint8_t command) { return {ipmi_wire::netfn::chassis, command}; }

constexpr unsigned down = 0, up = 1;

void add_control_mutants(Mutants& mutants) {
    mutants.push_back(
        {"status-with-reserved-bits", rule("ipmi.chassis.status"), "Get Chassis Status has reserved bits set",
         octet_changed(chassis(cmd::get_status), 1, [](unsigned octet) { return octet | 0x80U; })});
    mutants.push_back({"capabilities-cut", rule("ipmi.chassis.capabilities"),
                       "Get Chassis Capabilities has four octets",
                       on_success(chassis(cmd::get_capabilities), [](Octets& reply) { reply.resize(5); })});
    mutants.push_back({"power-does-not-change", rule("ipmi.chassis.control.power"),
                       "Chassis Control is acknowledged only", not_done(chassis(cmd::control))});
    mutants.push_back({"power-up-toggles", rule("ipmi.chassis.control.repeated"),
                       "Powering up what is on powers it down",
                       around_commands([](const bmc::Seams::Inside& inside, bmc::Session* session,
                                          const ipmi_wire::LanMessage& message,
                                          const bmc::Seams::Execute& honest, Octets& reply) {
                           Octets data{message.data.begin(), message.data.end()};
                           const bool ups = chassis(cmd::control).is(message) && data == Octets{up};
                           if (ups && inside.chassis.powered_on()) data[0] = down;
                           execute_with(honest, session, message, data, reply);
                       })});
    mutants.push_back({"unknown-control-powers-down", rule("ipmi.chassis.control.unknown"),
                       "A chassis control that there is not powers down",
                       taken_for(chassis(cmd::control), [](Octets& data) {
                           if (!data.empty() && data[0] > 5) data[0] = down;
                       })});
    mutants.push_back({"reset-powers-up", rule("ipmi.chassis.control.while-off"),
                       "A reset while the power is off powers up",
                       around_commands([](const bmc::Seams::Inside& inside, bmc::Session* session,
                                          const ipmi_wire::LanMessage& message,
                                          const bmc::Seams::Execute& honest, Octets& reply) {
                           constexpr unsigned reset = 3;
                           Octets data{message.data.begin(), message.data.end()};
                           const bool resets = chassis(cmd::control).is(message) && data == Octets{reset};
                           if (resets && !inside.chassis.powered_on()) data[0] = up;
                           execute_with(honest, session, message, data, reply);
                       })});
    mutants.push_back({"restart-cause-is-unknown", rule("ipmi.chassis.restart-cause"),
                       "The restart cause is always unknown",
                       octet_changed(chassis(cmd::get_restart_cause), 1, [](unsigned) { return 0U; })});
}

void add_setting_mutants(Mutants& mutants) {
    mutants.push_back(
        {"identify-not-told", rule("ipmi.chassis.identify"),
         "The status tells no identification when there is one",
         octet_changed(chassis(cmd::get_status), 3, [](unsigned octet) { return octet & ~0x30U; })});
    mutants.push_back({"identify-of-any-length", rule("ipmi.chassis.identify.length"),
                       "Chassis Identify takes any number of octets",
                       refused_otherwise(chassis(cmd::identify), Completion::wrong_length, ok)});
    mutants.push_back({"policy-not-kept", rule("ipmi.chassis.policy"),
                       "Set Power Restore Policy is passed over",
                       not_done(chassis(cmd::set_power_restore_policy), {0x07})});
    mutants.push_back({"no-change-is-off", rule("ipmi.chassis.policy.keep"),
                       "Policy 3, no change, keeps the power off",
                       taken_for(
                           chassis(cmd::set_power_restore_policy), [](Octets& data) { data[0] = 0; },
                           beginning_with({0x03}))});
    mutants.push_back(
        {"reserved-policies-accepted", rule("ipmi.chassis.policy.unsupported"),
         "Reserved policies are accepted",
         refused_otherwise(chassis(cmd::set_power_restore_policy), Completion::invalid_field, ok)});
    mutants.push_back({"hours-of-no-minutes", rule("ipmi.chassis.power-on-hours"),
                       "Get POH Counter tells 0 minutes per count",
                       octet_changed(chassis(cmd::get_power_on_hours), 1, [](unsigned) { return 0U; })});
    mutants.push_back(
        {"buttons-not-told", rule("ipmi.chassis.panel"), "The status tells no button as disabled",
         octet_changed(chassis(cmd::get_status), 4, [](unsigned octet) { return octet & 0xF0U; })});
}

void add_boot_mutants(Mutants& mutants) {
    mutants.push_back({"boot-options-of-another-version", rule("ipmi.boot.get"),
                       "Get System Boot Options tells version 5",
                       octet_changed(chassis(cmd::get_boot_options), 1, [](unsigned) { return 5U; })});
    mutants.push_back({"boot-flags-not-kept", rule("ipmi.boot.kept"), "Boot flags are passed over",
                       not_done(chassis(cmd::set_boot_options), {}, beginning_with({0x05}))});
    mutants.push_back(
        {"unknown-boot-option-is-invalid", rule("ipmi.boot.unknown"),
         "An unknown boot option is refused with CCh",
         refused_otherwise(chassis(cmd::get_boot_options), Completion::parameter_not_supported, 0xCC)});
    mutants.push_back({"boot-options-set-twice", rule("ipmi.boot.in-progress"),
                       "Set in progress is granted while it is in progress",
                       refused_otherwise(chassis(cmd::set_boot_options), static_cast<Completion>(0x81), ok)});
    mutants.push_back(
        {"boot-option-always-valid", rule("ipmi.boot.invalid"),
         "A parameter that was marked invalid is told as valid",
         octet_changed(chassis(cmd::get_boot_options), 2, [](unsigned octet) { return octet & 0x7FU; })});
    mutants.push_back({"boot-options-of-any-length", rule("ipmi.boot.length"),
                       "A boot option with too little data is accepted",
                       refused_otherwise(chassis(cmd::set_boot_options), Completion::wrong_length, ok)});
}

}  // namespace

void add_chassis_mutants(Mutants& mutants) {
    mutants.push_back({"chassis-reset-passed-over", rule("ipmi.chassis.reset"),
                       "Chassis Reset is acknowledged only, to whichever host",
                       not_done(chassis(cmd::reset))});
    add_control_mutants(mutants);
    add_setting_mutants(mutants);
    add_boot_mutants(mutants);
}

}  // namespace assay::bmc_mutants
