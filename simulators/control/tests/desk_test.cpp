#include "assay/control/desk.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "assay/bmc/chassis_file.hpp"
#include "assay/testing/source_dir.hpp"

namespace assay::control {
namespace {

using testing::HasSubstr;
using testing::SizeIs;
using Json = nlohmann::json;
using namespace std::chrono_literals;

const bmc::ChassisModel& model() {
    static const bmc::ChassisModel demo = [] {
        auto read = bmc::read_chassis(ASSAY_SOURCE_DIR "/fixtures/chassis/demo.toml");
        const bmc::Scenario fan{.name = "fan fails",
                                .automatic = false,
                                .steps = {{.at = 5s, .act = bmc::act::Drive{.sensor = 0x10, .value = 0}}}};
        read.scenarios = std::make_shared<const bmc::Scenarios>(bmc::Scenarios{fan});
        return read;
    }();
    return demo;
}

class TwoBmcs final : public Plant {
public:
    [[nodiscard]] std::uint32_t size() const override { return 2; }
    [[nodiscard]] bmc::Bmc& at(std::uint32_t index) override { return index == 0 ? first_ : second_; }
    void attend(std::uint32_t index) override { attended.push_back(index); }
    [[nodiscard]] base::Instant now() const override { return now_; }
    [[nodiscard]] double speed() const override { return 1; }
    void advance(base::Duration by) override { now_ += by; }
    bool save(std::uint32_t index) override {
        saved.push_back(index);
        return keeps;
    }
    void reset_to_factory(std::uint32_t index) override { reset.push_back(index); }

    std::vector<std::uint32_t> attended, saved, reset;
    bool keeps = true;

private:
    base::Instant now_;
    bmc::CommandTable commands_ = bmc::every_command();
    ipmi_wire::SystemRandom random_;
    bmc::Bmc first_{model(), commands_, random_, 0, now_, base::WallTime{}};
    bmc::Bmc second_{model(), commands_, random_, 0, now_, base::WallTime{}};
};

class Desk : public testing::Test {
protected:
    Json ask(const std::string& request) { return Json::parse(answer(request, plant)); }
    Json result(const std::string& request) {
        const Json reply = ask(request);
        EXPECT_TRUE(reply["ok"].get<bool>()) << reply;
        return reply.value("result", Json());
    }
    std::string refusal(const std::string& request) {
        const Json reply = ask(request);
        EXPECT_FALSE(reply["ok"].get<bool>()) << request;
        return reply.value("error", "");
    }
    Json sensor(const std::string& name) {
        for (const Json& one : result(R"({"command":"sensors"})")) {
            if (one["name"] == name) return one;
        }
        return {};
    }

    TwoBmcs plant;
};

TEST_F(Desk, SavesAndResetsTheBmcThatIsNamed) {
    result(R"({"command":"save","bmc":1})");
    result(R"({"command":"factory reset","bmc":1})");
    EXPECT_THAT(plant.saved, testing::ElementsAre(1));
    EXPECT_THAT(plant.reset, testing::ElementsAre(1));
    plant.keeps = false;
    EXPECT_THAT(refusal(R"({"command":"save"})"), HasSubstr("--state"));
}

TEST_F(Desk, TellsTheStatusOfTheBmcThatIsNamed) {
    const Json status = result(R"({"command":"status","bmc":1})");
    EXPECT_EQ(status["bmc"], 1);
    EXPECT_EQ(status["bmcs"], 2);
    EXPECT_EQ(status["power"], "on");
    EXPECT_EQ(status["identify"], "off");
    EXPECT_EQ(status["log"]["records"], 5);
    EXPECT_THAT(plant.attended, testing::ElementsAre(1));
    EXPECT_THAT(refusal(R"({"command":"status","bmc":2})"), HasSubstr("from 0 to 1"));
}

TEST_F(Desk, ActsAsAScenarioDoes) {
    result(R"({"command":"act","do":"drive","sensor":"Fan 1","value":0})");
    EXPECT_EQ(sensor("Fan 1")["value"], 0);
    EXPECT_FALSE(sensor("Fan 1")["moves"].get<bool>());
    EXPECT_EQ(result(R"({"command":"status"})")["log"]["records"], 7) << "two thresholds";
    result(R"({"command":"act","do":"release","sensor":"Fan 1"})");
    EXPECT_EQ(sensor("Fan 1")["value"], 5600);
    result(R"({"command":"act","do":"states","sensor":"PSU1 Status","states":[0,1]})");
    EXPECT_EQ(sensor("PSU1 Status")["states"], Json({0, 1}));
    result(R"({"command":"act","do":"power","action":"down"})");
    EXPECT_EQ(result(R"({"command":"status"})")["power"], "off");
    EXPECT_THAT(refusal(R"({"command":"act","do":"power","action":"reset"})"), HasSubstr("present state"));
    EXPECT_EQ(result(R"({"command":"status","bmc":1})")["power"], "on") << "the other one";
}

TEST_F(Desk, SaysInALineWhatIsWrongWithAnAct) {
    EXPECT_THAT(refusal(R"({"command":"act","do":"drive","sensor":"Nose","value":0})"),
                HasSubstr("wrong 'sensor'"));
    EXPECT_THAT(refusal(R"({"command":"act","do":"drive","sensor":"Fan 1"})"), HasSubstr("no 'value'"));
    EXPECT_THAT(refusal(R"({"command":"act","do":"hold","sensor":"Fan 1","x":[[1]]})"), HasSubstr("'x'"));
    EXPECT_THAT(refusal(R"({"command":"act","do":"hold","sensor":"Fan 1","x\n[y]":1})"),
                HasSubstr("unknown key"));
    EXPECT_THAT(refusal(R"({"command":"act"})"), testing::Not(HasSubstr("\n")));
}

TEST_F(Desk, ListsAddsAndClearsTheLog) {
    EXPECT_THAT(result(R"({"command":"log"})"), SizeIs(5));
    const Json added =
        result(R"({"command":"add record","data":"0000 02 00000000 2000 04 01 01 01 59 52 50"})");
    EXPECT_EQ(added["id"], 6);
    EXPECT_EQ(result(R"({"command":"log"})")[5]["offset"], 9);
    result(R"({"command":"clear log"})");
    EXPECT_THAT(result(R"({"command":"log"})"), SizeIs(0));
    EXPECT_THAT(refusal(R"({"command":"add record","data":"00"})"), HasSubstr("16 octets"));
}

TEST_F(Desk, StartsAndStopsScenarios) {
    EXPECT_EQ(result(R"({"command":"scenarios"})")[0]["running"], false);
    result(R"({"command":"start scenario","name":"fan fails"})");
    EXPECT_EQ(result(R"({"command":"scenarios"})")[0]["running"], true);
    result(R"({"command":"advance","seconds":6})");
    EXPECT_EQ(sensor("Fan 1")["value"], 0);
    EXPECT_THAT(refusal(R"({"command":"start scenario","name":"x"})"), HasSubstr("no scenario 'x'"));
    EXPECT_THAT(refusal(R"({"command":"stop scenario","name":"fan fails"})"), HasSubstr("running"));
}

TEST_F(Desk, RunsTheScenariosOfAText) {
    const auto run = [](const std::string& step) {
        return Json{{"command", "run scenarios"},
                    {"file", "x.toml"},
                    {"text", "[[scenario]]\nname = \"fan fails\"\n[[scenario.step]]\nat = 2\n" + step}}
            .dump();
    };
    result(run("do = \"drive\"\nsensor = \"Fan 2\"\nvalue = 800\n"));
    result(R"({"command":"advance","seconds":6})");
    EXPECT_EQ(sensor("Fan 2")["value"], 800);
    EXPECT_EQ(sensor("Fan 1")["value"], 5600) << "the scenario of this name is another one now";
    EXPECT_THAT(result(R"({"command":"scenarios"})"), SizeIs(1));
    EXPECT_THAT(refusal(run("do = \"drive\"\nsensor = \"Nose\"\nvalue = 8\n")), HasSubstr("x.toml:6: "));
    EXPECT_THAT(refusal(R"({"command":"run scenarios","file":"x.toml","text":""})"),
                HasSubstr("no [[scenario]]"));
    EXPECT_THAT(refusal(R"({"command":"advance","seconds":3601})"), HasSubstr("3600"));
}

TEST_F(Desk, UnlocksAUserAndLightsTheLamp) {
    auto& chassis = plant.at(0).chassis();
    for (int i = 0; i < 5; ++i)
        chassis.lockout().count_failure(2, chassis.lan().bad_passwords(), plant.now());
    EXPECT_EQ(result(R"({"command":"users"})")[0]["locked"], true);
    result(R"({"command":"unlock","name":"assay"})");
    EXPECT_EQ(result(R"({"command":"users"})")[0]["locked"], false);
    EXPECT_FALSE(result(R"({"command":"users"})")[0].contains("password"));
    result(R"({"command":"identify","seconds":30})");
    EXPECT_EQ(result(R"({"command":"status"})")["identify"], 30);
    result(R"({"command":"identify","seconds":"for ever"})");
    EXPECT_EQ(result(R"({"command":"status"})")["identify"], "on");
}

TEST_F(Desk, TakesOutAFruDevice) {
    result(R"({"command":"act","do":"fru","fru":1,"present":false})");
    EXPECT_EQ(result(R"({"command":"frus"})")[1]["present"], false);
    EXPECT_THAT(result(R"({"command":"snapshot"})").size(), 6);
}

TEST_F(Desk, AnswersWhateverItIsSent) {
    const std::string deep = std::string(60000, '[');
    for (const std::string& rubbish :
         {std::string{}, std::string{"GET / HTTP/1.1"}, std::string{"[]"}, std::string{"{}"},
          std::string{"{\"command\":7}"}, std::string{"{\"command\":\"no\"}"}, std::string{"\xff\xfe\0", 3},
          std::string{R"({"command":"status","bmc":-1})"}, std::string{R"({"command":"status","bmc":1e400})"},
          deep, "{\"command\":\"act\",\"x\":" + deep + std::string(60000, ']') + "}",
          std::string{"{\"command\":\"stop scenario\",\"name\":\"\xff\"}"}}) {
        EXPECT_THAT(refusal(rubbish), testing::Not(testing::IsEmpty()));
    }
}

}  // namespace
}  // namespace assay::control
