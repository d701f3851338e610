#include "assay/reports/html_report.hpp"

#include <gmock/gmock.h>

#include <random>
#include <string>
#include <vector>

#include "../src/text.hpp"
#include "approval.hpp"
#include "sample_messages.hpp"
#include "sample_run.hpp"
#include "written.hpp"

namespace assay::reports {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string html(const record::RunRecord& run, const HtmlLimits& limits = {}) {
    return written(HtmlReport{limits}, run);
}

std::size_t count(const std::string& text, std::string_view what) {
    std::size_t found = 0;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++found;
    return found;
}

TEST(HtmlReport, IsWhatWasApproved) {
    EXPECT_TRUE(approved("mixed.html", html(sample::mixed(), {.body_octets = 4096})));
    EXPECT_TRUE(approved("interrupted.html", html(sample::interrupted())));
    EXPECT_TRUE(approved("conforming.html", html(sample::conforming())));
    EXPECT_TRUE(approved("repeated.html", html(sample::repeated())));
    EXPECT_TRUE(approved("hostile.html", html(sample::hostile())));
    EXPECT_TRUE(approved("deviating.html", html(sample::deviating(), {.body_octets = 256})));
}

TEST(HtmlReport, OpensOnTheVerdict) {
    EXPECT_THAT(html(sample::mixed()),
                HasSubstr("<h1>Not conforming <span class=\"detail\">6 findings of 4 rules"));
    EXPECT_THAT(html(sample::conforming()), HasSubstr("<h1>Conforming "));
    record::RunRecord only_advice = sample::mixed();
    std::erase_if(only_advice.cases,
                  [](const auto& result) { return result.verdict == record::Verdict::failed; });
    EXPECT_THAT(html(only_advice),
                HasSubstr("<h1>No SHALL found broken <span class=\"detail\">1 finding of 1 recommendation"));
}

TEST(HtmlReport, TellsWhatItsChecksAreWorth) {
    const std::string page = html(sample::mixed());
    EXPECT_THAT(page, HasSubstr("2 mutants of the reference service, 4 kills."));
    EXPECT_THAT(page, HasSubstr("<summary>Mutants that more than 20 cases kill: 0</summary>"));
    EXPECT_THAT(page, HasSubstr("breaks <a href=\"#rule-service.survives\">service.survives</a>, found by "
                                "<a href=\"#case-framing.chunk-extension\">framing.chunk-extension</a>"));
    EXPECT_THAT(html(sample::conforming()), Not(HasSubstr("kill")));
}

TEST(HtmlReport, SaysOnTopThatARunWasInterrupted) {
    const std::string page = html(sample::interrupted());
    EXPECT_LT(page.find("This run was interrupted."), page.find("<h1>"));
    EXPECT_THAT(html(sample::mixed()), Not(HasSubstr("This run was interrupted.")));
}

TEST(HtmlReport, MarksThePlaceInTheResponse) {
    const std::string page = html(sample::mixed());
    EXPECT_THAT(
        page,
        HasSubstr("<mark class=\"place\" id=\"place-3\">uuid:00000000-0000-0000-0000-000000000000</mark>"));
    EXPECT_THAT(page, HasSubstr("<mark class=\"place\">cut after 3.10 ms: Connection reset by peer</mark>"));
}

TEST(HtmlReport, MarksWhereverThePlaceIsOrSaysThatItIsNotThere) {
    record::RunRecord run = sample::mixed();
    run.cases.resize(1);
    run.cases[0].findings.resize(1);
    record::Place& place = *run.cases[0].findings[0].place;
    for (const record::Part part : {record::Part::request_head, record::Part::request_body,
                                    record::Part::response_head, record::Part::response_body}) {
        place.part = part;
        for (place.offset = 0; place.offset < 1000; place.offset += 37) {
            for (place.length = 0; place.length < 60; place.length += 29) {
                const std::string page = html(run);
                const std::size_t marks = count(page, "id=\"place-1\"");
                EXPECT_EQ(count(page, "href=\"#place-1\""), marks) << place.offset;
                EXPECT_EQ(count(page, "The place lies beyond the octets that came.") + marks, 1U)
                    << place.offset;
            }
        }
    }
}

TEST(HtmlReport, ShowsAPlaceAtALineEndAtTheEndOfThatLine) {
    record::RunRecord run = sample::mixed();
    run.cases.resize(1);
    run.cases[0].findings.resize(1);
    record::Place& place = *run.cases[0].findings[0].place;
    place.part = record::Part::response_head;
    place.offset = std::string_view{"HTTP/1.1 200 OK"}.size();
    for (place.length = 0; place.length <= 2; ++place.length)
        EXPECT_THAT(html(run),
                    HasSubstr("HTTP/1.1 200 OK<mark class=\"point\" id=\"place-1\"></mark></span>"));
}

TEST(HtmlReport, LetsNothingOfTheEndpointBecomeMarkup) {
    const std::string page = html(sample::hostile());
    EXPECT_EQ(count(page, "<script"), 1U);
    EXPECT_EQ(count(page, "</pre></script>"), 0U);
    EXPECT_EQ(count(page, "<img"), 0U);
    EXPECT_EQ(count(page, "onerror=\""), 0U);
    EXPECT_TRUE(is_plain(page)) << "octets that are not UTF-8, controls or direction overrides got through";
    EXPECT_THAT(page, HasSubstr("&lt;script&gt;document.title=&#39;owned&#39;&lt;/script&gt;"));
}

TEST(HtmlReport, StandsWhateverTheOctetsAre) {
    using namespace std::string_literals;
    const std::vector<std::string> scraps{"<",
                                          ">",
                                          "</",
                                          "<a b='",
                                          "<!--",
                                          "<![CDATA[",
                                          "\r\n",
                                          "\n",
                                          "\r\n\r\n",
                                          ":",
                                          "\0"s,
                                          "\xff\xfe",
                                          "\xef\xbb\xbf",
                                          "風",
                                          "\xe9\xa2",
                                          "HTTP/1.1 100 Continue",
                                          "HTTP/1.1 200 OK",
                                          "5\r\n",
                                          "Transfer-Encoding: chunked",
                                          "Content-Type: text/xml; charset=utf-16",
                                          "\x1b",
                                          std::string(2000, 'x')};
    std::mt19937 random{20261120};
    const auto any = [&](std::size_t below) { return static_cast<std::size_t>(random()) % below; };
    record::RunRecord run = sample::mixed();
    run.cases.resize(1);
    run.cases[0].findings.resize(1);
    record::Place& place = *run.cases[0].findings[0].place;
    for (int round = 0; round < 300; ++round) {
        std::string& octets = run.exchanges[0].response;
        octets.clear();
        for (std::size_t i = any(40); i > 0; --i) octets += scraps[any(scraps.size())];
        run.exchanges[0].request = octets;
        place.part = static_cast<record::Part>(any(5));
        place.offset = any(octets.size() + 20);
        place.length = any(5000);
        const std::string page = html(run);
        EXPECT_TRUE(is_plain(page)) << round;
        EXPECT_EQ(count(page, "href=\"#place-1\""), count(page, "id=\"place-1\"")) << round;
    }
}

TEST(HtmlReport, LoadsNothing) {
    const std::string page = html(sample::mixed());
    EXPECT_THAT(page, HasSubstr("default-src &#39;none&#39;"));
    for (const char* loader : {" src=", "@import", "url(", "<iframe", "<object", "href=\"http"})
        EXPECT_EQ(count(page, loader), 0U) << loader;
}

TEST(HtmlReport, StaysSmallHoweverManyCasesAndFindings) {
    const std::string page = html(sample::large(5000));
    EXPECT_LT(page.size(), 6'000'000U);
    EXPECT_EQ(count(page, "<details class=\"evidence\""), 25U);
    EXPECT_THAT(page, HasSubstr("Only the first 25 of this rule are shown with their exchange."));
    EXPECT_THAT(page, HasSubstr("250 further findings of this rule left out here"));
}

TEST(HtmlReport, SaysWhatItLeavesOutOfTheEvidence) {
    HtmlLimits limits;
    limits.evidence_octets = 20'000;
    limits.body_octets = 2'000;
    const std::string page = html(sample::large(100), limits);
    EXPECT_THAT(page, HasSubstr("octets left out; the journal has them."));
    EXPECT_THAT(page, HasSubstr("This file carries no more evidence; exchange 94 is in the journal."));
}

TEST(HtmlReport, ClipsWhatAnEndpointBlewUp) {
    record::RunRecord run = sample::mixed();
    run.cases[0].findings[0].actual = std::string(5'000'000, '<');
    run.cases[0].findings[0].place->path = std::string(5'000'000, '/');
    run.exchanges[0].response += std::string(5'000'000, '<');
    EXPECT_LT(html(run).size(), 600'000U);
}

TEST(HtmlReport, StandsARunWithoutAnything) {
    EXPECT_THAT(html(record::RunRecord{}), HasSubstr("<h1>Interrupted"));
    record::RunRecord run = sample::mixed();
    run.exchanges.clear();
    EXPECT_THAT(html(run), HasSubstr("No exchange belongs to this finding."));
}

}  // namespace
}  // namespace assay::reports
