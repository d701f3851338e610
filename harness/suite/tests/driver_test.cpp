#include "assay/suite/driver.hpp"

#include <gmock/gmock.h>

#include "complaint.hpp"

namespace assay::suite {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* good = R"(title = "A client"
[steps.get]
command = ["client", "get", "{url}"]
timeout = 2.5
[steps.shell]
command = ["client", "run"]
[reported]
fault = [2]
transport = [3, 4]
fault_words = ["WSManFault"]
[facts]
schemes = ["digest"]
)";

std::string complaint(const std::string& text) {
    return complaint_of([&] { (void)parse_driver(text, "one.toml"); });
}

record::ClientEnd exited(int code, const std::string& output = {}, const std::string& errors = {}) {
    return {.case_id = "a",
            .how = record::ClientEnding::exited,
            .exit_code = code,
            .output = output,
            .errors = errors};
}

TEST(Driver, SaysHowEachStepIsStarted) {
    const Driver driver = parse_driver(good, "folder/one.toml");
    EXPECT_EQ(driver.name, "one");
    EXPECT_EQ(driver.title, "A client");
    EXPECT_THAT(driver.steps.find("get")->second.command, ElementsAre("client", "get", "{url}"));
    EXPECT_EQ(driver.steps.find("get")->second.timeout, std::chrono::milliseconds{2500});
    EXPECT_EQ(driver.steps.find("shell")->second.timeout, std::chrono::seconds{30});
    const auto& facts = std::get<script::Table>(driver.facts.held);
    EXPECT_EQ(std::get<std::string>(facts.find("name")->second.held), "one");
    EXPECT_TRUE(facts.contains("schemes"));
}

TEST(Driver, SaysWhereItIsWrong) {
    EXPECT_THAT(complaint("titel = 'x'"), HasSubstr("one.toml:1:9: unknown key 'titel'"));
    EXPECT_THAT(complaint("title = 'x'"), HasSubstr("one.toml:1:1: the driver has no step"));
    EXPECT_THAT(complaint("[steps.get]\ntimeout = 3\n"), HasSubstr("one.toml:1:1: the step has no command"));
    EXPECT_THAT(complaint("[steps.get]\ncommand = ['a', 3]\n"),
                HasSubstr("one.toml:2:17: command: a list of words"));
    EXPECT_THAT(complaint("[steps.get]\ncommand = 'a'\n"),
                HasSubstr("one.toml:2:11: command: a list of words"));
    EXPECT_THAT(complaint("[steps.get]\ncommand = ['a']\ntimeout = 0\n"),
                HasSubstr("one.toml:3:11: timeout"));
    EXPECT_THAT(complaint("[steps.get]\ncommand = ['a']\n[reported]\nfault = ['two']\n"),
                HasSubstr("one.toml:4:10: fault: a list of exit codes"));
}

TEST(Driver, TellsWhatTheEndOfAClientMeans) {
    const Driver driver = parse_driver(good, "one.toml");
    EXPECT_EQ(kind_of(exited(0), &driver), "success");
    EXPECT_EQ(kind_of(exited(2), &driver), "fault");
    EXPECT_EQ(kind_of(exited(4), &driver), "transport");
    EXPECT_EQ(kind_of(exited(1), &driver), "error");
    EXPECT_EQ(kind_of(exited(0, "", "WSManFault: no"), &driver), "fault");
    EXPECT_EQ(kind_of({.case_id = "a", .how = record::ClientEnding::timed_out}, &driver), "timed_out");
    EXPECT_EQ(kind_of({.case_id = "a", .how = record::ClientEnding::crashed}, &driver), "crashed");
    EXPECT_EQ(kind_of({.case_id = "a", .how = record::ClientEnding::not_seen}, nullptr), "unknown");
}

}  // namespace
}  // namespace assay::suite
