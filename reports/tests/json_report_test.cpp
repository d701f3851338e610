#include "assay/reports/json_report.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "approval.hpp"
#include "assay/reports/html_report.hpp"
#include "sample_run.hpp"
#include "written.hpp"

namespace assay::reports {
namespace {

using nlohmann::json;

TEST(JsonReport, IsWhatWasApproved) {
    EXPECT_TRUE(approved("mixed.run.json", written(JsonReport{}, sample::mixed())));
    EXPECT_TRUE(approved("interrupted.run.json", written(JsonReport{}, sample::interrupted())));
    EXPECT_TRUE(approved("repeated.run.json", written(JsonReport{}, sample::repeated())));
    EXPECT_TRUE(approved("hostile.run.json", written(JsonReport{}, sample::hostile())));
    EXPECT_TRUE(approved("deviating.run.json", written(JsonReport{}, sample::deviating())));
}

TEST(JsonReport, CarriesWhatCouldNotBeJudged) {
    record::RunRecord run = sample::conforming();
    run.notes = {"1 connection is <SSH>"};
    EXPECT_EQ(json::parse(written(JsonReport{}, run)).at("notes"), json::array({"1 connection is <SSH>"}));
    EXPECT_NE(written(HtmlReport{}, run).find("<li>1 connection is &lt;SSH&gt;</li>"), std::string::npos);
}

TEST(JsonReport, CarriesFindingsWithLevelAndPlace) {
    const json run = json::parse(written(JsonReport{}, sample::mixed()));
    const json& finding = run["cases"][0]["findings"][0];
    EXPECT_EQ(finding["rule"], "addressing.relates-to");
    EXPECT_EQ(finding["level"], "SHALL");
    EXPECT_EQ(finding["place"]["part"], "response_body");
    EXPECT_EQ(finding["place"]["length"], 41);
    EXPECT_TRUE(run["cases"][3]["findings"][1]["place"].is_null());
}

TEST(JsonReport, CountsEveryVerdictEvenThoseOfNoCase) {
    const json run = json::parse(written(JsonReport{}, sample::conforming()));
    EXPECT_EQ(run["outcome"], "conforming");
    EXPECT_EQ(run["totals"]["verdicts"]["passed"], 3);
    EXPECT_EQ(run["totals"]["verdicts"]["harness_error"], 0);
    EXPECT_EQ(run["totals"]["verdicts"].size(), 8U);
}

TEST(JsonReport, SaysThatARunWasInterrupted) {
    const json run = json::parse(written(JsonReport{}, sample::interrupted()));
    EXPECT_EQ(run["complete"], false);
    EXPECT_EQ(run["outcome"], "interrupted");
}

TEST(JsonReport, KeepsASeedOf64BitsWhole) {
    record::RunRecord run = sample::conforming();
    run.header.seed = 18446744073709551615U;
    EXPECT_EQ(json::parse(written(JsonReport{}, run))["meta"]["seed"], 18446744073709551615U);
}

TEST(JsonReport, NamesAnUnknownRuleWithoutALevel) {
    record::RunRecord run = sample::mixed();
    run.rules.clear();
    EXPECT_TRUE(json::parse(written(JsonReport{}, run))["cases"][0]["findings"][0]["level"].is_null());
}

TEST(JsonReport, SaysHowTheClientEndedWhereAClientIsJudged) {
    EXPECT_TRUE(approved("client.run.json", written(JsonReport{}, sample::client())));
    const json run = json::parse(written(JsonReport{}, sample::client()));
    EXPECT_EQ(run["meta"]["judged"], "client");
    EXPECT_EQ(run["cases"][0]["client"]["exit_code"], 3);
    EXPECT_TRUE(run["cases"][1]["client"].is_null());
    EXPECT_EQ(json::parse(written(JsonReport{}, sample::mixed()))["meta"]["judged"], "service");
}

}  // namespace
}  // namespace assay::reports
