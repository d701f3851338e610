#include "assay/bmc/oem_script.hpp"

#include <gmock/gmock.h>

#include "assay/base/setup_error.hpp"
#include "command_bench.hpp"

namespace assay::bmc {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

constexpr std::uint8_t own = 0x30;

/// The test chassis with a script, and what that reports.
class OemBench {
public:
    explicit OemBench(const std::string& script) : bench{with(script)} {}

    base::Octets ask(std::uint8_t netfn, std::uint8_t number, const base::Octets& data = {}) {
        return bench.ask(netfn, number, data);
    }
    Chassis& chassis() { return bench.console.bmc.chassis(); }

    std::vector<std::string> lines;
    CommandBench bench;

private:
    ChassisModel with(const std::string& script) {
        ChassisModel model = parse_chassis(test_chassis, "test.toml");
        model.oem = std::make_shared<OemScript>(script, "test.lua");
        model.oem->report_to([this](const std::string& line) { lines.push_back(line); });
        return model;
    }
};

/// A command 30h/01h of any length with this body.
std::string running(const std::string& body) {
    return "oem.command{ netfn = 0x30, command = 0x01, length = {0, 40},\n run = function(call)\n" + body +
           "\nend }";
}

std::string mistake_in(const std::string& script) {
    try {
        OemScript{script, "test.lua"};
    } catch (const base::SetupError& error) {
        return error.what();
    }
    return "none";
}

TEST(OemScript, AnswersItsCommands) {
    OemBench bench{running("return 0x00, call.data:reverse() .. string.char(call.privilege, call.channel)")};
    EXPECT_THAT(bench.ask(own, 1, {1, 2, 3}), ElementsAre(0, 3, 2, 1, 4, 1));
    constexpr std::uint8_t set_session_privilege = 0x3B, operator_level = 3;
    bench.ask(wire::netfn::app, set_session_privilege, {operator_level});
    EXPECT_THAT(bench.ask(own, 1), ElementsAre(0, operator_level, 1)) << "the session's present level";
    EXPECT_THAT(bench.ask(own, 2), ElementsAre(0xC1));
    EXPECT_THAT(bench.ask(0x32, 1), ElementsAre(0xC1));
}

TEST(OemScript, GivesItsOwnCompletionCodesWithoutData) {
    OemBench bench{running("return 0x83, 'data'")};
    EXPECT_THAT(bench.ask(own, 1), ElementsAre(0x83));
    EXPECT_THAT(bench.lines, IsEmpty());
}

TEST(OemScript, IsHeldToLengthsAndPrivileges) {
    OemBench bench{
        "local function ok() return 0 end\n"
        "oem.command{ netfn = 0x30, command = 1, length = {1, 4}, privilege = 'administrator', run = ok }\n"
        "oem.command{ netfn = 0x30, command = 2, length = 2, run = ok }"};
    bench.bench.expect_lengths(own, 1, 1, 4);
    bench.bench.expect_lengths(own, 2, 2, 2);
    bench.bench.expect_privilege(own, 1, 1, 4);
    bench.bench.expect_privilege(own, 2, 2, 3);
    EXPECT_THAT(bench.ask(own, 1, {0}), ElementsAre(0));
}

TEST(OemScript, TellsGroupsAndMakersApartByWhatTheirRequestsBeginWith) {
    OemBench bench{
        "oem.command{ netfn = 0x2c, command = 0x40, body = 0x52, length = 0, run = function() return 0, 'g' "
        "end }\n"
        "oem.command{ netfn = 0x2e, command = 0x40, iana = 0x2A7C, length = 1,\n"
        " run = function(call) return 0, call.data end }\n"
        "oem.command{ netfn = 0x2e, command = 0x40, iana = 0x0157, length = 0, run = function() return 0x80 "
        "end }"};
    EXPECT_THAT(bench.ask(0x2C, 0x40, {0x52}), ElementsAre(0, 0x52, 'g'));
    EXPECT_THAT(bench.ask(0x2C, 0x40, {0x53}), ElementsAre(0xC1));
    EXPECT_THAT(bench.ask(0x2C, 0x40, {0x52, 1}), ElementsAre(0xC7));
    EXPECT_THAT(bench.ask(0x2E, 0x40, {0x7C, 0x2A, 0, 9}), ElementsAre(0, 0x7C, 0x2A, 0, 9));
    EXPECT_THAT(bench.ask(0x2E, 0x40, {0x57, 0x01, 0}), ElementsAre(0x80));
    EXPECT_THAT(bench.ask(0x2E, 0x40, {0x57}), ElementsAre(0xC1));
}

TEST(OemScript, ReadsAndSetsSensors) {
    OemBench bench{running(R"(
        local temp = chassis.sensor('Temp')
        assert(temp.number == 1 and temp.name == 'Temp' and temp.available and temp.value == 30 and temp.raw == 30)
        assert(chassis.sensor('Nothing') == nil and chassis.sensor(77) == nil)
        chassis.set_sensor('Temp', 45)
        assert(chassis.sensor(1).value == 45 and chassis.sensor(1).asserted ~= 0)
        return 0)")};
    EXPECT_THAT(bench.ask(own, 1), ElementsAre(0));
    EXPECT_THAT(bench.lines, IsEmpty());
    EXPECT_EQ(bench.ask(wire::netfn::sensor_event, wire::cmd::sensor_event::get_reading, {1}).at(1), 45);
}

TEST(OemScript, LogsEventsAndSwitchesThePower) {
    OemBench bench{running(R"(
        chassis.log{ sensor = 1, type = 0xC0, event_type = 0x70, data = '\1\2\3' }
        assert(chassis.power())
        local on, done = chassis.power('off')
        assert(done and not on and chassis.time() > 0)
        return 0)")};
    bench.chassis().log().clear(0);
    EXPECT_THAT(bench.ask(own, 1), ElementsAre(0));
    EXPECT_FALSE(bench.chassis().powered_on());
    EXPECT_EQ(bench.chassis().restart_cause(), RestartCause::always_restore) << "it was switched off, not on";
    const auto event = *wire::system_event_of(*bench.chassis().log().find(wire::first_record));
    EXPECT_EQ(event.sensor_type, 0xC0);
    EXPECT_THAT(event.data, ElementsAre(1, 2, 3));
}

TEST(OemScript, KeepsWhatItKnowsOfABmcThere) {
    ChassisModel model = parse_chassis(test_chassis, "test.toml");
    model.oem = std::make_shared<OemScript>(
        running("chassis.state.calls = (chassis.state.calls or 0) + 1\n"
                "chassis.state.name = call.data ~= '' and call.data or nil\n"
                "return 0, string.char(chassis.state.calls) .. (chassis.state.name or '')"),
        "test.lua");
    CommandBench one{model}, other{model};
    EXPECT_THAT(one.ask(own, 1), ElementsAre(0, 1));
    EXPECT_THAT(one.ask(own, 1, {'a'}), ElementsAre(0, 2, 'a'));
    EXPECT_THAT(other.ask(own, 1), ElementsAre(0, 1)) << "another BMC of the same fleet";
    EXPECT_THAT(one.ask(own, 1), ElementsAre(0, 3));
    EXPECT_EQ(one.console.bmc.chassis().oem_state().values().size(), 1U);
}

TEST(OemScript, MayNotFillTheMemoryWithWhatItKeeps) {
    OemBench bench{
        running("local s = 'x' for i = 1, 12 do s = s .. s end\n"
                "for i = 1, 9 do chassis.state[tostring(i)] = s end return 0")};
    EXPECT_THAT(bench.ask(own, 1), ElementsAre(0xFF));
    EXPECT_THAT(bench.lines, ElementsAre(HasSubstr("test.lua:4: chassis.state holds at most 16384 octets")));
}

TEST(OemScript, AnswersUnspecifiedErrorToItsMistakesAndSaysWhere) {
    const std::pair<const char*, const char*> mistakes[]{
        {"while true do end", "was cut"},
        {"local s = 'x' while true do s = s .. s end", "KiB of memory"},
        {"local function f() return 1 + f() end return f()", "was cut"},
        {"return nil + 1", "arithmetic on a nil value"},
        {"error({})", "not text"},
        {"return", "completion code"},
        {"return 256", "from 0 to 255 expected, got 256"},
        {"return '0'", "got text"},
        {"return 0, 7", "text expected, got 7"},
        {"return 0, string.format('%99s', ''):upper() .. string.format('%99s%99s', '', '')",
         "at most 200 octets"},
        {"chassis.sensor(0)", "from 1 to 254 expected"},
        {"chassis.sensor({})", "text expected, got table"},
        {"chassis.set_sensor('Nothing', 1)", "there is no sensor"},
        {"chassis.power('up')", "'up' is none of off, on"},
        {"chassis.log{ sensor = 1, typ = 2 }", "unknown key 'typ'"},
        {"chassis.state.x = {}", "no table"},
    };
    for (const auto& [body, said] : mistakes) {
        OemBench bench{running(body)};
        EXPECT_THAT(bench.ask(own, 1), ElementsAre(0xFF)) << body;
        EXPECT_THAT(bench.lines, ElementsAre(AllOf(StartsWith("test.lua:"), HasSubstr(said)))) << body;
        EXPECT_THAT(bench.ask(own, 1), ElementsAre(0xFF)) << body << ", again";
        EXPECT_THAT(bench.lines, testing::SizeIs(1)) << body << ": the same is said once";
        EXPECT_THAT(bench.ask(wire::netfn::app, wire::cmd::app::get_device_id),
                    testing::SizeIs(testing::Gt(10U)));
    }
}

TEST(OemScript, SaysWhereItCannotBeLoaded) {
    EXPECT_THAT(mistake_in("x = = 1"), StartsWith("test.lua:1: "));
    EXPECT_THAT(mistake_in("local x = 1"), StartsWith("test.lua:1: the script registers no command"));
    EXPECT_THAT(mistake_in("while true do end"), StartsWith("test.lua:1: "));
    EXPECT_THAT(mistake_in("\nchassis.sensor(1)"), StartsWith("test.lua:2: the chassis is there while"));
    const auto registering = [](const std::string& fields) {
        return mistake_in("\noem.command{ command = 1, length = 0, run = function() end, " + fields + " }");
    };
    EXPECT_EQ(registering("netfn = 0x30"), "none");
    EXPECT_THAT(registering("netfn = 0x06"), StartsWith("test.lua:2: netfn 06h is IPMI's own"));
    EXPECT_THAT(registering("netfn = 0x31"), HasSubstr("odd"));
    EXPECT_THAT(registering("netfn = 0x2c"), HasSubstr("body is missing"));
    EXPECT_THAT(registering("netfn = 0x2e"), HasSubstr("iana is missing"));
    EXPECT_THAT(registering("netfn = 0x30, privilege = 'root'"),
                HasSubstr("'root' is none of callback, user"));
    EXPECT_THAT(registering("netfn = 0x30, legnth = 1"), HasSubstr("unknown key 'legnth'"));
    EXPECT_THAT(mistake_in("oem.command{ netfn = 0x30, command = 1, length = {4, 2}, run = function() end }"),
                HasSubstr("length[2]: an integer from 4 to 255 expected, got 2"));
    EXPECT_THAT(mistake_in("oem.command{ netfn = 0x30, command = 1, length = 0 }"),
                HasSubstr("run is missing"));
    EXPECT_THAT(
        mistake_in("for i = 1, 2 do\noem.command{ netfn = 0x30, command = 1, length = 0, run = type }\nend"),
        StartsWith("test.lua:2: command 30h/01h is there twice"));
}

TEST(OemScript, IsNamedInTheChassisFile) {
    const auto complaint = [](const std::string& oem) -> std::string {
        try {
            static_cast<void>(parse_chassis(std::string{test_chassis} + "[oem]\n" + oem + "\n", "test.toml"));
        } catch (const base::SetupError& error) {
            return error.what();
        }
        return "none";
    };
    EXPECT_THAT(complaint("script = \"nowhere.lua\""), HasSubstr("nowhere.lua"));
    EXPECT_THAT(complaint("script = \"\""), HasSubstr("the name of a Lua file"));
}

/// §21: what a chassis has of its own is discovered and turned off like the rest.
TEST(OemScripts, HaveTheirCommandsListedByTheFirewall) {
    OemBench oem{running("return 0x00, 'x'") +
                 "\noem.command{ netfn = 0x2C, body = 0x52, command = 0x99, length = 0, run = function(call) "
                 "return 0 end }"};
    namespace cmd = wire::cmd::app;
    const auto pairs = oem.ask(wire::netfn::app, cmd::get_netfn_support, {1});
    EXPECT_NE(pairs.at(2 + own / 16) & 1U << own / 2 % 8, 0);
    const auto missing = [&](const base::Octets& subject, unsigned number) {
        return (oem.ask(wire::netfn::app, cmd::get_command_support, subject).at(1 + number % 128 / 8) >>
                    number % 8 &
                1) != 0;
    };
    EXPECT_FALSE(missing({1, own, 0}, 0x01));
    EXPECT_TRUE(missing({1, own, 0}, 0x02));
    EXPECT_FALSE(missing({1, 0x40 | 0x2C, 0, 0x52}, 0x99));
    EXPECT_FALSE(missing({1, 0x40 | 0x2C, 0}, 0x99)) << "of any body";
    EXPECT_TRUE(missing({1, 0x40 | 0x2C, 0, 0x53}, 0x99)) << "of another body";
    base::Octets none{1, own, 0};
    none.resize(3 + 16);
    EXPECT_EQ(oem.ask(wire::netfn::app, cmd::set_command_enables, none).at(0), 0);
    EXPECT_THAT(oem.ask(own, 0x01), ElementsAre(0xD6));
    none[3] = 0x02;
    EXPECT_EQ(oem.ask(wire::netfn::app, cmd::set_command_enables, none).at(0), 0);
    EXPECT_THAT(oem.ask(own, 0x01), ElementsAre(0x00, 'x'));
}

/// §21.11: whose they are is told one after the other.
TEST(OemScripts, HaveTheirMakersListed) {
    const auto of = [](const std::string& command) {
        return "oem.command{ " + command + ", length = 0, run = function() return 0 end }\n";
    };
    OemBench oem{
        of("netfn = 0x2e, command = 1, iana = 0x2A7C") + of("netfn = 0x2e, command = 2, iana = 0x2A7C") +
        of("netfn = 0x2e, command = 1, iana = 0x0157") + of("netfn = 0x2c, command = 9, body = 0x52")};
    const auto listed = [&](base::Octet netfn, base::Octet index) {
        return oem.ask(wire::netfn::app, wire::cmd::app::get_oem_netfn_support, {1, netfn, index});
    };
    EXPECT_THAT(listed(0x2E, 0), ElementsAre(0, 0x00, 1, 0x7C, 0x2A, 0));
    EXPECT_THAT(listed(0x2E, 1), ElementsAre(0, 0x80, 1, 0x57, 0x01, 0));
    EXPECT_THAT(listed(0x2E, 2), ElementsAre(0xCC));
    EXPECT_THAT(listed(0x2C, 2), ElementsAre(0, 0x80, 1, 0x52)) << "after PICMG and DCMI";
}

TEST(OemScripts, CountWhatTheySetAsAChangeOfWhatIsKept) {
    OemBench oem{running("chassis.state.n = (chassis.state.n or 0) + 1 return 0")};
    const std::uint64_t counted = oem.chassis().kept_changes();
    EXPECT_THAT(oem.ask(own, 1), ElementsAre(0));
    EXPECT_EQ(oem.chassis().kept_changes(), counted + 1);
}

}  // namespace
}  // namespace assay::bmc
