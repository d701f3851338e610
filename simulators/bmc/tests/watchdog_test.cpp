#include "host_bench.hpp"

namespace assay::bmc {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
namespace cmd = wire::cmd::app;
constexpr auto app = wire::netfn::app;

class WatchdogTimer : public HostBench {
protected:
    /// Sets a countdown of `tenths` and starts it.
    void start(unsigned use, unsigned actions, unsigned pre_timeout, unsigned tenths) {
        ASSERT_EQ(code(app, cmd::set_watchdog,
                       {static_cast<base::Octet>(use), static_cast<base::Octet>(actions),
                        static_cast<base::Octet>(pre_timeout), 0, static_cast<base::Octet>(tenths & 0xFF),
                        static_cast<base::Octet>(tenths >> 8)}),
                  0);
        ASSERT_EQ(code(app, cmd::reset_watchdog), 0);
    }
    bool powered() { return (ask(wire::netfn::chassis, wire::cmd::chassis::get_status)[1] & 1) != 0; }
};

TEST_F(WatchdogTimer, CannotBeStartedBeforeItWasSet) {
    EXPECT_EQ(code(app, cmd::reset_watchdog), 0x80);
    EXPECT_THAT(ask(app, cmd::get_watchdog), ElementsAre(0, 0, 0, 0, 0, 0, 0, 0, 0));
}

TEST_F(WatchdogTimer, CountsDownInTenthsOfASecond) {
    start(4, 0, 0, 600);
    console.now += 12300ms;
    EXPECT_THAT(ask(app, cmd::get_watchdog), ElementsAre(0, 0x44, 0, 0, 0, 0x58, 0x02, 0xDD, 0x01));
    EXPECT_EQ(code(app, cmd::reset_watchdog), 0);
    EXPECT_THAT(ask(app, cmd::get_watchdog), ElementsAre(0, 0x44, 0, 0, 0, 0x58, 0x02, 0x58, 0x02));
}

TEST_F(WatchdogTimer, DoesWhatItIsSetToDoAndRemembersTheUse) {
    start(4, 2, 0, 100);
    pass(9900ms);
    EXPECT_TRUE(powered());
    pass(100ms);
    EXPECT_FALSE(powered());
    EXPECT_THAT(ask(app, cmd::get_watchdog), ElementsAre(0, 0x04, 0x02, 0, 0x10, 100, 0, 0, 0));
    EXPECT_THAT(logged(), ElementsAre(ElementsAre(9, 0xC2, 0x04)));
    EXPECT_EQ(code(app, cmd::set_watchdog, {4, 2, 0, 0x10, 100, 0}), 0);
    EXPECT_EQ(ask(app, cmd::get_watchdog)[4], 0) << "the flag is taken away by its bit";
}

TEST_F(WatchdogTimer, ResetsTheHostAndIsTheRestartsCause) {
    start(3, 1, 0, 10);
    pass(1s);
    EXPECT_TRUE(powered());
    EXPECT_THAT(ask(wire::netfn::chassis, wire::cmd::chassis::get_restart_cause), ElementsAre(0, 4, 0));
}

TEST_F(WatchdogTimer, CyclesThePower) {
    start(5, 3, 0, 10);
    pass(1s);
    EXPECT_FALSE(powered());
    pass(1s);
    EXPECT_TRUE(powered());
    EXPECT_THAT(ask(wire::netfn::chassis, wire::cmd::chassis::get_restart_cause), ElementsAre(0, 4, 0));
}

TEST_F(WatchdogTimer, InterruptsBeforeTheEnd) {
    start(4, 0x31, 5, 200);
    EXPECT_THAT(ask_as_host(app, cmd::get_message_flags), ElementsAre(0, 0));
    pass(15s);
    EXPECT_THAT(ask_as_host(app, cmd::get_message_flags), ElementsAre(0, 0x08));
    EXPECT_THAT(logged(), ElementsAre(ElementsAre(9, 0xC8, 0x34)));
    EXPECT_EQ(code(app, cmd::reset_watchdog), 0xD5) << "only a Set stops it now";
    EXPECT_THAT(ask_as_host(app, cmd::clear_message_flags, {0x08}), ElementsAre(0));
    EXPECT_THAT(ask_as_host(app, cmd::get_message_flags), ElementsAre(0, 0));
    pass(5s);
    EXPECT_THAT(logged(), ElementsAre(ElementsAre(9, 0xC8, 0x34), ElementsAre(9, 0xC1, 0x34)));
}

TEST_F(WatchdogTimer, InterruptsTheHostWithADiagnosticInterrupt) {
    start(2, 0x20, 1, 20);
    pass(1s);
    EXPECT_THAT(logged(), ElementsAre(ElementsAre(9, 0xC8, 0x22), ElementsAre(10, 0x00, 0xFF)));
}

TEST_F(WatchdogTimer, LogsNothingWhenToldSoAndForTheOneTimeOnly) {
    start(0x84, 0, 0, 10);
    EXPECT_EQ(ask(app, cmd::get_watchdog)[1], 0xC4);
    pass(1s);
    EXPECT_THAT(logged(), IsEmpty());
    EXPECT_EQ(ask(app, cmd::get_watchdog)[1], 0x04);
    EXPECT_EQ(code(app, cmd::reset_watchdog), 0);
    pass(1s);
    EXPECT_THAT(logged(), ElementsAre(ElementsAre(9, 0xC0, 0x04)));
}

TEST_F(WatchdogTimer, StopsWhenItIsSetUnlessToldToGoOn) {
    start(4, 0, 0, 100);
    EXPECT_EQ(code(app, cmd::set_watchdog, {0x44, 0, 0, 0, 50, 0}), 0);
    EXPECT_THAT(ask(app, cmd::get_watchdog), ElementsAre(0, 0x44, 0, 0, 0, 50, 0, 50, 0));
    EXPECT_EQ(code(app, cmd::set_watchdog, {0x04, 0, 0, 0, 60, 0}), 0);
    EXPECT_THAT(ask(app, cmd::get_watchdog), ElementsAre(0, 0x04, 0, 0, 0, 60, 0, 60, 0));
    pass(10s);
    EXPECT_THAT(logged(), IsEmpty());
}

TEST_F(WatchdogTimer, DoesNotOutliveThePowerOfTheHost) {
    start(4, 3, 0, 100);
    EXPECT_EQ(code(wire::netfn::chassis, wire::cmd::chassis::control, {0}), 0);
    pass(20s);
    EXPECT_FALSE(powered());
    EXPECT_THAT(logged(), IsEmpty());
}

TEST_F(WatchdogTimer, RefusesWhatItDoesNotKnow) {
    const std::vector<base::Octets> unlawful{
        {0, 0, 0, 0, 1, 0},    {6, 0, 0, 0, 1, 0},    {0x0C, 0, 0, 0, 1, 0}, {4, 4, 0, 0, 1, 0},
        {4, 0x40, 0, 0, 1, 0}, {4, 0x88, 0, 0, 1, 0}, {4, 0x11, 2, 0, 19, 0}};
    for (const base::Octets& data : unlawful) EXPECT_EQ(code(app, cmd::set_watchdog, data), 0xCC);
    expect_lengths(app, cmd::set_watchdog, 6, 6);
    expect_lengths(app, cmd::reset_watchdog, 0, 0);
    expect_lengths(app, cmd::get_watchdog, 0, 0);
    EXPECT_EQ(code_as("viewer", "look", 2, app, cmd::set_watchdog, {4, 0, 0, 0, 1, 0}), 0xD4);
    EXPECT_EQ(code_as("viewer", "look", 2, app, cmd::reset_watchdog), 0xD4);
    EXPECT_EQ(code_as("viewer", "look", 2, app, cmd::get_watchdog), 0);
}

}  // namespace
}  // namespace assay::bmc
