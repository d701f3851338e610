#include "assay/reports/load_report.hpp"

#include <sstream>

#include <gmock/gmock.h>

#include "../load/chart.hpp"
#include "approval.hpp"
#include "sample_load.hpp"

namespace assay::reports {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string written_load(const LoadFigures& figures) {
    std::ostringstream out;
    LoadReport{}.write(figures, out);
    return out.str();
}

TEST(LoadReport, IsWhatWasApproved) { EXPECT_TRUE(approved("load.html", written_load(sample::load()))); }

TEST(LoadReport, OpensOnWhatCameOfIt) {
    LoadFigures figures = sample::load();
    EXPECT_THAT(written_load(figures), HasSubstr("An objective is breached"));
    figures.objectives[1].met = true;
    EXPECT_THAT(written_load(figures), HasSubstr("<title>Assay: A rule is broken"));
    figures.judged->broken.clear();
    EXPECT_THAT(written_load(figures), HasSubstr("Objectives met"));
    EXPECT_THAT(written_load(figures), HasSubstr("57 rules; none is broken."));
    figures = sample::load();
    figures.objectives.clear();
    EXPECT_THAT(written_load(figures), HasSubstr("<title>Assay: A rule is broken"));
    figures.judged->broken[0].is_finding = false;
    EXPECT_THAT(written_load(figures), HasSubstr("<title>Assay: Measured"));
    figures.answered = false;
    EXPECT_THAT(written_load(figures), HasSubstr("No request succeeded"));
    figures.complete = false;
    EXPECT_THAT(written_load(figures), HasSubstr("Not the whole load"));
}

TEST(LoadReport, EscapesWhateverItIsGiven) {
    const std::string html = written_load(sample::hostile_load());
    EXPECT_THAT(html, Not(HasSubstr("<script>document")));
    EXPECT_THAT(html, Not(HasSubstr("<b>\x1b")));
    EXPECT_THAT(html, HasSubstr("&lt;script&gt;document"));
}

TEST(LoadReport, LoadsNothing) {
    const std::string html = written_load(sample::load());
    EXPECT_THAT(html, HasSubstr("default-src &#39;none&#39;"));
    for (const char* sign : {" src=", "@import", "url(", "<link rel=\"stylesheet\""})
        EXPECT_THAT(html, Not(HasSubstr(sign)));
}

TEST(LoadReport, BreaksALineWhereNothingWasAnswered) {
    LoadFigures figures = sample::load();
    auto& slots = figures.operations[0].slots;
    slots = {
        {.succeeded = 1, .p50 = 0.001}, {}, {.succeeded = 1, .p50 = 0.002}, {.succeeded = 1, .p50 = 0.002}};
    const std::string html = written_load(figures);
    const std::size_t from = html.find("data-name=\"p50\"");
    const std::string group = html.substr(from, html.find("</g>", from) - from);
    EXPECT_THAT(group, HasSubstr("points=\"125.0,150.0 125.0,150.0\""));
    EXPECT_THAT(group, HasSubstr("points=\"625.0,0.0 875.0,0.0\""));
}

TEST(Chart, HasStepsThatPeopleCountIn) {
    EXPECT_DOUBLE_EQ(step_for(4), 1);
    EXPECT_DOUBLE_EQ(step_for(4.1), 2);
    EXPECT_DOUBLE_EQ(step_for(500), 200);
    EXPECT_DOUBLE_EQ(step_for(0.013), 0.005);
    EXPECT_DOUBLE_EQ(step_for(0), 1);
}

TEST(Chart, NamesPercentilesWithTheDigitsThatTellThemApart) {
    EXPECT_EQ(percentile_at(0), "0");
    EXPECT_EQ(percentile_at(1), "90");
    EXPECT_EQ(percentile_at(2), "99");
    EXPECT_EQ(percentile_at(3), "99.9");
    EXPECT_EQ(percentile_at(4), "99.99");
}

}  // namespace
}  // namespace assay::reports
