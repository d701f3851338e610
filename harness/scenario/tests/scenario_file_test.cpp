#include "assay/scenario/scenario_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "assay/base/setup_error.hpp"
#include "assay/base/temporary_folder.hpp"

namespace assay::scenario {
namespace {

using load::Captured;
using load::Field;
using load::Role;
using load::Text;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;

class ScenarioFile : public testing::Test {
protected:
    void write(const std::string& name, const std::string& text) {
        static_cast<void>(folder_.write(name, text));
    }
    load::Program read(const std::string& text) {
        write("s.lua", text);
        return read_scenario(folder_.path() / "s.lua");
    }
    /// The message from the file's own name on.
    std::string complaint(const std::string& text) {
        try {
            static_cast<void>(read(text));
        } catch (const base::SetupError& error) {
            const std::string message = error.what();
            return message.substr(folder_.path().string().size() + 1);
        }
        return {};
    }

    base::TemporaryFolder folder_;
};

TEST_F(ScenarioFile, BecomesFlowsWithWeightsAndFields) {
    write("items.csv", "name,slot\na,1\nb,2\n");
    const load::Program program = read(R"(
local items = csv "items.csv"
scenario {
  mix = {
    { weight = 7, get { resource = "urn:a&b", selectors = { Slot = items.slot, Name = { "x-", items.name } } } },
    { weight = 3, name = "who", identify {} },
  },
})");
    ASSERT_EQ(program.mix.size(), 2U);
    EXPECT_EQ(program.mix[0].weight, 7U);
    EXPECT_EQ(program.mix[1].name, "who");
    const load::Step& get = program.mix[0].steps.at(0);
    EXPECT_EQ(get.name, "Get");
    EXPECT_EQ(get.resource, Text{"urn:a&amp;b"});
    ASSERT_EQ(get.selectors.size(), 2U);
    EXPECT_EQ(get.selectors[0].first, "Name");
    EXPECT_EQ(get.selectors[0].second, (Text{"x-", Field{0, 0}}));
    EXPECT_EQ(get.selectors[1].second, Text{Field(0, 1)});
    EXPECT_THAT(get.expects, EndsWith("/GetResponse"));
    EXPECT_EQ(program.mix[1].steps.at(0).action, "");
    EXPECT_EQ(program.tables.at(0).rows.size(), 2U);
}

TEST_F(ScenarioFile, SavesFromAnswersWhatLaterStepsSay) {
    const load::Program program = read(R"(
scenario {
  setup = { create { resource = "urn:shell", body = "<x/>", save = { shell = { "Selector", Name = "ShellId" } } } },
  mix = { { request { action = "urn:c/Command", resource = "urn:shell", selectors = { ShellId = saved "shell" },
                      body = { "<c>", saved "shell", "</c>" }, expect = "urn:c/Answer" } } },
  teardown = { delete { resource = "urn:shell", selectors = { ShellId = saved "shell" } } },
})");
    EXPECT_THAT(program.slots, ElementsAre("context", "unique", "shell"));
    const load::Capture& capture = program.setup.steps.at(0).captures.at(0);
    EXPECT_EQ(capture.slot, 2U);
    EXPECT_EQ(capture.element + capture.attribute + capture.value, "SelectorNameShellId");
    const load::Step& command = program.mix[0].steps.at(0);
    EXPECT_EQ(command.name, "Command");
    EXPECT_EQ(command.body, (Text{"<c>", Captured{2}, "</c>"}));
    EXPECT_EQ(command.expects, "urn:c/Answer");
    EXPECT_EQ(program.teardown.steps.at(0).selectors.at(0).second, Text{Captured{2}});
}

TEST_F(ScenarioFile, HasSomethingUniqueForWhatItMakes) {
    const load::Program program =
        read("scenario { mix = { { create { resource = 'urn:r', body = { 'x', unique() } } } } }");
    EXPECT_EQ(program.mix[0].steps.at(0).body, (Text{"x", Captured{load::unique_slot}}));
}

TEST_F(ScenarioFile, WalksEnumerations) {
    const load::Program program = read(R"(
local all = { resource = "urn:r" }
scenario { mix = { { enumerate(all), pull { resource = "urn:r", max_elements = 5 }, pull_all(all), release(all) } } })");
    std::vector<Role> roles;
    for (const load::Step& step : program.mix[0].steps) roles.push_back(step.role);
    EXPECT_THAT(roles, ElementsAre(Role::opens, Role::pulls, Role::pulls_to_end, Role::releases));
    EXPECT_EQ(program.mix[0].steps[1].body.at(1), load::Piece{Captured{0}});
}

TEST_F(ScenarioFile, HasCommandsOfBmcs) {
    write("sensors.csv", "name,number\ninlet,1\noutlet,0x2A\n");
    const load::Program program = read(R"(
local sensors = csv "sensors.csv"
scenario {
  sessions = "each", targets = { "ipmi://127.0.0.1:6230", "ipmi://127.0.0.2-127.0.0.9" },
  mix = {
    { ipmi { netfn = 0x04, command = 0x2D, lun = 1, data = sensors.number } },
    { ipmi { name = "Reserve", netfn = 0x0A, command = 0x42, save = { reservation = { 2, 3 }, code = 1 } },
      ipmi { netfn = 0x0A, command = 0x43, data = { saved "reservation", 0, "\xFF\0", { 7 } } } },
  },
})");
    EXPECT_TRUE(program.is_of_bmcs());
    EXPECT_TRUE(program.session_each);
    EXPECT_EQ(program.targets, "ipmi://127.0.0.1:6230,127.0.0.2-127.0.0.9");
    const load::Step& reading = program.mix[0].steps.at(0);
    EXPECT_EQ(reading.name, "04h/2Dh");
    EXPECT_EQ(reading.bmc->netfn * 0x100 + reading.bmc->number, 0x042D);
    EXPECT_EQ(reading.bmc->lun, 1);
    EXPECT_EQ(reading.bmc->data, Text{Field(0, 1)});
    const load::BmcCommand& reserve = *program.mix[1].steps.at(0).bmc;
    EXPECT_EQ(program.mix[1].steps[0].name, "Reserve");
    ASSERT_EQ(reserve.captures.size(), 2U);
    const load::OctetCapture& reservation = reserve.captures[reserve.captures[0].slot == 2 ? 0 : 1];
    EXPECT_EQ(reservation.last - reservation.first, program.slots.at(2) == "reservation" ? 1U : 0U);
    const load::BmcCommand& entry = *program.mix[1].steps.at(1).bmc;
    ASSERT_EQ(entry.data.size(), 4U);
    EXPECT_EQ(program.slots.at(std::get<Captured>(entry.data[0]).number), "reservation");
    EXPECT_EQ(entry.data[1], load::Piece{std::string(1, '\0')});
    EXPECT_EQ(entry.data[2], load::Piece{std::string("\xFF\0", 2)});
    EXPECT_EQ(entry.data[3], load::Piece{"\x07"});
}

TEST_F(ScenarioFile, SaysWhatIsWrongWithCommandsOfBmcs) {
    write("sensors.csv", "number\n1\n300\n");
    const auto of_step = [&](const std::string& step) {
        return complaint("scenario { mix = { { " + step + " } } }");
    };
    EXPECT_THAT(of_step("ipmi { command = 1 }"), HasSubstr("ipmi: netfn is missing"));
    EXPECT_THAT(of_step("ipmi { netfn = 7, command = 1 }"), HasSubstr("is even, got '7'"));
    EXPECT_THAT(of_step("ipmi { netfn = 6, command = 256 }"), HasSubstr("command"));
    EXPECT_THAT(of_step("ipmi { netfn = 6, command = 1, data = { 1, 256 } }"), HasSubstr("data"));
    EXPECT_THAT(of_step("ipmi { netfn = 6, command = 1, data = unique() }"), HasSubstr("text of services"));
    EXPECT_THAT(of_step("ipmi { netfn = 6, command = 1, data = saved 'x' }"), HasSubstr("no step saves 'x'"));
    EXPECT_THAT(of_step("ipmi { netfn = 6, command = 1, save = { x = 0 } }"), HasSubstr("save.x"));
    EXPECT_THAT(of_step("ipmi { netfn = 6, command = 1, save = { x = { 3, 2 } } }"),
                HasSubstr("before the first"));
    EXPECT_THAT(of_step("ipmi { netfn = 6, command = 1, body = '' }"), HasSubstr("'body'"));
    EXPECT_THAT(of_step("ipmi { netfn = 6, command = 1 }, identify {}"), HasSubstr("do not mix"));
    EXPECT_THAT(complaint("local s = csv 'sensors.csv'\n"
                          "scenario { mix = { { ipmi { netfn = 6, command = 1, data = s.number } } } }"),
                testing::AllOf(HasSubstr("s.lua:2:"), HasSubstr("row 2 of"), HasSubstr("'300'")));
    const std::string mix = "mix = { { ipmi { netfn = 6, command = 1 } } }";
    EXPECT_THAT(complaint("scenario { sessions = 'all', " + mix + " }"), HasSubstr("'all'"));
    EXPECT_THAT(complaint("scenario { targets = { 'http://a' }, " + mix + " }"), HasSubstr("'http://a'"));
    EXPECT_THAT(complaint("scenario { targets = { 'ipmi://u:p@a' }, " + mix + " }"), HasSubstr("ASSAY_USER"));
    EXPECT_THAT(complaint("scenario { setup = { identify {} }, " + mix + " }"), HasSubstr("no setup"));
    EXPECT_THAT(complaint("scenario { sessions = 'each', mix = { { identify {} } } }"),
                HasSubstr("those of BMCs"));
}

TEST_F(ScenarioFile, IsTheSinkOfEvents) {
    const std::string steps =
        "setup = { request { action = 'urn:e/Subscribe', body = { '<a>', sink(), '</a>' } } }, mix = { { "
        "identify {} } }";
    const load::Program plain = read("scenario { " + steps + " }");
    ASSERT_TRUE(plain.sink);
    EXPECT_EQ(plain.sink->subscriptions, 1U);
    EXPECT_EQ(plain.sink->created.element, "");
    EXPECT_EQ(plain.setup.steps.at(0).body, (Text{"<a>", Captured{plain.sink->slot}, "</a>"}));
    const load::Program dated = read(
        "scenario { sink = { subscriptions = 7, created = { 'TimeCreated', "
        "attribute = 'SystemTime' } }, " +
        steps + " }");
    EXPECT_EQ(dated.sink->subscriptions, 7U);
    EXPECT_EQ(dated.sink->created.element + "/" + dated.sink->created.attribute, "TimeCreated/SystemTime");
    EXPECT_EQ(read("scenario { sink = { created = 'Time' }, " + steps + " }").sink->created.element, "Time");
    EXPECT_FALSE(read("scenario { mix = { { identify {} } } }").sink);
    EXPECT_THAT(complaint("scenario { sink = {}, mix = { { identify {} } } }"),
                HasSubstr("no step says sink()"));
    EXPECT_THAT(complaint("scenario { sink = { subscriptions = 0 }, " + steps + " }"),
                HasSubstr("sink.subscriptions"));
}

TEST_F(ScenarioFile, HasNamesThatTellFiguresApart) {
    EXPECT_THAT(complaint("scenario { mix = { { identify { name = 'scenario' } } } }"),
                HasSubstr("a step cannot be named 'scenario'"));
    EXPECT_THAT(complaint("scenario { mix = { { name = 'Identify', identify {} }, { identify {} } } }"),
                HasSubstr("a flow cannot be named 'Identify'"));
    EXPECT_THAT(complaint("scenario { mix = { { name = 'x', identify {} }, { name = 'x', identify {} } } }"),
                HasSubstr("two flows are named 'x'"));
    EXPECT_EQ(complaint("scenario { mix = { { name = 'Identify', identify {} } } }"), "");
}

TEST_F(ScenarioFile, SaysLineColumnAndCaretOfWhatIsWrong) {
    EXPECT_THAT(complaint("scenario {\n  mix = { { get { ressource = 'urn:a' } } },\n}\n"),
                HasSubstr("s.lua:2:19: "));
    EXPECT_THAT(complaint("scenario {\n  mix = { { get { ressource = 'urn:a' } } },\n}\n"),
                HasSubstr("\n    mix = { { get { ressource = 'urn:a' } } },\n                    ^\n"));
    EXPECT_THAT(complaint("scenario {\n  mix = { { identify {} }\n"), HasSubstr("s.lua:2:26: '}' expected"));
    EXPECT_THAT(complaint("scenario { mix = { { identify {} } ) }"),
                HasSubstr("s.lua:1:36: '}' expected near ')'"));
    EXPECT_THAT(complaint("\nscenario { mix = { { get {} } } }"),
                HasSubstr("s.lua:2:1: get: resource is missing"));
    EXPECT_THAT(complaint("scenario { mix = {} }"), HasSubstr("s.lua:1:1: scenario: no flow"));
    EXPECT_THAT(complaint("scenario { mix = { { wait = 3, identify {} } } }"),
                HasSubstr("s.lua:1:22: mix[1] has no 'wait'"));
    EXPECT_THAT(complaint("scenario { mix = { { 'get' } } }"), HasSubstr("mix[1][1]: a step such as get{…}"));
    EXPECT_THAT(complaint("local x = 5"), HasSubstr("s.lua:1:1: it never says scenario{…}"));
    EXPECT_THAT(complaint("scenario { mix = { {\n get { resource = saved 'nobody' } } } }"),
                HasSubstr("s.lua:2:26: no step saves 'nobody'"));
    EXPECT_THAT(complaint("while true do end"), HasSubstr("instructions"));
}

TEST_F(ScenarioFile, SaysWhatIsWrongWithItsData) {
    write("items.csv", "name,slot\na,1\nb\n");
    write("good.csv", "name\na\n");
    EXPECT_THAT(complaint("local items = csv 'items.csv'"), HasSubstr("items.csv:3:1: 1 values"));
    EXPECT_THAT(complaint("local items = csv 'none.csv'"),
                HasSubstr("s.lua:1:20: the data file cannot be read: 'none.csv'"));
    EXPECT_THAT(
        complaint("local items = csv 'good.csv'\nscenario { mix = { { get { resource = items.nmae } } } }"),
        testing::AllOf(HasSubstr("s.lua:2:45: "), HasSubstr("has the columns name, and no 'nmae'")));
    EXPECT_THAT(
        complaint("local items = csv 'good.csv'\nscenario { mix = { { get { resource = items } } } }"),
        HasSubstr("name one of its columns"));
}

}  // namespace
}  // namespace assay::scenario
