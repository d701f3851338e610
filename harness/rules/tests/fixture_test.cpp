// Every passive rule against exchanges that keep it and exchanges that break it.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <set>

#include "assay/observe/reading.hpp"
#include "assay/rules/examine.hpp"
#include "assay/rules/standard_rules.hpp"
#include "assay/testing/source_dir.hpp"
#include "fixture.hpp"

namespace assay::rules {
namespace {

using testing::Fixture;
using testing::Fixtures;

/// Finds fault with one element that no schema knows.
class NarrowValidator : public Validator {
public:
    std::vector<xml::SchemaError> validate(std::string_view octets) override {
        const auto at = octets.find("<p:Unheard");
        if (at == std::string_view::npos) return {};
        xml::SchemaError error;
        error.offset = at;
        error.message = "no declaration found for element 'p:Unheard'";
        xml::SchemaError tolerated = error;
        tolerated.severity = xml::Severity::tolerated;
        return {error, tolerated};
    }
};

const Fixtures& fixtures() {
    static const Fixtures all = testing::read_fixtures(ASSAY_SOURCE_DIR "/fixtures/exchanges");
    return all;
}

std::string_view name_of(record::Part part) {
    switch (part) {
        case record::Part::request_head: return "request_head";
        case record::Part::request_body: return "request_body";
        case record::Part::response_head: return "response_head";
        case record::Part::response_body: return "response_body";
        case record::Part::connection: return "connection";
    }
    return "";
}

std::vector<RuleReport> judged(const Fixture& fixture) {
    std::vector<record::Exchange> exchanges;
    for (const std::string& name : fixture.after) exchanges.push_back(fixtures().at(name).exchange);
    exchanges.push_back(fixture.exchange);
    std::vector<observe::Reading> readings;
    for (record::Exchange& exchange : exchanges) {
        exchange.id = static_cast<std::uint32_t>(readings.size() + 1);
        readings.push_back(observe::read(exchange));
    }
    NarrowValidator validator;
    return examine(readings, standard_rules(validator));
}

std::vector<std::string> told(const Fixture& fixture) {
    std::vector<std::string> lines;
    for (const RuleReport& report : judged(fixture)) {
        for (const record::Finding& finding : report.findings) {
            EXPECT_NE(finding.message, "");
            EXPECT_NE(finding.expected, "");
            EXPECT_NE(finding.actual, "");
            const record::Place& place = finding.place.value();
            lines.push_back(fmt::format("{} {} {}:{} {}", finding.rule, name_of(place.part), place.line,
                                        place.column, place.path));
        }
    }
    std::ranges::sort(lines);
    return lines;
}

std::vector<std::string> foretold(const Fixture& fixture) {
    std::vector<std::string> lines;
    for (const auto& [rule, part, place, path] : fixture.breaks) {
        lines.push_back(fmt::format("{} {} {} {}", rule, part, place, path));
    }
    std::ranges::sort(lines);
    return lines;
}

TEST(PassiveRules, FindInEachExchangeWhatItsFileForetells) {
    for (const auto& [name, fixture] : fixtures()) {
        SCOPED_TRACE(name);
        EXPECT_EQ(told(fixture), foretold(fixture));
    }
}

using RuleAndSide = std::pair<std::string, Judged>;

std::string_view side(const RuleAndSide& rule) {
    return rule.second == Judged::request ? " (request)" : " (response)";
}

TEST(PassiveRules, AreEachKeptByOneExchangeAndBrokenByAnother) {
    std::set<RuleAndSide> all;
    std::set<RuleAndSide> kept;
    std::set<RuleAndSide> broken;
    for (const auto& [name, fixture] : fixtures()) {
        for (const RuleReport& report : judged(fixture)) {
            const RuleAndSide rule{report.rule, report.judged};
            all.insert(rule);
            if (!report.findings.empty()) broken.insert(rule);
            if (report.examined > 0 && fixture.breaks.empty()) kept.insert(rule);
        }
    }
    EXPECT_GE(all.size(), 45U);
    for (const RuleAndSide& rule : all) {
        EXPECT_TRUE(kept.contains(rule)) << "no lawful exchange for " << rule.first << side(rule);
        EXPECT_TRUE(broken.contains(rule)) << "no unlawful exchange for " << rule.first << side(rule);
    }
}

}  // namespace
}  // namespace assay::rules
