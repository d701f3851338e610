#include "assay/load/slo.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "assay/base/text.hpp"
#include "assay/base/usage_error.hpp"
#include "assay/load/quantity.hpp"

namespace assay::load {
namespace {

struct Figure {
    std::string text;             ///< with its unit
    std::optional<double> value;  ///< as Comparison::bound; none: there is nothing to compare
};

Figure share_of(std::uint64_t part, std::uint64_t whole) {
    const double share = whole == 0 ? 1 : static_cast<double>(part) / static_cast<double>(whole);
    return {fmt::format("{:.3g} %", share * 100), share};
}

Figure rate_of(double rate) { return {fmt::format("{:.1f}/s", rate), rate}; }

Figure time_of(const Comparison& comparison, const Tally& tally) {
    if (tally.succeeded == 0) return {"no answer", std::nullopt};
    const Histogram& times = comparison.of_service_time ? tally.service_time : tally.response_time;
    const base::Duration time = comparison.metric == Metric::maximum   ? times.max()
                                : comparison.metric == Metric::minimum ? times.min()
                                : comparison.metric == Metric::mean
                                    ? times.mean()
                                    : times.at_percentile(comparison.percentile);
    return {to_text(time), static_cast<double>(time.count())};
}

const Tally* tally_of(const std::string& operation, const LoadRecord& record) {
    const auto place = find_operation(operation, record.operation_names());
    return place ? &record.operations[*place] : nullptr;
}

std::uint64_t failures_of(const Comparison& comparison, const Tally& tally) {
    if (!comparison.fault.empty()) return tally.faults.count(comparison.fault);
    return tally.errors.at(static_cast<std::size_t>(comparison.kind));
}

Figure findings_of(const Comparison& comparison, const LoadRecord& record) {
    if (!record.conformance || record.conformance->judged == 0) return {"nothing judged", std::nullopt};
    const std::uint64_t count = record.conformance->findings(comparison.rule);
    return {grouped(count), static_cast<double>(count)};
}

Figure figure_of(const Comparison& comparison, const LoadRecord& record) {
    const Tally* tally = tally_of(comparison.operation, record);
    if (tally == nullptr) return {"no such operation", std::nullopt};
    switch (comparison.metric) {
        case Metric::errors: return share_of(tally->offered - tally->succeeded, tally->offered);
        case Metric::failures: return share_of(failures_of(comparison, *tally), tally->offered);
        case Metric::findings: return findings_of(comparison, record);
        case Metric::throughput: return rate_of(record.achieved_rate(*tally));
        case Metric::offered: return rate_of(record.offered_rate(*tally));
        default: return time_of(comparison, *tally);
    }
}

bool holds(Relation relation, double actual, double bound) {
    switch (relation) {
        case Relation::less: return actual < bound;
        case Relation::at_most: return actual <= bound;
        case Relation::more: return actual > bound;
        case Relation::at_least: return actual >= bound;
        case Relation::equal: break;
    }
    return actual == bound;
}

/// Names each figure once, in the order in which they are written.
struct Judgement {
    const LoadRecord& record;
    std::vector<std::pair<std::string, std::string>> figures{};

    std::optional<bool> of(const Comparison& comparison) {
        const Figure figure = figure_of(comparison, record);
        const std::pair shown{comparison.name, figure.text};
        if (std::ranges::find(figures, shown) == figures.end()) figures.push_back(shown);
        if (!figure.value) return std::nullopt;
        return holds(comparison.relation, *figure.value, comparison.bound);
    }

    // Three values: what has no figure is neither true nor false.
    std::optional<bool> of(const Condition& condition) {
        if (condition.kind == Condition::Kind::comparison) return of(condition.comparison);
        if (condition.kind == Condition::Kind::negation) {
            const auto inner = of(condition.parts.front());
            return inner ? std::optional{!*inner} : std::nullopt;
        }
        const bool decisive = condition.kind == Condition::Kind::any_of;
        std::optional<bool> result = !decisive;
        for (const Condition& part : condition.parts) {
            const auto one = of(part);
            if (one == decisive || result == decisive) {
                result = decisive;
            } else if (!one) {
                result = std::nullopt;
            }
        }
        return result;
    }

    [[nodiscard]] std::string text() const {
        if (figures.size() == 1) return figures.front().second;
        std::string text;
        for (const auto& [name, value] : figures)
            text += fmt::format("{}{} {}", text.empty() ? "" : ", ", name, value);
        return text;
    }
};

void check_names(const Condition& condition, const std::string& text,
                 const std::vector<std::string>& operations) {
    for (const Condition& part : condition.parts) check_names(part, text, operations);
    if (condition.kind != Condition::Kind::comparison) return;
    const std::string& name = condition.comparison.operation;
    if (find_operation(name, operations)) return;
    throw base::UsageError{fmt::format("this load has no operation '{}'", name),
                           fmt::format("--slo '{}'", text),
                           fmt::format("it has {}", fmt::join(operations, ", "))};
}

void add_rules(const Condition& condition, std::vector<std::string>& rules) {
    for (const Condition& part : condition.parts) add_rules(part, rules);
    const Comparison& comparison = condition.comparison;
    if (condition.kind == Condition::Kind::comparison && comparison.metric == Metric::findings)
        rules.push_back(comparison.rule);
}

}  // namespace

std::vector<std::string> rules_in(const std::vector<Objective>& objectives) {
    std::vector<std::string> rules;
    for (const Objective& each : objectives) add_rules(each.condition, rules);
    return rules;
}

std::optional<std::size_t> find_operation(std::string_view name, const std::vector<std::string>& operations) {
    if (name.empty() || name == "*") return 0;
    auto found = std::ranges::find(operations, name);
    if (found == operations.end()) {
        found = std::ranges::find_if(
            operations, [&](const std::string& each) { return base::equal_ignoring_case(each, name); });
    }
    if (found == operations.end()) return std::nullopt;
    return static_cast<std::size_t>(found - operations.begin());
}

void check_operations(const std::vector<Objective>& objectives, const std::vector<std::string>& operations) {
    for (const Objective& objective : objectives)
        check_names(objective.condition, objective.text, operations);
}

ObjectiveResult judge(const Objective& objective, const LoadRecord& record) {
    Judgement judgement{record};
    const bool met = judgement.of(objective.condition).value_or(false);
    return {objective, judgement.text(), met};
}

std::vector<ObjectiveResult> judge_all(const std::vector<Objective>& objectives, const LoadRecord& record) {
    std::vector<ObjectiveResult> results;
    results.reserve(objectives.size());
    for (const Objective& objective : objectives) results.push_back(judge(objective, record));
    return results;
}

}  // namespace assay::load
