#include "assay/judge/judge.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "assay/judge/infer.hpp"
#include "assay/script/verdict.hpp"
#include "assay/suite/canary.hpp"
#include "assay/suite/subject.hpp"
#include "attempts.hpp"
#include "passive.hpp"
#include "replay.hpp"

namespace assay::judge {
namespace {

using record::CaseResult;
using record::Verdict;

class Judge {
public:
    Judge(const record::Journal& journal, const Material& material) : journal_{journal}, material_{material} {
        run_.header = journal.header;
        run_.complete = journal.complete;
        run_.elapsed = journal.ended;
        run_.exchanges = journal.exchanges;
        run_.notes = journal.notes;
        std::ranges::sort(run_.exchanges, {}, &record::Exchange::id);
        for (const record::Exchange& exchange : run_.exchanges) {
            by_attempt_[{exchange.case_id, exchange.attempt}].push_back(&exchange);
            if (!journal.complete) run_.elapsed = std::max(run_.elapsed, exchange.times.finished);
        }
        run_.shrunk = journal.shrunk;
        run_.judged_by = material.plan.hash;
        for (const record::ClientEnd& end : journal.client_ends) client_ends_[end.case_id] = &end;
        for (const record::CaseSpan& span : journal.cases) spans_[span.id].push_back(&span);
        for (const suite::PlannedCase& planned : material.plan.cases)
            planned_[planned.definition.id] = &planned;
    }

    record::RunRecord judge() {
        for (const record::SuiteTrouble& trouble : journal_.header.troubles) add(result_of(trouble));
        for (const std::string& id : journal_.header.case_ids) add(judge_case(id));
        if (journal_.header.judges_client()) {
            judge_client_passively(run_, material_);
        } else if (!is_about_a_bmc()) {
            judge_passively(run_, journal_, material_);
            if (saw_one_service()) run_.dialects = infer_dialects(run_.exchanges, material_.dialects);
        }
        keep_rules();
        keep_evidence();
        return std::move(run_);
    }

private:
    /// Who observed several services has them all in the target; together they speak no dialect.
    [[nodiscard]] bool saw_one_service() const {
        return !journal_.header.is_observed() || journal_.header.target.find(", ") == std::string::npos;
    }

    /// The passive rules are about messages over HTTP.
    [[nodiscard]] bool is_about_a_bmc() const {
        return suite::subject_of(journal_.header.target) == script::Subject::bmc;
    }

    void add(CaseResult result) {
        verdicts_[result.id] = result.verdict;
        run_.cases.push_back(std::move(result));
    }

    static CaseResult result_of(const record::SuiteTrouble& trouble) {
        CaseResult result;
        result.id = trouble.id;
        result.title = "It can be used";
        result.suite = trouble.suite;
        result.verdict = Verdict::harness_error;
        result.reason = trouble.reason;
        return result;
    }

    CaseResult judge_case(const std::string& id) {
        CaseResult result;
        result.id = id;
        const auto planned = planned_.find(id);
        if (planned == planned_.end())
            return blocked(std::move(result), "there is no case of this id any more");
        result.title = planned->second->definition.title;
        result.suite = planned->second->definition.file;
        result.proves = planned->second->definition.proves;
        if (const auto end = client_ends_.find(id); end != client_ends_.end()) result.client = *end->second;
        const auto spans = spans_.find(id);
        if (spans == spans_.end()) return judge_unplayed(std::move(result), *planned->second);
        std::vector<CaseResult> attempts;
        for (const record::CaseSpan* span : spans->second)
            attempts.push_back(judge_attempt(result, *span, planned->second->definition));
        return attempts.size() == 1 ? std::move(attempts.front()) : together(std::move(result), attempts);
    }

    CaseResult judge_attempt(CaseResult result, const record::CaseSpan& span,
                             const script::CaseDefinition& definition) {
        const auto& exchanges = by_attempt_[{span.id, span.attempt}];
        for (const record::Exchange* exchange : exchanges) result.exchanges.push_back(exchange->id);
        if (!span.has_ended) return blocked(std::move(result), "the run was interrupted in this case");
        result.elapsed = span.ended - span.began;
        const auto& between = by_attempt_[{"", 1}];
        const record::Exchange* first = between.empty() ? nullptr : between.front();
        Replayed replayed = definition.is_of_clients()
                                ? replay_client(definition, exchanges, result.client, material_)
                                : replay(definition, span, exchanges, first, journal_, material_);
        result.waited = replayed.slept;
        for (const record::Exchange* exchange : exchanges) result.waited += record::waited_in(*exchange);
        if (!replayed.diverged.empty()) return blocked(std::move(result), std::move(replayed.diverged));
        result.verdict = script::verdict_of(replayed.outcome, material_.rules);
        result.reason = std::move(replayed.outcome.reason);
        if (replayed.outcome.end == script::End::unreachable)
            result.reason = "the target is not to be reached any more: " + result.reason;
        result.findings = std::move(replayed.outcome.findings);
        result.overran = replayed.outcome.end == script::End::timed_out;
        return result;
    }

    CaseResult judge_unplayed(CaseResult result, const suite::PlannedCase& planned) {
        if (!planned.not_applicable.empty()) return not_applicable(std::move(result), planned.not_applicable);
        for (const std::string& need : planned.after) {
            if (script::is_good_enough(verdict_of(need))) continue;
            return blocked(std::move(result),
                           fmt::format("it needs {}, which is {}", need, record::to_text(verdict_of(need))));
        }
        const auto good = [this](const std::string& probe) {
            return script::is_good_enough(verdict_of(probe));
        };
        if (!planned.probes.empty() && std::ranges::none_of(planned.probes, good)) {
            return not_applicable(std::move(result), fmt::format("the target does not have what {} looks for",
                                                                 fmt::join(planned.probes, ", ")));
        }
        return blocked(std::move(result),
                       journal_.complete ? "it was not run" : "the run was interrupted before it");
    }

    [[nodiscard]] Verdict verdict_of(const std::string& id) const {
        const auto found = verdicts_.find(id);
        return found == verdicts_.end() ? Verdict::blocked : found->second;
    }

    static CaseResult blocked(CaseResult result, std::string reason) {
        result.verdict = Verdict::blocked;
        result.reason = std::move(reason);
        return result;
    }

    static CaseResult not_applicable(CaseResult result, std::string reason) {
        result.verdict = Verdict::not_applicable;
        result.reason = std::move(reason);
        return result;
    }

    void keep_rules() {
        const auto keep = [this](const std::string& id) {
            if (const auto rule = material_.rules.find(id); rule != material_.rules.end())
                run_.rules.insert(*rule);
        };
        for (const CaseResult& result : run_.cases) {
            std::ranges::for_each(result.proves, keep);
            for (const record::Finding& finding : result.findings) keep(finding.rule);
        }
    }

    /// Findings are shown with their exchange, as far as a run may hold responses.
    void keep_evidence() {
        std::set<std::uint32_t> shown;
        for (const CaseResult& result : run_.cases) {
            for (const record::Finding& finding : result.findings) {
                if (finding.place)
                    shown.insert(finding.place->exchange);
                else if (!result.exchanges.empty())
                    shown.insert(result.exchanges.back());
            }
        }
        std::size_t held = 0;
        for (record::Exchange& exchange : run_.exchanges) {
            if (!journal_.left_in_file.contains(exchange.id) || !shown.contains(exchange.id)) continue;
            if (held + exchange.received() > record::most_responses_held) continue;
            exchange = journal_.whole(exchange);
            held += exchange.response.size();
        }
    }

    const record::Journal& journal_;
    const Material& material_;
    record::RunRecord run_;
    std::map<std::pair<std::string, std::uint32_t>, std::vector<const record::Exchange*>> by_attempt_;
    std::map<std::string, std::vector<const record::CaseSpan*>, std::less<>> spans_;
    std::map<std::string, const record::ClientEnd*, std::less<>> client_ends_;
    std::map<std::string, const suite::PlannedCase*, std::less<>> planned_;
    std::map<std::string, Verdict, std::less<>> verdicts_;
};

}  // namespace

record::RunRecord judge(const record::Journal& journal, const Material& material) {
    return Judge{journal, material}.judge();
}

}  // namespace assay::judge
