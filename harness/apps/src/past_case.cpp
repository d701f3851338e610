#include "past_case.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "assay/base/text.hpp"
#include "assay/base/usage_error.hpp"
#include "assay/drive/drive.hpp"
#include "assay/judge/judge.hpp"
#include "assay/rules/rule_book.hpp"
#include "assay/suite/canary.hpp"
#include "assay/suite/names.hpp"
#include "judging.hpp"
#include "past_run.hpp"

namespace assay::apps {
namespace {

constexpr std::string_view passive = "passive.";

/// The case in which the passive rule was first broken.
std::string case_behind(const std::string& id, const record::RunRecord& run) {
    const auto result = std::ranges::find(run.cases, id, &record::CaseResult::id);
    if (result == run.cases.end() || result->exchanges.empty())
        throw base::UsageError{fmt::format("no finding of '{}' in that run", id), "RUN#CASE", "name a case"};
    const auto exchange = std::ranges::find(run.exchanges, result->exchanges.front(), &record::Exchange::id);
    if (exchange == run.exchanges.end() || exchange->case_id.empty()) {
        throw base::UsageError{fmt::format("'{}' was broken between cases", id), "RUN#CASE",
                               "`assay run` sends that Identify again"};
    }
    return exchange->case_id;
}

void refuse_unplayed(const record::Journal& journal, const std::string& id, const ProductData& data) {
    if (std::ranges::find(journal.cases, id, &record::CaseSpan::id) != journal.cases.end()) return;
    std::vector<std::string> played;
    for (const record::CaseSpan& span : journal.cases) played.push_back(span.id);
    const bool planned = std::ranges::find(journal.header.case_ids, id) != journal.header.case_ids.end();
    const auto definition = std::ranges::find(data.collection.cases, id, &script::CaseDefinition::id);
    const bool changes = definition != data.collection.cases.end() && definition->destructive;
    if (planned && changes && !profile_of_run(journal.header).target.destructive) {
        throw base::UsageError{
            fmt::format("'{}' changes the target, which that run was not allowed to: it was not played", id),
            "RUN#CASE", "`assay run --destructive --case` plays it"};
    }
    if (planned) {
        throw base::UsageError{fmt::format("the case '{}' sent nothing in that run", id), "RUN#CASE",
                               "its run.json says why it was not run"};
    }
    throw base::UsageError{fmt::format("there is no case '{}' in that run", id), "RUN#CASE",
                           suite::did_you_mean(id, played, "the run's run.json lists them")};
}

void keep_only(record::Journal& journal, const std::string& id) {
    journal.header.case_ids = {id};
    journal.header.troubles.clear();
    std::erase_if(journal.cases, [&](const record::CaseSpan& span) { return span.id != id; });
    std::erase_if(journal.exchanges, [&](const record::Exchange& exchange) {
        return exchange.case_id != id && !exchange.case_id.empty();
    });
    std::erase_if(journal.shrunk, [&](const record::Shrunk& each) { return each.case_id != id; });
}

/// The attempt that the verdict comes from.
record::CaseSpan worst_span(const PastCase& past) {
    const record::CaseResult& result = past.result();
    const auto worst = std::ranges::find(result.attempts, result.verdict, &record::Attempt::verdict);
    if (worst == result.attempts.end()) return past.journal.cases.front();
    return past.journal.cases.at(static_cast<std::size_t>(worst - result.attempts.begin()));
}

/// Where credentials had been, they are filled in anew.
std::string with_placeholder(const std::string& request) {
    const auto head_end = std::min(request.find("\r\n\r\n"), request.size());
    std::size_t line = 0;
    while (line < head_end) {
        const auto end = std::min(request.find("\r\n", line), request.size());
        const auto colon = request.find(':', line);
        if (colon < end &&
            base::equal_ignoring_case(std::string_view{request}.substr(line, colon - line), "Authorization"))
            return request.substr(0, colon) + ": {authorization}" + request.substr(end);
        line = end + 2;
    }
    return request;
}

}  // namespace

std::vector<const record::Exchange*> PastCase::exchanges() const {
    std::vector<const record::Exchange*> own;
    for (const record::Exchange& exchange : run.exchanges) {
        if (exchange.case_id == span.id && exchange.attempt == span.attempt) own.push_back(&exchange);
    }
    return own;
}

ProductData load_data_of(const std::string& text) {
    const std::filesystem::path run = parse_case_of_run(text).run;
    const record::RunHeader header = record::read_journal(journal_of(run)).header;
    if (header.judges_client()) {
        throw base::UsageError{"that run is of a client, which sends requests of its own", run.string(),
                               "`assay peer --case ID` lets the client do the step again"};
    }
    return load_product_data_of(header);
}

PastCase load_past_case(const std::string& text, const ProductData& data) {
    auto [run, id] = parse_case_of_run(text);
    PastCase past;
    past.folder = journal_of(run).parent_path();
    past.journal = record::read_journal(journal_of(run));
    if (id.starts_with(passive)) {
        past.rule = id.substr(passive.size());
        id = case_behind(id, judge_journal(past.journal, data));
    }
    refuse_unplayed(past.journal, id, data);
    keep_only(past.journal, id);
    past.profile = profile_of_run(past.journal.header);
    // What was played can be played again; whether it may is for refuse_changes().
    suite::Profile allowing = past.profile;
    allowing.target.destructive = true;
    past.plan = suite::plan_of(data.collection, data.rules, allowing, data.profiles, {id});
    const auto planned = std::ranges::find_if(
        past.plan.cases, [&](const suite::PlannedCase& each) { return each.definition.id == id; });
    if (planned != past.plan.cases.end()) past.planned = *planned;
    past.planned.definition.id = id;
    past.run = judge_journal(past.journal, data);
    past.span = worst_span(past);
    return past;
}

void refuse_changes(const PastCase& past, const TargetOptions& where, const suite::TargetSettings& settings,
                    bool destructive, const char* command) {
    const bool is_allowed_now = destructive || (!where.profile.empty() && settings.destructive);
    if (!past.planned.definition.destructive || is_allowed_now) return;
    const std::string& then = past.journal.header.target;
    const bool is_elsewhere = drive::parse_target(where.url).target.url() != then;
    if (past.profile.target.destructive && !is_elsewhere) return;
    const std::string why = past.profile.target.destructive
                                ? fmt::format("that run was allowed to at {} alone", then)
                                : std::string{"that run was not allowed to"};
    throw base::UsageError{
        fmt::format("'{}' changes the target, which {}", past.span.id, why), command,
        "allow it with --destructive, or with destructive = true in the [target] of a --target"};
}

std::vector<script::Ask> asks_of(const PastCase& past, std::uint32_t attempt, const ProductData& data) {
    const rules::RuleBook none;
    const drive::Target target = drive::parse_target(past.journal.header.target).target;
    judge::Recorded recorded =
        judge::recorded_asks(past.planned.definition, past.span, past.exchanges(), attempt, past.journal,
                             {past.plan, data.collection.library, data.rules, none,
                              drive::setting_for(target, past.profile, past.journal.header.seed)});
    if (!recorded.diverged.empty())
        throw base::UsageError{recorded.diverged, past.span.id, "`assay run --case` plays it as it is now"};
    return std::move(recorded.asks);
}

std::vector<script::Ask> asks_from_octets(const std::vector<const record::Exchange*>& exchanges) {
    std::vector<script::Ask> asks;
    for (const record::Exchange* exchange : exchanges) {
        if (exchange->label == suite::canary_label) continue;
        if (exchange->request.empty()) {
            asks.emplace_back(script::Read{exchange->connection, {}});
            continue;
        }
        script::Send send;
        send.channel = exchange->connection;
        send.pieces = {with_placeholder(exchange->request)};
        send.label = exchange->label;
        send.unlawful_because = exchange->unlawful_because;
        send.await = exchange->ending != record::Ending::not_awaited;
        asks.emplace_back(std::move(send));
    }
    return asks;
}

}  // namespace assay::apps
