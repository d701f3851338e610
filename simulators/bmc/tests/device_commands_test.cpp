// Chassis device, device "global" and system info commands.
#include "host_bench.hpp"

namespace assay::bmc {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
namespace cmd = wire::cmd;
namespace netfn = wire::netfn;
using DeviceCommands = HostBench;

TEST_F(DeviceCommands, TellAndChangeTheChassisCapabilities) {
    EXPECT_THAT(ask(netfn::chassis, cmd::chassis::get_capabilities),
                ElementsAre(0, 0x06, 0x20, 0x20, 0x20, 0x20));
    EXPECT_EQ(code(netfn::chassis, cmd::chassis::set_capabilities, {0x05, 0x21, 0x22, 0x23, 0x24, 0x25}), 0);
    EXPECT_THAT(ask(netfn::chassis, cmd::chassis::get_capabilities),
                ElementsAre(0, 0x05, 0x21, 0x22, 0x23, 0x24, 0x25));
    EXPECT_EQ(code(netfn::chassis, cmd::chassis::set_capabilities, {0x10, 0, 0, 0, 0}), 0xCC);
    expect_lengths(netfn::chassis, cmd::chassis::set_capabilities, 5, 6);
    EXPECT_EQ(code_as("oper", "switch", 3, netfn::chassis, cmd::chassis::set_capabilities, {0, 0, 0, 0, 0}),
              0xD4);
}

TEST_F(DeviceCommands, DisableFrontPanelButtons) {
    const auto panel = [&] { return ask(netfn::chassis, cmd::chassis::get_status).at(4); };
    EXPECT_EQ(panel(), 0xF0);
    EXPECT_EQ(code(netfn::chassis, cmd::chassis::set_front_panel_enables, {0x05}), 0);
    EXPECT_EQ(panel(), 0xF5);
    EXPECT_EQ(ask(netfn::chassis, cmd::chassis::get_status)[3] & 0x02, 0);
    EXPECT_EQ(code(netfn::chassis, cmd::chassis::set_front_panel_enables, {0x03}), 0);
    EXPECT_EQ(ask(netfn::chassis, cmd::chassis::get_status)[3] & 0x02, 0x02);
    EXPECT_EQ(code(netfn::chassis, cmd::chassis::set_front_panel_enables, {0x10}), 0xCC);
    expect_lengths(netfn::chassis, cmd::chassis::set_front_panel_enables, 1, 1);
    EXPECT_EQ(code_as("oper", "switch", 3, netfn::chassis, cmd::chassis::set_front_panel_enables, {0}), 0xD4);
}

TEST_F(DeviceCommands, CycleThePowerWithTheIntervalThatWasSet) {
    EXPECT_EQ(code(netfn::chassis, cmd::chassis::set_power_cycle_interval, {30}), 0);
    EXPECT_EQ(code(netfn::chassis, cmd::chassis::control, {2}), 0);
    pass(29s);
    EXPECT_FALSE(console.bmc.chassis().powered_on());
    pass(1s);
    EXPECT_TRUE(console.bmc.chassis().powered_on());
    expect_lengths(netfn::chassis, cmd::chassis::set_power_cycle_interval, 1, 1);
    EXPECT_EQ(code_as("oper", "switch", 3, netfn::chassis, cmd::chassis::set_power_cycle_interval, {1}),
              0xD4);
}

TEST_F(DeviceCommands, LogADiagnosticInterrupt) {
    EXPECT_EQ(code(netfn::chassis, cmd::chassis::control, {4}), 0);
    EXPECT_THAT(logged(), ElementsAre(ElementsAre(10, 0x00, 0xFF)));
    EXPECT_EQ(code(netfn::chassis, cmd::chassis::control, {0}), 0);
    EXPECT_EQ(code(netfn::chassis, cmd::chassis::control, {4}), 0xD5);
}

TEST_F(DeviceCommands, KeepTheAcpiStateThatSoftwareTellsUntilThePowerChanges) {
    const auto state = [&] { return ask(netfn::app, cmd::app::get_acpi_power_state); };
    EXPECT_THAT(state(), ElementsAre(0, 0, 0));
    EXPECT_EQ(code(netfn::app, cmd::app::set_acpi_power_state, {0x83, 0xFF}), 0);
    EXPECT_THAT(state(), ElementsAre(0, 3, 0));
    EXPECT_EQ(code(netfn::app, cmd::app::set_acpi_power_state, {0x01, 0x82}), 0);
    EXPECT_THAT(state(), ElementsAre(0, 3, 2)) << "without bit 7 a state is not set";
    EXPECT_EQ(code(netfn::chassis, cmd::chassis::control, {3}), 0);
    EXPECT_THAT(state(), ElementsAre(0, 0, 0));
    EXPECT_EQ(code(netfn::app, cmd::app::set_acpi_power_state, {0x8B, 0}), 0xCC);
    EXPECT_EQ(code(netfn::app, cmd::app::set_acpi_power_state, {0, 0x84}), 0xCC);
    expect_lengths(netfn::app, cmd::app::set_acpi_power_state, 2, 2);
    EXPECT_EQ(code_as("oper", "switch", 3, netfn::app, cmd::app::set_acpi_power_state, {0, 0}), 0xD4);
}

TEST_F(DeviceCommands, ResetTheBmcWhichEndsSessionsAndComesBack) {
    EXPECT_EQ(code(netfn::chassis, cmd::chassis::set_power_restore_policy, {0}), 0);
    EXPECT_EQ(code(netfn::app, cmd::app::set_watchdog, {4, 1, 0, 0, 10, 0}), 0);
    EXPECT_EQ(code(netfn::app, cmd::app::reset_watchdog), 0);
    EXPECT_EQ(code(netfn::app, cmd::app::set_channel_access, {1, 0xA2, 0}), 0) << "alerting off, until then";
    EXPECT_EQ(ask(netfn::app, cmd::app::get_channel_access, {1, 0x80})[1] & 0x20, 0x20);
    EXPECT_EQ(code(netfn::storage, cmd::storage::enter_sdr_update_mode), 0);
    EXPECT_EQ(code(netfn::app, cmd::app::cold_reset), 0) << "it answers before it goes";
    console.now += 200ms;
    EXPECT_THAT(ask(netfn::app, cmd::app::get_device_id), IsEmpty());
    console.now += 1900ms;
    EXPECT_THAT(console.exchange_sessionless(
                    wire::PayloadType::open_session_request,
                    encode(wire::OpenSessionRequest{.algorithms = wire::suite_17.algorithms})),
                IsEmpty());
    console.now += 100ms;
    EXPECT_THAT(ask(netfn::app, cmd::app::get_device_id), IsEmpty()) << "the session is no more";
    session = console.log_in();
    EXPECT_EQ(ask(netfn::chassis, cmd::chassis::get_status)[1] >> 5 & 3, 0) << "the policy stays";
    EXPECT_EQ(ask(netfn::app, cmd::app::get_watchdog)[1], 0) << "the watchdog does not";
    EXPECT_EQ(ask(netfn::app, cmd::app::get_channel_access, {1, 0x80})[1] & 0x20, 0);
    EXPECT_EQ(code(netfn::storage, cmd::storage::exit_sdr_update_mode), 0xD5) << "nor the update mode";
    EXPECT_TRUE(console.bmc.chassis().powered_on());
    EXPECT_EQ(code_as("oper", "switch", 3, netfn::app, cmd::app::cold_reset), 0xD4);
    EXPECT_EQ(code_as("oper", "switch", 3, netfn::app, cmd::app::warm_reset), 0xD4);
}

TEST_F(DeviceCommands, ResetTheBmcWarmlyWithItsTimersRunning) {
    EXPECT_EQ(code(netfn::app, cmd::app::set_watchdog, {4, 1, 0, 0, 100, 0}), 0);
    EXPECT_EQ(code(netfn::app, cmd::app::reset_watchdog), 0);
    EXPECT_EQ(code(netfn::app, cmd::app::warm_reset), 0);
    console.now += 200ms;
    EXPECT_THAT(ask(netfn::app, cmd::app::get_device_id), IsEmpty());
    console.now += 1s;
    session = console.log_in();
    EXPECT_EQ(ask(netfn::app, cmd::app::get_watchdog)[1], 0x44);
}

TEST_F(DeviceCommands, HaveNoManufacturingTest) {
    EXPECT_EQ(code(netfn::app, cmd::app::manufacturing_test_on, {1, 2, 3}), 0xD5);
    EXPECT_EQ(code_as("oper", "switch", 3, netfn::app, cmd::app::manufacturing_test_on), 0xD4);
}

TEST_F(DeviceCommands, TurnEventLoggingOffForTheHostOnly) {
    EXPECT_THAT(ask(netfn::app, cmd::app::get_global_enables), ElementsAre(0, 0x08));
    EXPECT_EQ(code(netfn::app, cmd::app::set_global_enables, {0}), 0xD4)
        << "Appendix G: system interface only";
    EXPECT_EQ(code(netfn::app, cmd::app::get_message_flags), 0xD4);
    EXPECT_EQ(code(netfn::app, cmd::app::clear_message_flags, {1}), 0xD4);
    EXPECT_THAT(ask_as_host(netfn::app, cmd::app::set_global_enables, {0x10}), ElementsAre(0xCC));
    EXPECT_THAT(ask_as_host(netfn::app, cmd::app::set_global_enables, {}), ElementsAre(0xC7));
    EXPECT_THAT(ask_as_host(netfn::app, cmd::app::set_global_enables, {0x01}), ElementsAre(0));
    EXPECT_THAT(ask(netfn::app, cmd::app::get_global_enables), ElementsAre(0, 0x01));
    EXPECT_EQ(code(netfn::chassis, cmd::chassis::control, {4}), 0);
    EXPECT_THAT(logged(), IsEmpty());
}

TEST_F(DeviceCommands, KeepSystemNamesInBlocks) {
    const auto get = [&](base::Octet name, base::Octet block) {
        return ask(netfn::app, cmd::app::get_system_info, {0, name, block, 0});
    };
    EXPECT_THAT(get(2, 0), ElementsAre(0, 0x11, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    EXPECT_THAT(get(2, 1), ElementsAre(0xC9));
    base::Octets first{2, 0, 1, 20};
    for (const char letter : std::string{"abcdefghijklmn"}) first.push_back(static_cast<base::Octet>(letter));
    EXPECT_EQ(code(netfn::app, cmd::app::set_system_info, first), 0);
    EXPECT_EQ(code(netfn::app, cmd::app::set_system_info, {2, 1, 'o', 'p', 'q', 'r', 's', 't', 'u'}), 0);
    EXPECT_THAT(get(2, 0), ElementsAre(0, 0x11, 0, 1, 20, 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j',
                                       'k', 'l', 'm', 'n'));
    EXPECT_THAT(get(2, 1),
                ElementsAre(0, 0x11, 1, 'o', 'p', 'q', 'r', 's', 't', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    EXPECT_EQ(code(netfn::app, cmd::app::set_system_info, {2, 2, 'x'}), 0xC9);
    EXPECT_EQ(code(netfn::app, cmd::app::set_system_info, {2, 0, 3, 1, 'x'}), 0xCC) << "no such encoding";
    EXPECT_EQ(code(netfn::app, cmd::app::set_system_info, {2, 0, 0}), 0xC7);
    EXPECT_THAT(ask(netfn::app, cmd::app::get_system_info, {0x80, 2, 0, 0}), ElementsAre(0, 0x11));
}

TEST_F(DeviceCommands, ForgetWhatRanWhenTheHostStartsAnew) {
    for (const base::Octet name : base::Octets{3, 4})
        EXPECT_EQ(code(netfn::app, cmd::app::set_system_info, {name, 0, 0, 1, 'x'}), 0);
    EXPECT_EQ(code(netfn::chassis, cmd::chassis::control, {3}), 0);
    EXPECT_EQ(ask(netfn::app, cmd::app::get_system_info, {0, 3, 0, 0})[4], 1);
    EXPECT_EQ(ask(netfn::app, cmd::app::get_system_info, {0, 4, 0, 0})[4], 0);
}

TEST_F(DeviceCommands, RefuseUnlawfulSystemInfo) {
    EXPECT_EQ(code(netfn::app, cmd::app::set_system_info, {0, 1}), 0);
    EXPECT_EQ(code(netfn::app, cmd::app::set_system_info, {0, 1}), 0x81);
    EXPECT_THAT(ask(netfn::app, cmd::app::get_system_info, {0, 0, 0, 0}), ElementsAre(0, 0x11, 1));
    EXPECT_EQ(code(netfn::app, cmd::app::set_system_info, {0, 2}), 0xCC);
    EXPECT_EQ(code(netfn::app, cmd::app::set_system_info, {0, 0, 0}), 0xC7);
    EXPECT_EQ(code(netfn::app, cmd::app::set_system_info, {8, 0, 0, 1, 'x'}), 0x80);
    EXPECT_EQ(code(netfn::app, cmd::app::get_system_info, {0, 8, 0, 0}), 0x80);
    EXPECT_EQ(code(netfn::app, cmd::app::get_system_info, {0, 2, 0, 1}), 0xC9);
    expect_lengths(netfn::app, cmd::app::set_system_info, 2, 18);
    expect_lengths(netfn::app, cmd::app::get_system_info, 4, 4);
    EXPECT_EQ(code_as("oper", "switch", 3, netfn::app, cmd::app::set_system_info, {2, 0, 0, 1, 'x'}), 0xD4);
}

TEST(SelfTest, TellsTheFaultsOfTheChassisFileAndAnEmptyRepository) {
    const std::string chassis = R"(name = "bare"
[device]
guid = "00112233-4455-6677-8899-aabbccddeeff"
self_test_faults = [0, 7]
[[user]]
id = 2
name = "admin"
password = "secret"
privilege = "administrator"
)";
    Console console{standstill, chassis};
    auto session = console.log_in();
    EXPECT_THAT(console.command(session, netfn::app, cmd::app::get_self_test_results),
                ElementsAre(0, 0x57, 0x89));
}

}  // namespace
}  // namespace assay::bmc
