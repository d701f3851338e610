// Device, watchdog and system commands (IPMI 2.0 §20, §22.2, §22.14a, §27).
#include "twists.hpp"

namespace assay::bmc_mutants {
namespace {

namespace cmd = ipmi_wire::cmd::app;
using ipmi_wire::Completion;
using vocab::rule;

constexpr Which app(std::uint8_t command) { return {ipmi_wire::netfn::app, command}; }

void add_identity_mutants(Mutants& mutants) {
    mutants.push_back({"ipmi-version-without-digits", rule("ipmi.device-id.data"),
                       "Get Device ID tells an IPMI version that there is not",
                       octet_changed(app(cmd::get_device_id), 5, [](unsigned) { return 0xFFU; })});
    mutants.push_back({"device-id-counts", rule("ipmi.device-id.stable"),
                       "Get Device ID tells another product each time",
                       octet_changed(app(cmd::get_device_id), 10,
                                     [count = 0U](unsigned) mutable { return ++count & 0xFFU; })});
    mutants.push_back({"no-device-is-supported", rule("ipmi.device-id.support"),
                       "Get Device ID tells of no SDR, SEL, FRU or sensor device",
                       octet_changed(app(cmd::get_device_id), 6, [](unsigned) { return 0U; })});
    mutants.push_back({"self-test-result-unknown", rule("ipmi.self-test.result"),
                       "Get Self Test Results answers 00h",
                       octet_changed(app(cmd::get_self_test_results), 1, [](unsigned) { return 0U; })});
    mutants.push_back({"self-test-passed-with-faults", rule("ipmi.self-test.result"),
                       "The self test has passed and tells faults",
                       octet_changed(app(cmd::get_self_test_results), 2, [](unsigned) { return 0x80U; })});
    mutants.push_back(
        {"device-guid-of-zeros", rule("ipmi.guid.device"), "The device GUID is nothing but zeros",
         on_success(app(cmd::get_device_guid), [](Octets& reply) { reply.assign(reply.size(), 0); })});
    mutants.push_back({"device-guid-changes", rule("ipmi.guid.device"), "The device GUID changes",
                       octet_changed(app(cmd::get_device_guid), 1,
                                     [count = 0U](unsigned) mutable { return ++count & 0xFFU; })});
    mutants.push_back({"system-guid-cut", rule("ipmi.guid.system"), "The system GUID has 15 octets",
                       on_success(app(cmd::get_system_guid), [](Octets& reply) { reply.pop_back(); })});
    mutants.push_back(
        {"two-guids", rule("ipmi.agree.guid"), "Get System GUID and Get Device GUID tell two GUIDs",
         octet_changed(app(cmd::get_system_guid), 1, [](unsigned octet) { return octet ^ 1U; })});
    mutants.push_back({"cold-reset-acknowledged-only", rule("ipmi.cold-reset"),
                       "Cold Reset is acknowledged and the sessions go on", not_done(app(cmd::cold_reset))});
}

void add_state_mutants(Mutants& mutants) {
    mutants.push_back({"acpi-state-that-is-none", rule("ipmi.acpi.state"),
                       "Get ACPI Power State tells a state that there is not",
                       octet_changed(app(cmd::get_acpi_power_state), 1, [](unsigned) { return 0x1FU; })});
    mutants.push_back({"acpi-state-not-kept", rule("ipmi.acpi.set"), "Set ACPI Power State is passed over",
                       not_done(app(cmd::set_acpi_power_state))});
    mutants.push_back({"any-acpi-state-will-do", rule("ipmi.acpi.set"),
                       "Set ACPI Power State accepts states that there are not",
                       refused_otherwise(app(cmd::set_acpi_power_state), Completion::invalid_field, ok)});
    mutants.push_back({"global-enables-for-everybody", rule("ipmi.global-enables.get"),
                       "BMC Global Enables can be set over a session",
                       not_done(app(cmd::set_global_enables))});
    mutants.push_back({"system-info-set-selector-lost", rule("ipmi.system-info.block"),
                       "System info strings tell set 7Fh whichever was asked for",
                       octet_changed(app(cmd::get_system_info), 2, [](unsigned) { return 0x7FU; })});
    mutants.push_back({"system-info-not-kept", rule("ipmi.system-info.kept"),
                       "Set System Info Parameters is passed over", not_done(app(cmd::set_system_info))});
    mutants.push_back(
        {"unknown-system-info-is-invalid", rule("ipmi.system-info.unknown"),
         "An unknown system info parameter is refused with CCh",
         refused_otherwise(app(cmd::get_system_info), Completion::parameter_not_supported, 0xCC)});
    mutants.push_back({"system-info-set-twice", rule("ipmi.system-info.in-progress"),
                       "Set in progress is granted while it is in progress",
                       refused_otherwise(app(cmd::set_system_info), static_cast<Completion>(0x81), ok)});
}

void add_watchdog_mutants(Mutants& mutants) {
    mutants.push_back({"watchdog-starts-without-being-set", rule("ipmi.watchdog.uninitialised"),
                       "Reset Watchdog Timer before any Set Watchdog Timer is acknowledged",
                       refused_otherwise(app(cmd::reset_watchdog), static_cast<Completion>(0x80), ok)});
    mutants.push_back({"watchdog-interval-halved", rule("ipmi.watchdog.set"),
                       "Set Watchdog Timer takes half the countdown",
                       taken_for(app(cmd::set_watchdog), [](Octets& data) {
                           if (data.size() == 6) data[4] /= 2, data[5] /= 2;
                       })});
    mutants.push_back({"watchdog-stands-still", rule("ipmi.watchdog.counts"),
                       "The present countdown is always the initial one",
                       on_success(app(cmd::get_watchdog), [](Octets& reply) {
                           reply[7] = reply[5];
                           reply[8] = reply[6];
                       })});
    mutants.push_back({"watchdog-cannot-be-stopped", rule("ipmi.watchdog.stopped"),
                       "Set Watchdog Timer leaves the timer running",
                       octet_changed(app(cmd::get_watchdog), 1, [](unsigned use) { return use | 0x40U; })});
    mutants.push_back({"watchdog-flags-all-cleared", rule("ipmi.watchdog.flags"),
                       "Set Watchdog Timer clears the flags that it does not name",
                       taken_for(app(cmd::set_watchdog), [](Octets& data) {
                           if (data.size() == 6) data[3] = 0x3E;
                       })});
    mutants.push_back({"watchdog-takes-reserved-uses", rule("ipmi.watchdog.reserved"),
                       "Set Watchdog Timer accepts reserved uses",
                       refused_otherwise(app(cmd::set_watchdog), Completion::invalid_field, ok)});
    mutants.push_back({"watchdog-expires-silently", rule("ipmi.watchdog.expires"),
                       "The expiration flags are never told",
                       octet_changed(app(cmd::get_watchdog), 4, [](unsigned) { return 0U; })});
    mutants.push_back({"watchdog-not-logged", rule("ipmi.watchdog.event"), "No timer that runs out is logged",
                       taken_for(app(cmd::set_watchdog), [](Octets& data) {
                           if (!data.empty()) data[0] |= 0x80U;
                       })});
}

void add_interface_mutants(Mutants& mutants) {
    mutants.push_back({"bt-takes-no-requests", rule("ipmi.messaging.bt"),
                       "Get BT Interface Capabilities tells that no request goes through",
                       octet_changed(app(cmd::get_bt_interface_caps), 1, [](unsigned) { return 0U; })});
}

}  // namespace

void add_device_mutants(Mutants& mutants) {
    add_identity_mutants(mutants);
    add_state_mutants(mutants);
    add_watchdog_mutants(mutants);
    add_interface_mutants(mutants);
}

}  // namespace assay::bmc_mutants
