#include "assay/judge/judge.hpp"

#include <functional>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "assay/suite/canary.hpp"

namespace assay::judge {
namespace {

using record::Verdict;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* identified =
    "HTTP/1.1 200 OK\r\nContent-Type: application/soap+xml\r\nContent-Length: 201\r\n\r\n"
    "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Body><i:IdentifyResponse "
    "xmlns:i=\"http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd\"><i:X/></"
    "i:IdentifyResponse></s:Body></s:Envelope>";
constexpr const char* refused = "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n";

record::Rule of_level(record::Level level) {
    record::Rule rule;
    rule.level = level;
    rule.requirement = "What it demands";
    return rule;
}

/// A run in memory: cases are played with canned answers, and the journal of that is judged.
class CannedRun {
public:
    CannedRun() {
        rules["must.do"] = of_level(record::Level::shall);
        rules["ought.to"] = of_level(record::Level::should);
        rules["service.survives"] = of_level(record::Level::shall);
        setting.host = "bmc:5985";
        setting.path = "/wsman";
        setting.url = "http://bmc:5985/wsman";
        journal.header.options[credentials_option] = "Basic";
        journal.complete = true;
        add_exchange("", suite::canary_label,
                     std::get<script::Send>(suite::canary_request({setting.host, setting.path, setting.url})),
                     identified);
    }

    /// Adds a case to the plan.
    suite::PlannedCase& plan_case(const std::string& id, const std::string& body,
                                  const std::string& more = "") {
        library.texts[id + ".lua"] = fmt::format(
            "case {{ id = '{}', title = 'T', proves = {{ 'must.do', 'ought.to' }}, {} run = "
            "function(t)\n{}\nend }}",
            id, more, body);
        plan.cases.push_back({script::read_cases(library, id + ".lua", rules).at(0), {}, {}, {}});
        journal.header.case_ids.push_back(id);
        return plan.cases.back();
    }

    /// Plays the case and writes it into the journal.
    void play(const suite::PlannedCase& planned, const std::string& response, std::uint32_t attempt = 1) {
        const std::string& id = planned.definition.id;
        journal.cases.push_back({id, attempt, {}, record::RunTime{5}, true});
        setting.attempt = attempt;
        script::Dialogue dialogue{planned.definition, library, rules, setting};
        setting.attempt = 1;
        const record::Exchange* answer = nullptr;
        while (const auto ask = dialogue.resume(answer)) {
            const auto* send = std::get_if<script::Send>(&*ask);
            if (send != nullptr) add_exchange(id, send->label, *send, response).attempt = attempt;
            answer = send == nullptr ? nullptr : &journal.exchanges.back();
        }
    }

    record::Exchange& add_exchange(const std::string& id, const std::string& label, const script::Send& send,
                                   const std::string& response) {
        record::Exchange exchange;
        exchange.id = static_cast<std::uint32_t>(journal.exchanges.size() + 1);
        exchange.case_id = id;
        exchange.label = label;
        exchange.request =
            record::redacted(script::with_authorization(script::octets_of(send), "Basic secret"));
        exchange.response = response;
        exchange.ending = response.empty() ? record::Ending::closed : record::Ending::answered;
        exchange.unlawful_because = send.unlawful_because;
        journal.exchanges.push_back(exchange);
        return journal.exchanges.back();
    }

    void add_canary(const std::string& id, const std::string& response) {
        add_exchange(id, suite::canary_label,
                     std::get<script::Send>(suite::canary_request({setting.host, setting.path, setting.url})),
                     response);
    }

    [[nodiscard]] record::RunRecord judged() const {
        return judge(journal, {plan, library, rules, book, setting});
    }
    [[nodiscard]] record::CaseResult result(const std::string& id) const {
        for (const record::CaseResult& found : judged().cases) {
            if (found.id == id) return found;
        }
        return {};
    }

    record::Rules rules;
    rules::RuleBook book;
    script::Library library;
    script::Setting setting;
    suite::Plan plan;
    record::Journal journal;
};

constexpr const char* expects_success = "local r = t:send(t.msg.get({ uri = 'u' }))\nt:expect_status(r, 200)";

TEST(Judge, ReplaysACaseAndFindsWhatItFound) {
    CannedRun run;
    run.play(run.plan_case("good", expects_success), identified);
    run.play(run.plan_case("bad", expects_success), refused);
    run.play(run.plan_case("advice", "t:expect_status(t:send(t.msg.identify()), 200, { rule = 'ought.to' })"),
             refused);
    EXPECT_EQ(run.result("good").verdict, Verdict::passed);
    const auto bad = run.result("bad");
    EXPECT_EQ(bad.verdict, Verdict::failed);
    ASSERT_THAT(bad.findings, SizeIs(1));
    EXPECT_EQ(bad.findings[0].place->exchange, 3U);
    EXPECT_THAT(bad.exchanges, testing::ElementsAre(3U));
    EXPECT_EQ(bad.elapsed, record::RunTime{5});
    EXPECT_EQ(run.result("advice").verdict, Verdict::warned);
    EXPECT_TRUE(run.judged().rules.contains("must.do"));
}

TEST(Judge, CallsACaseFlakyThatFailedAndPassedAndCountsTheFailure) {
    CannedRun run;
    const suite::PlannedCase planned = run.plan_case("flaky", expects_success);
    run.play(planned, refused);
    run.play(planned, identified, 2);
    const auto flaky = run.result("flaky");
    EXPECT_EQ(flaky.verdict, Verdict::failed);
    EXPECT_TRUE(flaky.flaky);
    EXPECT_THAT(flaky.findings, SizeIs(1));
    EXPECT_THAT(flaky.exchanges, testing::ElementsAre(2U, 3U));
    ASSERT_THAT(flaky.attempts, SizeIs(2));
    EXPECT_EQ(flaky.attempts[0].verdict, Verdict::failed);
    EXPECT_EQ(flaky.attempts[1].verdict, Verdict::passed);
    EXPECT_THAT(flaky.attempts[1].exchanges, testing::ElementsAre(3U));
    EXPECT_EQ(flaky.elapsed, record::RunTime{10});
    EXPECT_EQ(record::attempts_text(flaky), "flaky in 2 attempts: failed, passed");
    EXPECT_NE(run.journal.exchanges[1].request, run.journal.exchanges[2].request) << "message ids differ";
}

TEST(Judge, KeepsTheFindingsOfEveryAttemptOfACaseThatKeepsFailing) {
    CannedRun run;
    const suite::PlannedCase planned = run.plan_case("broken", expects_success);
    run.play(planned, refused);
    run.play(planned, refused, 2);
    const auto broken = run.result("broken");
    EXPECT_EQ(broken.verdict, Verdict::failed);
    EXPECT_FALSE(broken.flaky);
    EXPECT_THAT(broken.findings, SizeIs(2));
    run.journal.cases.back().has_ended = false;
    EXPECT_EQ(run.result("broken").verdict, Verdict::failed) << "what the first attempt found counts";
}

constexpr const char* sends_twice =
    "t:defer(function() t:send(t.msg.identify()) end)\n"
    "t:expect_status(t:send(t.msg.identify()), 200)\nt:sleep(1)\nt:send(t.msg.get({ uri = 'u' }))";

TEST(Judge, BlocksACaseWhoseTimeWasOverAndLetsItTidyUp) {
    CannedRun run;
    run.play(run.plan_case("long", sends_twice), identified);
    ASSERT_THAT(run.journal.exchanges, SizeIs(4));
    run.journal.cases.back().cut = record::Cut{2, true, "too long"};
    const auto within = run.result("long");
    EXPECT_EQ(within.verdict, Verdict::blocked);
    EXPECT_EQ(within.reason, "too long");
    EXPECT_TRUE(within.overran);
    run.journal.cases.back().cut->within = false;
    EXPECT_THAT(run.result("long").reason, HasSubstr("exchange 3 would be another request now"))
        << "an exchange that was not given up is the tidying's";
    run.journal.exchanges.erase(run.journal.exchanges.begin() + 2);
    EXPECT_EQ(run.result("long").reason, "too long");
    run.journal.exchanges.pop_back();
    EXPECT_EQ(run.result("long").reason, "too long") << "the tidying ran out of time, too";
}

TEST(Judge, CountsWhatACaseFoundBeforeItsTimeWasOver) {
    CannedRun run;
    run.play(run.plan_case("long", sends_twice), refused);
    run.journal.cases.back().cut = record::Cut{2, true, "too long"};
    EXPECT_EQ(run.result("long").verdict, Verdict::failed);
    EXPECT_TRUE(run.result("long").overran);
}

TEST(Judge, SaysByWhichPlanItJudged) {
    CannedRun run;
    run.journal.header.plan_hash = run.plan.hash = "a";
    EXPECT_FALSE(record::judged_otherwise(run.judged()));
    run.plan.hash = "b";
    EXPECT_TRUE(record::judged_otherwise(run.judged()));
    run.journal.header.plan_hash.clear();
    EXPECT_FALSE(record::judged_otherwise(run.judged())) << "a journal without a plan";
}

TEST(Judge, GivesWhatARecordedCaseAskedForAlsoWithOtherMessageIds) {
    CannedRun run;
    const suite::PlannedCase planned =
        run.plan_case("two",
                      "local r = t:send(t.msg.get({ uri = 'u' }))\nt:sleep(3)\n"
                      "t:raw{ octets = 'x' .. r.body, pause_ms = 7, pieces = 2 }");
    run.play(planned, identified);
    const std::vector<const record::Exchange*> exchanges{&run.journal.exchanges[1],
                                                         &run.journal.exchanges[2]};
    const auto asks = [&](std::uint32_t attempt) {
        return recorded_asks(planned.definition, run.journal.cases.front(), exchanges, attempt, run.journal,
                             {run.plan, run.library, run.rules, run.book, run.setting});
    };
    const Recorded same = asks(1);
    EXPECT_EQ(same.diverged, "");
    ASSERT_THAT(same.asks, SizeIs(3));
    EXPECT_EQ(std::get<script::Send>(same.asks[2]).piece_octets, 2U);
    EXPECT_EQ(std::get<script::Send>(same.asks[2]).pause, script::Milliseconds{7});
    const Recorded fresh = asks(9);
    EXPECT_EQ(fresh.diverged, "");
    ASSERT_THAT(fresh.asks, SizeIs(3));
    EXPECT_NE(script::octets_of(std::get<script::Send>(fresh.asks[0])),
              script::octets_of(std::get<script::Send>(same.asks[0])));
    run.library.texts["two.lua"].replace(run.library.texts["two.lua"].find("'u'"), 3, "'v'");
    EXPECT_THAT(asks(1).diverged, HasSubstr("exchange 2 would be another request now"));
}

TEST(Judge, BlocksACaseThatIsNoLongerWhatItWas) {
    CannedRun run;
    run.play(run.plan_case("other", expects_success), identified);
    run.library.texts["other.lua"].replace(run.library.texts["other.lua"].find("'u'"), 3, "'v'");
    EXPECT_EQ(run.result("other").verdict, Verdict::blocked);
    EXPECT_THAT(run.result("other").reason, HasSubstr("exchange 2 would be another request now"));
}

TEST(Judge, BlocksACaseThatAsksForMoreOrLessThanTheJournalHolds) {
    CannedRun run;
    run.play(run.plan_case("more", "t:raw{ octets = 'a' }"), identified);
    run.play(run.plan_case("less", "t:raw{ octets = 'a' } t:raw{ octets = 'b' }"), identified);
    run.library.texts["more.lua"].replace(run.library.texts["more.lua"].find("t:raw"), 5,
                                          "t:raw{ octets = 'a' } t:raw");
    run.library.texts["less.lua"].replace(run.library.texts["less.lua"].find("t:raw{ octets = 'a' }"), 21,
                                          "");
    EXPECT_THAT(run.result("more").reason, HasSubstr("it asks for more than the journal holds"));
    EXPECT_THAT(run.result("less").reason, HasSubstr("exchange 3 would be another request now"));
}

TEST(Judge, SaysWhatAnInterruptedRunDidNotComeTo) {
    CannedRun run;
    run.journal.complete = false;
    run.play(run.plan_case("done", expects_success), identified);
    run.plan_case("cut", expects_success);
    run.journal.cases.push_back({"cut", 1, {}, {}, false});
    run.plan_case("never", expects_success);
    run.journal.header.case_ids.emplace_back("gone");
    EXPECT_FALSE(run.judged().complete);
    EXPECT_EQ(run.result("done").verdict, Verdict::passed);
    EXPECT_EQ(run.result("cut").verdict, Verdict::blocked);
    EXPECT_EQ(run.result("cut").reason, "the run was interrupted in this case");
    EXPECT_EQ(run.result("never").reason, "the run was interrupted before it");
    EXPECT_EQ(run.result("gone").reason, "there is no case of this id any more");
}

TEST(Judge, BlocksWhatNeedsACaseThatDidNotPass) {
    CannedRun run;
    run.play(run.plan_case("base", expects_success), refused);
    run.plan_case("above", expects_success).after = {"base"};
    run.plan_case("probing", expects_success).probes = {"base"};
    run.plan_case("declared", expects_success).not_applicable = "the profile says so";
    EXPECT_EQ(run.result("above").verdict, Verdict::blocked);
    EXPECT_EQ(run.result("above").reason, "it needs base, which is failed");
    EXPECT_EQ(run.result("probing").verdict, Verdict::not_applicable);
    EXPECT_EQ(run.result("declared").reason, "the profile says so");
}

TEST(Judge, FindsInTheCanaryThatTheServiceDidNotSurvive) {
    CannedRun run;
    run.play(run.plan_case("survived", expects_success, "hostile = true,"), identified);
    run.add_canary("survived", identified);
    run.play(run.plan_case("killed", expects_success, "hostile = true,"), identified);
    run.add_canary("killed", "");
    EXPECT_EQ(run.result("survived").verdict, Verdict::passed);
    const auto killed = run.result("killed");
    EXPECT_EQ(killed.verdict, Verdict::failed);
    ASSERT_THAT(killed.findings, SizeIs(1));
    EXPECT_EQ(killed.findings[0].rule, "service.survives");
    EXPECT_EQ(killed.findings[0].place->part, record::Part::connection);
}

TEST(Judge, AsksOnlyForAnAnswerOfAServiceThatNeverKnewIdentify) {
    CannedRun run;
    run.journal.exchanges.front().response = refused;
    run.play(run.plan_case("hostile", "t:send(t.msg.identify())", "hostile = true,"), identified);
    run.add_canary("hostile", refused);
    EXPECT_EQ(run.result("hostile").verdict, Verdict::passed);
}

TEST(Judge, BlocksACaseWhoseTargetIsGone) {
    CannedRun run;
    run.play(run.plan_case("late", expects_success), identified);
    run.journal.exchanges.back().ending = record::Ending::unreachable;
    run.journal.exchanges.back().trouble = "Connection refused";
    EXPECT_EQ(run.result("late").verdict, Verdict::blocked);
    EXPECT_EQ(run.result("late").reason, "the target is not to be reached any more: Connection refused");
}

TEST(Judge, CountsWhatACaseFoundBeforeItCouldNotGoOn) {
    CannedRun run;
    const std::string then = "t:expect_status(t:send(t.msg.identify()), 200)\n";
    run.play(run.plan_case("gone", then + "t:send(t.msg.identify())"), refused);
    run.journal.exchanges.back().ending = record::Ending::unreachable;
    run.play(run.plan_case("unprepared", then + "t:setup(false, 'no item')"), refused);
    run.play(run.plan_case("clean", "t:setup(false, 'no item')"), refused);
    EXPECT_EQ(run.result("gone").verdict, Verdict::failed);
    EXPECT_THAT(run.result("gone").findings, SizeIs(1));
    EXPECT_THAT(run.result("gone").reason, HasSubstr("not to be reached any more"));
    EXPECT_EQ(run.result("unprepared").verdict, Verdict::failed);
    EXPECT_EQ(run.result("clean").verdict, Verdict::setup_failed);
}

TEST(Judge, DoesNotBlameAHostileCaseThatNeverReachedTheTarget) {
    CannedRun run;
    run.play(run.plan_case("late", expects_success, "hostile = true,"), identified);
    run.journal.exchanges.back().ending = record::Ending::unreachable;
    run.add_canary("late", "");
    EXPECT_EQ(run.result("late").verdict, Verdict::blocked);
    EXPECT_THAT(run.result("late").findings, IsEmpty());
}

rules::PassiveRule finding_in(rules::Judged judged, const std::string& text) {
    return {"must.do", judged, [text](const observe::Reading& reading) {
                rules::Outcome outcome;
                outcome.examined = text != "nowhere";
                if (reading.exchange->request.find(text) == std::string::npos) return outcome;
                record::Place place;
                place.exchange = reading.exchange->id;
                outcome.findings.push_back({"must.do", "it is wrong", "right", "wrong", place});
                return outcome;
            }};
}

TEST(Judge, GivesEachPassiveRuleAResultOfItsOwn) {
    CannedRun run;
    run.play(run.plan_case("good", expects_success), identified);
    run.book.add(finding_in(rules::Judged::response, "Get"));
    const auto result = run.result("passive.must.do");
    EXPECT_EQ(result.verdict, Verdict::failed);
    EXPECT_THAT(result.proves, testing::ElementsAre("must.do"));
    EXPECT_THAT(result.exchanges, testing::ElementsAre(2U));
    EXPECT_EQ(run.result("good").verdict, Verdict::passed);
}

TEST(Judge, SaysThatARuleWasNeverExamined) {
    CannedRun run;
    run.book.add(finding_in(rules::Judged::response, "nowhere"));
    EXPECT_EQ(run.result("passive.must.do").verdict, Verdict::not_applicable);
}

TEST(Judge, TakesABreachInOurOwnRequestForOurOwnTrouble) {
    CannedRun run;
    run.play(run.plan_case("good", expects_success), identified);
    run.book.add(finding_in(rules::Judged::request, "Get"));
    EXPECT_EQ(run.result("good").verdict, Verdict::harness_error);
    EXPECT_THAT(
        run.result("good").reason,
        HasSubstr("our own request breaks must.do: it is wrong; expected right, sent wrong (exchange 2"));
    run.book.add(finding_in(rules::Judged::request, "Identify"));
    EXPECT_EQ(run.result("passive.must.do.request").verdict, Verdict::harness_error);
}

TEST(Judge, TellsTheTwoSidesApartWhereBothWereObserved) {
    CannedRun run;
    run.journal.header.options[record::observed_option] = record::observed_live;
    run.journal.notes = {"a note"};
    run.book.add(finding_in(rules::Judged::request, "Identify"));
    const auto of_client = run.result("passive.must.do.request");
    EXPECT_EQ(of_client.verdict, Verdict::failed);
    EXPECT_EQ(of_client.suite, client_suite);
    EXPECT_THAT(of_client.findings, SizeIs(1));
    run.book.add(finding_in(rules::Judged::response, "Identify"));
    const auto of_service = run.result("passive.must.do");
    EXPECT_EQ(of_service.verdict, Verdict::failed);
    EXPECT_EQ(of_service.suite, service_suite);
    EXPECT_THAT(run.judged().notes, testing::ElementsAre("a note"));
}

TEST(Judge, LeavesRulesAboutTheWireAloneWhereItWasNotKept) {
    CannedRun run;
    run.journal.header.options[record::observed_option] = "x.har";
    run.journal.header.options[record::wire_lost_option] = "a HAR keeps no octets";
    run.book.add(finding_in(rules::Judged::response, "Identify"));
    EXPECT_EQ(run.result("passive.must.do").verdict, Verdict::failed);
    run.book.needs_wire("must.do");
    const auto left_alone = run.result("passive.must.do");
    EXPECT_EQ(left_alone.verdict, Verdict::not_applicable);
    EXPECT_EQ(left_alone.reason, "a HAR keeps no octets");
    EXPECT_THAT(left_alone.findings, IsEmpty());
}

/// The run of a client in memory: one case that takes one request and answers it.
class ClientRun : public CannedRun {
public:
    explicit ClientRun(const std::string& body, const std::string& why = "") {
        journal.exchanges.clear();
        journal.header.options[record::judged_option] = record::judged_client;
        library.texts["c.lua"] = fmt::format(
            "client_case {{ id = 'c', title = 'T', proves = {{ 'must.do', 'ought.to' }}, step = 'get', serve "
            "= "
            "function(t)\nlocal r = t:request()\nt:reply(r, {{ octets = 'HTTP/1.1 200 "
            "OK\\r\\nContent-Length: "
            "0\\r\\n\\r\\n' }})\n{}\nend }}",
            body);
        plan.cases.push_back({script::read_cases(library, "c.lua", rules).at(0), {}, {}, {}});
        journal.header.case_ids = {"c"};
        journal.cases.push_back({.id = "c", .ended = record::RunTime{5}, .has_ended = true});
        journal.client_ends.push_back({.case_id = "c", .how = record::ClientEnding::exited, .exit_code = 0});
        came("POST /wsman HTTP/1.1\r\nContent-Length: 0\r\n\r\n",
             "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        journal.exchanges.back().unlawful_because = why;
    }

    record::Exchange& came(const std::string& request, const std::string& response) {
        record::Exchange exchange;
        exchange.id = static_cast<std::uint32_t>(journal.exchanges.size() + 1);
        exchange.case_id = "c";
        exchange.label = "POST";
        exchange.request = request;
        exchange.response = response;
        journal.exchanges.push_back(exchange);
        return journal.exchanges.back();
    }
};

TEST(ClientJudge, ReplaysACaseWithTheRequestsThatCame) {
    const ClientRun good{
        "t:expect(r.method == 'POST' and t:request() == nil and t:outcome().kind == 'unknown', { message = "
        "'no' })"};
    EXPECT_EQ(good.result("c").verdict, Verdict::passed);
    EXPECT_EQ(good.result("c").client->exit_code, 0);
    const ClientRun bad{"t:expect(r.method == 'GET', { message = 'no', at = r })"};
    EXPECT_EQ(bad.result("c").verdict, Verdict::failed);
    EXPECT_EQ(bad.result("c").findings.at(0).place->exchange, 1U);
}

TEST(ClientJudge, BlocksACaseWhoseAnswerIsAnotherNow) {
    ClientRun run{""};
    run.journal.exchanges[0].response = "HTTP/1.1 404 Not Found\r\n\r\n";
    EXPECT_EQ(run.result("c").verdict, Verdict::blocked);
    EXPECT_THAT(run.result("c").reason, HasSubstr("exchange 1 would have another answer now"));
    run.journal.exchanges[0].response = "HTTP/1.1 200";
    run.journal.exchanges[0].trouble = "Broken pipe";
    EXPECT_EQ(run.result("c").verdict, Verdict::passed)
        << "the client was gone before it had the whole answer";
}

TEST(ClientJudge, BlocksACaseThatDoesNotComeToEveryRequest) {
    ClientRun run{""};
    run.came("POST / HTTP/1.1\r\n\r\n", "");
    EXPECT_THAT(run.result("c").reason, HasSubstr("it does not come to exchange 2"));
    run.journal.exchanges[1].label = script::unexpected_label;
    EXPECT_EQ(run.result("c").verdict, Verdict::passed) << "what came after the end is the outcome's";
}

TEST(ClientJudge, FindsWhatTheClientsRequestsBreak) {
    ClientRun run{"", "the answer is unlawful"};
    run.book.add(finding_in(rules::Judged::request, "POST"));
    const auto result = run.result("passive.must.do.request");
    EXPECT_EQ(result.verdict, Verdict::failed) << "the answer's breach is not the client's licence";
    EXPECT_EQ(result.suite, client_suite);
    EXPECT_EQ(run.result("c").verdict, Verdict::passed);
    run.journal.exchanges[0].label = script::elsewhere_label;
    EXPECT_EQ(run.result("passive.must.do.request").verdict, Verdict::not_applicable);
}

TEST(ClientJudge, TakesABreachInOurOwnAnswerForOurOwnTrouble) {
    ClientRun lawful{""};
    lawful.book.add(finding_in(rules::Judged::response, "POST"));
    EXPECT_EQ(lawful.result("c").verdict, Verdict::harness_error);
    EXPECT_EQ(lawful.result("passive.must.do").id, "") << "answers are ours: no client is judged by them";
    ClientRun lying{"", "it has no envelope"};
    lying.book.add(finding_in(rules::Judged::response, "POST"));
    EXPECT_EQ(lying.result("c").verdict, Verdict::passed);
    ClientRun provoked{"t:expect(false, { message = 'the request is wrong', at = r })"};
    provoked.book.add(finding_in(rules::Judged::response, "POST"));
    EXPECT_EQ(provoked.result("c").verdict, Verdict::failed) << "a wrong request excuses the answer";
}

}  // namespace
}  // namespace assay::judge
