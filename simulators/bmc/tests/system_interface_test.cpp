#include "assay/bmc/system_interface.hpp"

#include <gmock/gmock.h>

#include "host_bench.hpp"

namespace assay::bmc {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using wire::VmCommand;

constexpr std::uint8_t all_capabilities = 0x3F;

class SystemInterfaceTest : public HostBench {
protected:
    SystemInterfaceTest() {
        interface.connect(console.now);
        said = interface.take_outgoing();
        send(VmCommand::version, {1});
        send(VmCommand::capabilities, {all_capabilities});
    }
    void send(VmCommand command, const base::Octets& data = {}) {
        base::Octets out;
        wire::encode_vm_command(command, data, out);
        interface.receive(out, console.now);
    }
    /// The octets of the BMC's commands since the last time.
    std::vector<base::Octets> told() {
        interface.attend();
        std::vector<base::Octets> commands;
        for (wire::VmFrame& frame : decoder.take(interface.take_outgoing())) {
            EXPECT_TRUE(frame.is_command);
            commands.push_back(std::move(frame.octets));
        }
        return commands;
    }
    /// The answer's data, or nothing.
    base::Octets host_asks(std::uint8_t netfn, std::uint8_t command, const base::Octets& data = {},
                           std::uint8_t lun = 0) {
        base::Octets out;
        wire::encode_vm_message(
            {.sequence = ++sequence, .netfn = netfn, .lun = lun, .command = command, .data = data}, out);
        interface.receive(out, console.now);
        for (const wire::VmFrame& frame : decoder.take(interface.take_outgoing())) {
            if (frame.is_command) continue;
            const auto answer = wire::decode_vm_message(frame.octets);
            EXPECT_EQ(answer->sequence, sequence);
            EXPECT_EQ(answer->netfn, netfn | 1U);
            EXPECT_EQ(answer->lun, lun);
            EXPECT_EQ(answer->command, command);
            return answer->data;
        }
        return {};
    }

    SystemInterface interface { console.bmc };
    wire::VmDecoder decoder;
    base::Octets said;
    std::uint8_t sequence = 0x9E;  // the next ones are escaped
};

TEST_F(SystemInterfaceTest, SaysItsVersionFirst) { EXPECT_THAT(said, ElementsAre(0xFF, 0x01, 0xA1)); }

TEST_F(SystemInterfaceTest, AnswersTheHostWithoutASession) {
    for (int i = 0; i < 4; ++i)
        EXPECT_EQ(host_asks(wire::netfn::app, wire::cmd::app::get_device_id).at(1), 0x21);
    EXPECT_THAT(host_asks(wire::netfn::app, 0x7F), ElementsAre(0xC1));
    EXPECT_THAT(host_asks(wire::netfn::app, wire::cmd::app::get_device_id, {}, 3), ElementsAre(0xC2));
    EXPECT_THAT(host_asks(wire::netfn::app, wire::cmd::app::set_global_enables, {0x0A}), ElementsAre(0))
        << "which no session may";
    EXPECT_THAT(host_asks(wire::netfn::app, wire::cmd::app::set_session_privilege, {4}), ElementsAre(0x81))
        << "and it has none";
}

TEST_F(SystemInterfaceTest, DoesNotAnswerWhatIsDamagedOrAnAnswer) {
    interface.receive(
        base::Octets{0x01, 0x18, 0x01, 0x00, 0xA0, 0x01, 0xA0, 0x05, 0x1C, 0x01, 0x00, 0xDE, 0xA0},
        console.now);
    EXPECT_THAT(interface.take_outgoing(), IsEmpty());
}

TEST_F(SystemInterfaceTest, PassesOnWhatIsDoneToTheHost) {
    Chassis& chassis = console.bmc.chassis();
    EXPECT_THAT(told(), IsEmpty());
    chassis.control(PowerAction::reset, console.now);
    EXPECT_THAT(told(), ElementsAre(base::Octets{0x04}));
    chassis.control(PowerAction::diagnostic_interrupt, console.now);
    EXPECT_THAT(told(), ElementsAre(base::Octets{0x07}));
    chassis.control(PowerAction::soft_shutdown, console.now);
    EXPECT_THAT(told(), ElementsAre(base::Octets{0x09}));
    chassis.control(PowerAction::down, console.now);
    EXPECT_THAT(told(), ElementsAre(base::Octets{0x03}));
    chassis.control(PowerAction::down, console.now);
    EXPECT_THAT(told(), IsEmpty()) << "it is off";
}

TEST_F(SystemInterfaceTest, AsksNothingOfAHostThatItCannotDo) {
    send(VmCommand::capabilities, {wire::vm_capability::power});
    console.bmc.chassis().control(PowerAction::reset, console.now);
    console.bmc.chassis().control(PowerAction::down, console.now);
    EXPECT_THAT(told(), ElementsAre(base::Octets{0x03}));
}

TEST_F(SystemInterfaceTest, LetsTheWatchdogResetTheHost) {
    using namespace wire::cmd::app;
    // SMS/OS, hard reset, messaging interrupt 1 s before the end, after 3 s (§27.6)
    EXPECT_THAT(host_asks(wire::netfn::app, set_watchdog, {0x04, 0x31, 0x01, 0x3E, 30, 0}), ElementsAre(0));
    EXPECT_THAT(host_asks(wire::netfn::app, reset_watchdog), ElementsAre(0));
    pass(1s);
    EXPECT_THAT(told(), IsEmpty());
    pass(1500ms);
    EXPECT_THAT(told(), ElementsAre(base::Octets{0x01})) << "attention";
    EXPECT_THAT(host_asks(wire::netfn::app, get_message_flags), ElementsAre(0, 0x08));
    host_asks(wire::netfn::app, clear_message_flags, {0x08});
    pass(1s);
    EXPECT_THAT(told(), ElementsAre(base::Octets{0x04})) << "reset";
    EXPECT_EQ(console.bmc.chassis().restart_cause(), RestartCause::watchdog);
}

TEST_F(SystemInterfaceTest, TellsWhetherItsAttentionInterrupts) {
    using namespace wire::cmd::app;
    host_asks(wire::netfn::app, set_global_enables, {0x09});
    console.bmc.chassis().messaging().raise(Messaging::watchdog_interrupt);
    EXPECT_THAT(told(), ElementsAre(base::Octets{0x02}));
    console.bmc.chassis().messaging().clear(Messaging::watchdog_interrupt);
    EXPECT_THAT(told(), ElementsAre(base::Octets{0x00}));
    console.bmc.chassis().messaging().set_enables(0x08);
    EXPECT_THAT(told(), ElementsAre(base::Octets{0x06}));
}

TEST_F(SystemInterfaceTest, KnowsWhenTheMachineRestartsByItself) {
    send(VmCommand::reset);
    EXPECT_THAT(told(), IsEmpty()) << "it is not reset once more";
    EXPECT_EQ(console.bmc.chassis().restart_cause(), RestartCause::unknown);
}

TEST_F(SystemInterfaceTest, FindsAMachineThatIsThereSwitchedOn) {
    console.bmc.chassis().control(PowerAction::down, console.now);
    interface.disconnect();
    interface.connect(console.now);
    EXPECT_TRUE(console.bmc.chassis().powered_on());
    EXPECT_THAT(told(), ElementsAre(base::Octets{0xFF, 0x01})) << "and not what was done to the one before";
}

TEST_F(SystemInterfaceTest, SaysNothingWhileTheBmcRestarts) {
    EXPECT_THAT(host_asks(wire::netfn::app, wire::cmd::app::cold_reset), ElementsAre(0));
    pass(1s);
    EXPECT_THAT(host_asks(wire::netfn::app, wire::cmd::app::get_device_id), IsEmpty());
    pass(5s);
    EXPECT_EQ(host_asks(wire::netfn::app, wire::cmd::app::get_device_id).at(1), 0x21);
}

TEST(HostActions, AreNotKeptForEverWhereNobodyTakesThem) {
    Console console;
    for (int i = 0; i < 1000; ++i) console.bmc.chassis().control(PowerAction::reset, console.now);
    EXPECT_EQ(console.bmc.chassis().take_host_actions().size(), Chassis::most_host_actions);
}

}  // namespace
}  // namespace assay::bmc
