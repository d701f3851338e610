#include "assay/judge/sample_judge.hpp"

#include <atomic>
#include <thread>

#include <gmock/gmock.h>

namespace assay::judge {
namespace {

using rules::Judged;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::Pair;
using testing::SizeIs;

constexpr std::string_view some_rule = "http.framing";

rules::Outcome found(const observe::Reading& reading) {
    rules::Outcome outcome{.examined = true, .findings = {}};
    if (reading.exchange->label == "bad") {
        outcome.findings.push_back({.rule = {},
                                    .message = "it is bad",
                                    .expected = {},
                                    .actual = {},
                                    .place = record::Place{.exchange = reading.exchange->id}});
    }
    return outcome;
}

rules::RuleBook book_of_bad_labels() {
    rules::RuleBook book;
    book.add(rules::PassiveRule{.rule = some_rule, .judged = Judged::response, .examine = found});
    return book;
}

record::Exchange exchange(const char* label, std::string request = "POST / HTTP/1.1\r\n\r\n") {
    record::Exchange exchange;
    exchange.label = label;
    exchange.request = std::move(request);
    return exchange;
}

TEST(SampleJudge, JudgesWhatIsHandedOverByAllThreads) {
    const rules::RuleBook book = book_of_bad_labels();
    SampleJudge judge{book};
    {
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < 4; ++thread) {
            threads.emplace_back([&] {
                for (int i = 0; i < 250; ++i) EXPECT_TRUE(judge.take(exchange(i % 10 == 0 ? "bad" : "good")));
            });
        }
    }
    const SampleReport report = judge.finish();
    EXPECT_EQ(judge.progress().judged, 1000U);
    EXPECT_THAT(judge.progress().broken, ElementsAre(Pair(some_rule, 100U)));
    EXPECT_EQ(report.judged, 1000U);
    EXPECT_EQ(report.dropped, 0U);
    ASSERT_THAT(report.reports, SizeIs(1));
    EXPECT_EQ(report.reports[0].examined, 1000U);
    EXPECT_EQ(report.reports[0].broken, 100U);
    EXPECT_THAT(report.reports[0].findings, SizeIs(1));
}

TEST(SampleJudge, KeepsTheFirstExchangesAndTheOneOfEachFirstFinding) {
    const rules::RuleBook book = book_of_bad_labels();
    SampleJudge judge{book, {.kept_from_beginning = 2}};
    for (const char* label : {"good", "good", "good", "bad", "bad", "good"}) judge.take(exchange(label));
    const SampleReport report = judge.finish();
    std::vector<std::uint32_t> kept;
    for (const record::Exchange& each : report.evidence) kept.push_back(each.id);
    EXPECT_EQ(kept, (std::vector<std::uint32_t>{1, 2, 4}));
    EXPECT_EQ(report.reports[0].findings.at(0).place->exchange, 4U);
}

TEST(SampleJudge, KeepsNoCredentials) {
    const rules::RuleBook book = book_of_bad_labels();
    SampleJudge judge{book};
    judge.take(exchange("bad", "POST / HTTP/1.1\r\nAuthorization: Basic c2VjcmV0\r\n\r\n"));
    const SampleReport report = judge.finish();
    EXPECT_THAT(report.evidence.at(0).request, HasSubstr("Authorization: Basic [redacted]"));
    EXPECT_THAT(report.evidence.at(0).request, Not(HasSubstr("c2VjcmV0")));
}

/// Judging stands still until the test lets it go on.
class Gate {
public:
    rules::RuleBook book() {
        rules::RuleBook book;
        book.add(rules::PassiveRule{.rule = some_rule,
                                    .judged = Judged::response,
                                    .examine = [this](const observe::Reading& reading) {
                                        entered_ = true;
                                        entered_.notify_all();
                                        open_.wait(false);
                                        return found(reading);
                                    }});
        return book;
    }
    void await_entry() { entered_.wait(false); }
    void open() {
        open_ = true;
        open_.notify_all();
    }

private:
    std::atomic<bool> entered_ = false;
    std::atomic<bool> open_ = false;
};

TEST(SampleJudge, CountsWhatItHasNoRoomForAndNeverMakesAnybodyWait) {
    Gate gate;
    const rules::RuleBook book = gate.book();
    SampleJudge judge{book, {.waiting = 3}};
    judge.take(exchange("good"));
    gate.await_entry();
    int taken = 0;
    for (int i = 0; i < 10; ++i) taken += judge.take(exchange("bad")) ? 1 : 0;
    EXPECT_EQ(taken, 3);
    gate.open();
    const SampleReport report = judge.finish();
    EXPECT_EQ(report.judged, 4U);
    EXPECT_EQ(report.dropped, 7U);
    EXPECT_EQ(report.reports[0].broken, 3U);
}

TEST(SampleJudge, BoundsTheOctetsThatWaitAndThoseItKeeps) {
    Gate gate;
    const rules::RuleBook book = gate.book();
    SampleJudge judge{book, {.octets = 100}};
    judge.take(exchange("bad", std::string(60, 'x')));
    gate.await_entry();
    EXPECT_TRUE(judge.take(exchange("good", std::string(60, 'y'))));
    EXPECT_FALSE(judge.take(exchange("good", std::string(60, 'z'))));
    gate.open();
    const SampleReport report = judge.finish();
    EXPECT_EQ(report.judged, 2U);
    EXPECT_THAT(report.evidence, SizeIs(1)) << "the second would be more than may be kept";
}

TEST(SampleJudge, LetsTheRulesOverARunForgetSoThatALongLoadNeedsNoMoreMemory) {
    rules::RuleBook book;
    book.add(rules::RunRule{.rule = some_rule, .judged = Judged::response, .begin = [] {
                                return [seen = 0](const observe::Reading& reading) mutable {
                                    ++seen;
                                    rules::Outcome outcome{.examined = true, .findings = {}};
                                    if (seen > 2) outcome = found(reading);
                                    return outcome;
                                };
                            }});
    SampleJudge judge{book, {.remembered = 2}};
    for (int i = 0; i < 10; ++i) judge.take(exchange("bad"));
    EXPECT_EQ(judge.finish().reports[0].broken, 0U);
}

TEST(SampleJudge, HandsOnWhatWentWrongInItsThread) {
    rules::RuleBook book;
    book.add(rules::PassiveRule{
        .rule = some_rule,
        .judged = Judged::response,
        .examine = [](const observe::Reading&) -> rules::Outcome { throw std::runtime_error{"no schema"}; }});
    SampleJudge judge{book};
    judge.take(exchange("good"));
    EXPECT_THROW((void)judge.finish(), std::runtime_error);
}

}  // namespace
}  // namespace assay::judge
