#include "assay/reports/json_report.hpp"

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <ostream>

#include "../src/summary.hpp"

namespace assay::reports {
namespace {

using Json = nlohmann::ordered_json;

double seconds(record::RunTime time) { return std::chrono::duration<double>{time}.count(); }

std::string_view name_of(record::Part part) {
    switch (part) {
        case record::Part::request_head: return "request_head";
        case record::Part::request_body: return "request_body";
        case record::Part::response_head: return "response_head";
        case record::Part::response_body: return "response_body";
        case record::Part::connection: break;
    }
    return "connection";
}

Json json_of(const record::Place& place) {
    return {{"exchange", place.exchange}, {"part", name_of(place.part)}, {"offset", place.offset},
            {"length", place.length},     {"line", place.line},          {"column", place.column},
            {"path", place.path}};
}

Json json_of(const record::KnownDeviation& known) {
    return {{"because", known.because},
            {"owner", known.owner},
            {"review_by", known.review_by},
            {"where", known.where}};
}

Json json_of(const record::KnownQuirk& quirk) {
    return {{"product", quirk.product}, {"does", quirk.does}, {"source", quirk.source}};
}

Json json_of(const record::Finding& finding, const record::Rules& rules) {
    Json quirks = Json::array();
    for (const record::KnownQuirk& quirk : finding.quirks) quirks.push_back(json_of(quirk));
    const auto rule = rules.find(finding.rule);
    return {{"rule", finding.rule},
            {"level", rule == rules.end() ? Json() : Json(to_text(rule->second.level))},
            {"message", finding.message},
            {"expected", finding.expected},
            {"actual", finding.actual},
            {"place", finding.place ? json_of(*finding.place) : Json()},
            {"deviation", finding.known ? json_of(*finding.known) : Json()},
            {"quirks", std::move(quirks)}};
}

Json json_of(const record::Attempt& attempt) {
    return {{"number", attempt.number},
            {"verdict", to_text(attempt.verdict)},
            {"reason", attempt.reason},
            {"findings", attempt.findings},
            {"elapsed_seconds", seconds(attempt.elapsed)},
            {"exchanges", attempt.exchanges}};
}

Json json_of(const record::Shrunk& shrunk) {
    return {{"case", shrunk.case_id},          {"rule", shrunk.rule},
            {"exchange", shrunk.exchange},     {"tries", shrunk.tries},
            {"exhausted", shrunk.exhausted},   {"octets_before", shrunk.octets_before},
            {"octets", shrunk.request.size()}, {"request", shrunk.request}};
}

Json json_of(const record::ClientEnd& end) {
    return {{"ended", to_text(end.how)},
            {"exit_code", end.exit_code ? Json(*end.exit_code) : Json()},
            {"output", end.output},
            {"errors", end.errors},
            {"further_requests", end.further_requests}};
}

Json json_of(const record::CaseResult& result, const record::Rules& rules) {
    Json findings = Json::array();
    for (const record::Finding& finding : result.findings) findings.push_back(json_of(finding, rules));
    Json attempts = Json::array();
    for (const record::Attempt& attempt : result.attempts) attempts.push_back(json_of(attempt));
    return {{"id", result.id},
            {"title", result.title},
            {"suite", result.suite},
            {"proves", result.proves},
            {"verdict", to_text(result.verdict)},
            {"reason", result.reason},
            {"elapsed_seconds", seconds(result.elapsed)},
            {"overran", result.overran},
            {"flaky", result.flaky},
            {"attempts", std::move(attempts)},
            {"waited_seconds", seconds(result.waited)},
            {"findings", std::move(findings)},
            {"exchanges", result.exchanges},
            {"client", result.client ? json_of(*result.client) : Json()}};
}

Json json_of(const record::Rule& rule) {
    return {{"id", rule.id},
            {"specification", rule.specification},
            {"section", rule.section},
            {"number", rule.number},
            {"level", to_text(rule.level)},
            {"side", to_text(rule.side)},
            {"wire_testable", to_text(rule.wire_testable)},
            {"requirement", rule.requirement},
            {"fault", rule.fault},
            {"evidence", rule.evidence}};
}

Json json_of(const record::Exchange& exchange) {
    Json tls;
    if (exchange.tls)
        tls = {{"version", exchange.tls->version},
               {"cipher_suite", exchange.tls->cipher_suite},
               {"peer_subject", exchange.tls->peer_subject}};
    return {{"id", exchange.id},
            {"case", exchange.case_id},
            {"label", exchange.label},
            {"attempt", exchange.attempt},
            {"connection", exchange.connection},
            {"ending", to_text(exchange.ending)},
            {"trouble", exchange.trouble},
            {"unlawful_because", exchange.unlawful_because},
            {"request_octets", exchange.request.size()},
            {"response_octets", exchange.received()},
            {"began_seconds", seconds(exchange.times.began)},
            {"elapsed_seconds", seconds(exchange.times.finished - exchange.times.began)},
            {"tls", std::move(tls)}};
}

std::string_view name_of(record::SignSeen::Answer answer) {
    switch (answer) {
        case record::SignSeen::Answer::shown: return "shown";
        case record::SignSeen::Answer::contradicted: return "contradicted";
        case record::SignSeen::Answer::not_seen: break;
    }
    return "not_seen";
}

Json json_of(const record::DialectMatch& match) {
    Json signs = Json::array();
    for (const record::SignSeen& sign : match.signs) {
        signs.push_back({{"id", sign.id},
                         {"meaning", sign.meaning},
                         {"source", sign.source},
                         {"answer", name_of(sign.answer)},
                         {"evidence", sign.evidence},
                         {"exchange", sign.exchange == 0 ? Json() : Json(sign.exchange)}});
    }
    return {{"name", match.name},   {"title", match.title},     {"likeness", match.likeness},
            {"shown", match.shown}, {"decided", match.decided}, {"signs", std::move(signs)},
            {"bugs", match.bugs}};
}

Json meta_of(const record::RunRecord& run) {
    const record::RunHeader& header = run.header;
    return {{"tool_version", header.tool_version},
            {"judged", header.judges_client() ? "client" : "service"},
            {"target", header.target},
            {"began", header.began},
            {"elapsed_seconds", seconds(run.elapsed)},
            {"seed", header.seed},
            {"plan_hash", header.plan_hash},
            {"judged_by", run.judged_by},
            {"profile", header.profile_name},
            {"options", Json(header.options)}};
}

Json totals_of(const record::RunRecord& run) {
    Json verdicts = Json::object();
    for (const auto& [verdict, count] : record::count_verdicts(run))
        verdicts[std::string{to_text(verdict)}] = count;
    std::size_t findings = 0;
    for (const record::CaseResult& result : run.cases) findings += result.findings.size();
    return {{"cases", run.cases.size()},
            {"findings", findings},
            {"known_deviations", record::count_known(run)},
            {"flaky", std::ranges::count(run.cases, true, &record::CaseResult::flaky)},
            {"exchanges", run.exchanges.size()},
            {"verdicts", std::move(verdicts)}};
}

}  // namespace

void JsonReport::write(const record::RunRecord& run, std::ostream& out) const {
    Json document{{"schema_version", run_schema_version},
                  {"outcome", to_text(outcome_of(run))},
                  {"complete", run.complete},
                  {"meta", meta_of(run)},
                  {"totals", totals_of(run)},
                  {"notes", run.notes},
                  {"dialects", Json::array()},
                  {"stale_deviations", run.stale_deviations},
                  {"cases", Json::array()},
                  {"shrunk", Json::array()},
                  {"rules", Json::array()},
                  {"exchanges", Json::array()}};
    for (const record::DialectMatch& match : run.dialects) document["dialects"].push_back(json_of(match));
    for (const record::CaseResult& result : run.cases)
        document["cases"].push_back(json_of(result, run.rules));
    for (const record::Shrunk& shrunk : run.shrunk) document["shrunk"].push_back(json_of(shrunk));
    for (const auto& [id, rule] : run.rules) document["rules"].push_back(json_of(rule));
    for (const record::Exchange& exchange : run.exchanges) document["exchanges"].push_back(json_of(exchange));
    out << document.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

}  // namespace assay::reports
