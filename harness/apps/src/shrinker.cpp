#include "shrinker.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "assay/base/text.hpp"
#include "assay/drive/solo.hpp"
#include "assay/observe/reading.hpp"
#include "assay/rules/examine.hpp"
#include "assay/shrink/request.hpp"
#include "assay/shrink/search.hpp"
#include "assay/suite/canary.hpp"
#include "exchange_view.hpp"
#include "judging.hpp"

namespace assay::apps {
namespace {

using record::Exchange;
using record::Finding;

const Finding* finding_of(const record::RunRecord& run, const std::string& rule) {
    for (const record::CaseResult& result : run.cases) {
        const auto found = std::ranges::find(result.findings, rule, &Finding::rule);
        if (found != result.findings.end()) return &*found;
    }
    return nullptr;
}

/// Which of the case's exchanges the finding points at, as far as it had a request: a further answer on a
/// connection was caused by what was sent before it. The last one when it points at none.
std::optional<std::size_t> index_of_cause(const PastCase& past, const Finding& finding) {
    std::optional<std::size_t> cause;
    const auto exchanges = past.exchanges();
    for (std::size_t index = 0; index < exchanges.size(); ++index) {
        if (exchanges[index]->label == suite::canary_label) continue;
        if (!exchanges[index]->request.empty()) cause = index;
        if (finding.place && exchanges[index]->id == finding.place->exchange) break;
    }
    return cause;
}

class Shrinker {
public:
    Shrinker(const PastCase& past, std::string rule, const ProductData& data, const drive::Access& access,
             const Exchange& first, const ShrinkLimits& limits, const base::Clock& clock,
             const std::atomic<bool>& stop)
        : past_{past},
          rule_{std::move(rule)},
          first_{first},
          limits_{limits},
          clock_{clock},
          stop_{stop},
          book_{data.home},
          job_{&past.plan,  &data.collection.library,
               &data.rules, drive::setting_for(access.target, past.profile, past.journal.header.seed),
               access,      1,
               clock.now()},
          deadline_{clock.now() + limits.time} {}

    ShrinkOutcome run() {
        const Finding* finding = finding_of(past_.run, rule_);
        if (finding == nullptr) return {{}, fmt::format("the case has no finding of '{}'", rule_)};
        const auto cause = index_of_cause(past_, *finding);
        if (!cause) return {{}, "the case sent no request"};
        cause_ = *cause;
        if (!fails({})) return {{}, why_not()};
        base_ = shrink::Request{sent_};
        shape_ = base_->pieces().size();
        gist_ = gist(*failing_);
        const std::size_t before = failing_->request.size();
        const shrink::Found found = shrink::smallest(
            base_->pieces(), [this](const shrink::Reduction& reduction) { return fails(reduction); },
            [this] { return is_over(); });
        return {record::Shrunk{.case_id = past_.span.id,
                               .rule = rule_,
                               .exchange = past_.exchanges().at(cause_)->id,
                               .tries = tries_,
                               .octets_before = before,
                               .exhausted = found.exhausted,
                               .request = failing_->request,
                               .response = failing_->response},
                {}};
    }

private:
    [[nodiscard]] bool is_over() const {
        return stop_.load() || is_dead_ || tries_ >= limits_.tries || clock_.now() >= deadline_;
    }

    [[nodiscard]] std::string why_not() const {
        if (is_dead_) return "the target does not answer Identify any more";
        return fmt::format("'{}' is not broken any more when the case is played again", rule_);
    }

    /// Plays the case once; keeps the exchange when it still fails in the same way.
    bool fails(const shrink::Reduction& reduction) {
        if (base_ && !keeps_what_it_must(base_->reduced(reduction))) return false;
        ++tries_;
        has_other_shape_ = false;
        const auto tried = drive::try_case(
            job_, past_.planned, first_attempt + static_cast<std::uint32_t>(tries_),
            [&](std::size_t index, script::Ask ask) { return twisted(index, std::move(ask), reduction); },
            clock_, stop_);
        if (!tried || has_other_shape_) return false;
        is_dead_ = suite::canary_finding(tried->canary, &first_).has_value();
        if (is_dead_ || tried->exchanges.size() <= cause_) return false;
        const Exchange& exchange = tried->exchanges[cause_];
        if (gist_ && gist(exchange) != *gist_) return false;
        if (!breaks_the_rule(*tried, exchange)) return false;
        failing_ = exchange;
        return true;
    }

    script::Ask twisted(std::size_t index, script::Ask ask, const shrink::Reduction& reduction) {
        auto* const asked = std::get_if<script::Send>(&ask);
        if (index != cause_ || asked == nullptr) return ask;
        script::Send& send = *asked;
        sent_ = script::octets_of(send);
        const shrink::Request live{sent_};
        has_other_shape_ = shape_ && live.pieces().size() != *shape_;
        if (has_other_shape_ || (reduction.gone.empty() && reduction.kept.empty())) return ask;
        send.pieces = {live.reduced(reduction)};
        send.piece_octets = 0;
        return ask;
    }

    [[nodiscard]] bool breaks_the_rule(const drive::Tried& tried, const Exchange& exchange) const {
        const auto is_it = [&](const Finding& finding) {
            return finding.rule == rule_ && (!finding.place || finding.place->exchange >= exchange.id);
        };
        bool found = std::ranges::any_of(tried.outcome.findings, is_it);
        const observe::Reading reading = observe::read(exchange);
        for (const rules::RuleReport& report : rules::examine(reading, book_.book())) {
            const bool ours = report.judged == rules::Judged::request;
            if (ours && !report.findings.empty()) return false;
            found = found || (!ours && report.rule == rule_ && !report.findings.empty());
        }
        return found && tried.outcome.end != script::End::script_error;
    }

    [[nodiscard]] bool keeps_what_it_must(const std::string& request) const {
        return std::ranges::all_of(limits_.keep, [&](const std::string& text) {
            const auto holds = [&](const std::optional<std::string>& form) {
                return form && request.find(*form) != std::string::npos;
            };
            return holds(text) || holds(base::utf16_from_utf8(text, base::ByteOrder::little)) ||
                   holds(base::utf16_from_utf8(text, base::ByteOrder::big));
        });
    }

    const PastCase& past_;
    const std::string rule_;
    const Exchange& first_;
    const ShrinkLimits& limits_;
    const base::Clock& clock_;
    const std::atomic<bool>& stop_;
    const StandardBook book_;
    const drive::DriveJob job_;
    const base::Instant deadline_;
    std::size_t cause_ = 0;
    std::size_t tries_ = 0;
    std::string sent_;  ///< the request of the last try before it was reduced, placeholders in it
    std::optional<shrink::Request> base_;
    std::optional<std::size_t> shape_;
    std::optional<std::string> gist_;
    std::optional<Exchange> failing_;  ///< of the smallest request until now
    bool has_other_shape_ = false;
    bool is_dead_ = false;
};

}  // namespace

std::string gravest_rule(const PastCase& past, const record::Rules& rules) {
    for (const record::Verdict verdict : {record::Verdict::failed, record::Verdict::warned}) {
        for (const record::CaseResult& result : past.run.cases) {
            for (const Finding& finding : result.findings) {
                const auto rule = rules.find(finding.rule);
                if (rule != rules.end() && record::verdict_of(rule->second.level) == verdict)
                    return finding.rule;
            }
        }
    }
    return {};
}

ShrinkOutcome shrink_case(const PastCase& past, const std::string& rule, const ProductData& data,
                          const drive::Access& access, const Exchange& first, const ShrinkLimits& limits,
                          const base::Clock& clock, const std::atomic<bool>& stop) {
    return Shrinker{past, rule, data, access, first, limits, clock, stop}.run();
}

}  // namespace assay::apps
