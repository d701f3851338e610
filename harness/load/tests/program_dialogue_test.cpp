#include "assay/load/program_dialogue.hpp"

#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "assay/vocab/names.hpp"

namespace assay::load {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

const Target target{{.host = "127.0.0.1", .port = 5985, .path = "/wsman"}, "", ""};
const std::string get{vocab::action::Get};

std::string enumerated(const std::string& content) {
    return "<n:EnumerateResponse xmlns:n='urn:n'>" + content + "</n:EnumerateResponse>";
}

class Played {
public:
    explicit Played(Program program, std::vector<std::string> captured = {}, unsigned user = 0)
        : program_{std::move(program)}, ids_{"00000000-0000-4000-8000-000000000000"} {
        captured.resize(program_.slots.size());
        play_ = std::make_unique<ProgramPlay>(
            ProgramPlay{program_, prepare(program_.mix, target, names), std::move(captured)});
        dialogue = std::make_unique<ProgramDialogue>(*play_, ids_, 1, user);
    }

    Turn answer(const std::string& body) {
        body_ = body;
        return dialogue->on_answer({.status = 200, .body = body_});
    }

    std::vector<std::string> names{"scenario"};
    std::unique_ptr<ProgramDialogue> dialogue;

private:
    Program program_;
    MessageIds ids_;
    std::unique_ptr<ProgramPlay> play_;
    std::string body_;
};

Table items() { return {"items", {"name", "slot"}, {{"a", "1"}, {"b&amp;c", "22"}, {"d", "333"}}}; }

TEST(ProgramDialogue, PutsTheFieldsOfOneRowIntoARequestAndTellsItsLength) {
    Played played{{.file = "f",
                   .tables = {items()},
                   .mix = {{"get",
                            1,
                            {{.name = "Get",
                              .action = get,
                              .resource = {"urn:r"},
                              .selectors = {{"Name", {Field{0, 0}}}, {"Slot", {Field{0, 1}}}}}}}}}};
    std::set<std::string> pairs;
    for (int i = 0; i < 3; ++i) {
        const std::string request{played.dialogue->begin()};
        const auto body = request.find("\r\n\r\n") + 4;
        EXPECT_THAT(request, HasSubstr("Content-Length: " + std::to_string(request.size() - body) + "\r\n"));
        EXPECT_THAT(request, EndsWith("<s:Body></s:Body></s:Envelope>"));
        const auto from = request.find("<wsman:SelectorSet>");
        pairs.insert(request.substr(from, request.find("</wsman:SelectorSet>") - from));
    }
    const std::string slot = "</wsman:Selector><wsman:Selector Name=\"Slot\">";
    const std::string begin = "<wsman:SelectorSet><wsman:Selector Name=\"Name\">";
    EXPECT_THAT(pairs, testing::UnorderedElementsAre(begin + "a" + slot + "1</wsman:Selector>",
                                                     begin + "b&amp;c" + slot + "22</wsman:Selector>",
                                                     begin + "d" + slot + "333</wsman:Selector>"));
}

TEST(ProgramDialogue, DrawsFlowsByTheirWeights) {
    Played played{{.file = "f",
                   .mix = {{"rare", 1, {{.name = "Rare", .action = "urn:rare"}}},
                           {"never", 0, {{.name = "Never", .action = "urn:never"}}},
                           {"often", 9, {{.name = "Often", .action = "urn:often"}}}}}};
    std::map<std::size_t, int> seen;
    for (int i = 0; i < 10'000; ++i) {
        static_cast<void>(played.dialogue->begin());
        ++seen[played.dialogue->message()];
        EXPECT_EQ(played.dialogue->flow() + 3, played.dialogue->message());
    }
    EXPECT_EQ(played.names,
              (std::vector<std::string>{"scenario", "rare", "never", "often", "Rare", "Never", "Often"}));
    EXPECT_NEAR(seen[4], 1000, 150);
    EXPECT_EQ(seen[5], 0);
    EXPECT_NEAR(seen[6], 9000, 150);
}

TEST(ProgramDialogue, CountsTheOnlyFlowAsTheWholeScenario) {
    Played played{{.file = "f", .mix = {{"only", 1, {{.name = "Get", .action = get}}}}}};
    static_cast<void>(played.dialogue->begin());
    EXPECT_EQ(played.dialogue->flow(), 0U);
    EXPECT_EQ(played.names, (std::vector<std::string>{"scenario", "Get"}));
}

Program two_steps() {
    return {
        .file = "f",
        .slots = {"context", "unique", "id"},
        .mix = {{"shell",
                 1,
                 {{.name = "Create",
                   .action = "urn:create",
                   .expects = "urn:created",
                   .captures = {{2, "Selector", "Name", "ShellId"}}},
                  {.name = "Delete", .action = "urn:delete", .selectors = {{"ShellId", {Captured{2}}}}}}}}};
}

TEST(ProgramDialogue, TakesFromOneAnswerWhatTheNextRequestSays) {
    Played played{two_steps()};
    EXPECT_THAT(played.dialogue->begin(), HasSubstr(">urn:create</wsa:Action>"));
    const Turn turn = played.answer(
        "<w:Selector Name=\"Other\">7</w:Selector><w:Selector x='y' Name='ShellId'>A&amp;B</w:Selector>");
    EXPECT_THAT(turn.octets, HasSubstr(">urn:delete</wsa:Action>"));
    EXPECT_THAT(turn.octets, HasSubstr("<wsman:Selector Name=\"ShellId\">A&amp;B</wsman:Selector>"));
    EXPECT_EQ(played.dialogue->message(), 2U);
    const Turn end = played.answer("<a/>");
    EXPECT_TRUE(end.octets.empty());
    EXPECT_FALSE(end.error);
}

TEST(ProgramDialogue, CountsWhatAnAnswerLacksAndAnActionThatIsAnother) {
    Played played{two_steps()};
    static_cast<void>(played.dialogue->begin());
    EXPECT_EQ(played.answer("<a/>").error, ErrorKind::not_captured);
    static_cast<void>(played.dialogue->begin());
    EXPECT_EQ(played.answer("<a:Action>urn:other</a:Action>").error, ErrorKind::wrong_action);
}

TEST(ProgramDialogue, ForgetsWhatItCapturedButNotWhatTheSetupGave) {
    Program program = two_steps();
    program.mix[0].steps.erase(program.mix[0].steps.begin());
    Played played{std::move(program), {"", "", "from the setup"}};
    EXPECT_THAT(played.dialogue->begin(), HasSubstr(">from the setup</wsman:Selector>"));
}

TEST(ProgramDialogue, HasSomethingThatNoOtherOperationHas) {
    Played played{{.file = "f",
                   .mix = {{"m", 1, {{.name = "M", .action = "urn:m", .body = {Captured{unique_slot}}}}}}}};
    std::set<std::string> seen;
    for (int i = 0; i < 100; ++i) {
        const std::string request{played.dialogue->begin()};
        const auto body = request.find("<s:Body>") + 8;
        EXPECT_EQ(request.find("</s:Body>") - body, 36U);
        EXPECT_TRUE(seen.insert(request.substr(body, 36)).second);
    }
}

Program enumeration() {
    return {
        .file = "f",
        .mix = {{"walk",
                 1,
                 {{.name = "Enumerate", .action = "urn:e", .role = Role::opens},
                  {.name = "Pull", .action = "urn:p", .body = {Captured{0}}, .role = Role::pulls_to_end},
                  {.name = "Release", .action = "urn:r", .body = {Captured{0}}, .role = Role::releases}}}}};
}

TEST(ProgramDialogue, PullsToTheEndAndReleasesNothingThatHasEnded) {
    Played played{enumeration()};
    static_cast<void>(played.dialogue->begin());
    EXPECT_THAT(played.answer(enumerated("<c:EnumerationContext>one</c:EnumerationContext>")).octets,
                HasSubstr("<s:Body>one</s:Body>"));
    EXPECT_THAT(played.answer("<c:EnumerationContext>two</c:EnumerationContext>").octets,
                HasSubstr("<s:Body>two</s:Body>"));
    EXPECT_THAT(played.answer("<c:Items/>").octets, HasSubstr("<s:Body>two</s:Body>"));
    EXPECT_EQ(played.dialogue->message(), 2U);
    const Turn end = played.answer("<c:EndOfSequence/>");
    EXPECT_TRUE(end.octets.empty() && !end.error);
}

TEST(ProgramDialogue, EndsWhenAnOptimizedEnumerateHasGivenAll) {
    Played played{enumeration()};
    static_cast<void>(played.dialogue->begin());
    EXPECT_TRUE(played.answer(enumerated("<c:EndOfSequence/>")).octets.empty());
}

TEST(ProgramDialogue, ReleasesWhatHasNotEnded) {
    Program program = enumeration();
    program.mix[0].steps[1].role = Role::pulls;
    Played played{std::move(program)};
    static_cast<void>(played.dialogue->begin());
    static_cast<void>(played.answer(enumerated("<c:EnumerationContext>one</c:EnumerationContext>")));
    EXPECT_THAT(played.answer("<c:Items/>").octets, HasSubstr(">urn:r</wsa:Action>"));
    static_cast<void>(played.dialogue->begin());
    EXPECT_EQ(played.answer(enumerated("")).error, ErrorKind::no_context);
}

TEST(ProgramDialogue, AsksIdentifyWithoutAHeader) {
    Played played{{.file = "f", .mix = {{"i", 1, {{.name = "Identify", .body = {"<wsmid:Identify/>"}}}}}}};
    EXPECT_THAT(played.dialogue->begin(), HasSubstr("<s:Header/><s:Body><wsmid:Identify/></s:Body>"));
    EXPECT_THAT(played.dialogue->begin(), Not(HasSubstr("MessageID")));
}

}  // namespace
}  // namespace assay::load
