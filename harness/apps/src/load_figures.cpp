#include "load_figures.hpp"

#include <cmath>

#include <fmt/format.h>

#include "assay/load/quantity.hpp"
#include "assay/load/report.hpp"

namespace assay::apps {
namespace {

using load::grouped;
using load::to_text;
using reports::LoadFigures;

double seconds(base::Duration duration) { return std::chrono::duration<double>(duration).count(); }

LoadFigures::Named facts_of(const load::LoadRecord& record) {
    const load::ScenarioFacts& scenario = record.scenario;
    LoadFigures::Named facts{
        {"Started", base::to_rfc3339(record.started)},
        {"Measured", fmt::format("{} of {}", to_text(record.measured), to_text(scenario.duration))},
        {"Warm-up", to_text(scenario.warm_up)},
        {scenario.is_ipmi() ? "Sessions" : "Connections", grouped(scenario.connections)},
        {"Threads", grouped(scenario.threads)},
        {"Busiest thread", fmt::format("{:.0f} %", record.generator.busiest_thread * 100)}};
    if (record.parts.size() > 1) facts.emplace_back("Generators", grouped(record.parts.size()));
    return facts;
}

std::vector<std::string> row_of(const load::Histogram& times) {
    std::vector<std::string> row;
    const auto add = [&](base::Duration time) { row.push_back(times.count() == 0 ? "–" : to_text(time)); };
    for (const load::ReportedPercentile& each : load::reported_percentiles)
        add(times.at_percentile(each.percentile));
    add(times.max());
    add(times.mean());
    return row;
}

std::vector<LoadFigures::Slot> slots_of(const load::LoadRecord& record, const load::Tally& tally) {
    const double width = seconds(tally.series.width());
    std::vector<LoadFigures::Slot> slots;
    for (const load::Slot& slot : tally.series.slots()) {
        LoadFigures::Slot& figures = slots.emplace_back();
        figures.succeeded = static_cast<double>(slot.succeeded) / width;
        figures.failed = static_cast<double>(slot.failed) / width;
        const load::Histogram times = slot.response_time.dense();
        if (times.count() == 0) continue;
        figures.p50 = seconds(times.at_percentile(50));
        figures.p99 = seconds(times.at_percentile(99));
        figures.max = seconds(times.max());
    }
    // A service that falls silent has seconds at the end in which nothing came.
    slots.resize(std::max(slots.size(), static_cast<std::size_t>(seconds(record.measured) / width)));
    return slots;
}

/// As far up as the number of times can tell.
std::vector<LoadFigures::Percentile> distribution_of(const load::Tally& tally) {
    std::vector<LoadFigures::Percentile> distribution;
    const auto count = static_cast<double>(tally.response_time.count());
    constexpr int steps_a_decade = 20;
    for (int i = 0; count > 0 && i <= 6 * steps_a_decade; ++i) {
        const double beyond = std::pow(10, -static_cast<double>(i) / steps_a_decade);
        if (beyond * count < 1) break;
        const double percent = 100 * (1 - beyond);
        distribution.push_back({.percent = percent,
                                .response = seconds(tally.response_time.at_percentile(percent)),
                                .service = seconds(tally.service_time.at_percentile(percent))});
    }
    return distribution;
}

LoadFigures::Operation operation_of(const load::LoadRecord& record, const load::Tally& tally) {
    LoadFigures::Operation operation{.name = tally.operation};
    operation.counts = {{"Offered", grouped(tally.offered)},
                        {"Sent", grouped(tally.sent)},
                        {"Succeeded", grouped(tally.succeeded)},
                        {"Failed", grouped(tally.failed())},
                        {"Abandoned", grouped(tally.abandoned)},
                        {"Unsent", grouped(tally.unsent)},
                        {"Throughput", fmt::format("{:.1f}/s", record.achieved_rate(tally))}};
    for (std::size_t i = 0; i < tally.errors.size(); ++i) {
        if (tally.errors[i] > 0)
            operation.errors.emplace_back(load::name_of(static_cast<load::ErrorKind>(i)),
                                          grouped(tally.errors[i]));
    }
    for (const load::ReportedPercentile& each : load::reported_percentiles)
        operation.columns.emplace_back(each.name);
    operation.columns.insert(operation.columns.end(), {"max", "mean"});
    operation.times = {{"response time", row_of(tally.response_time)},
                       {"service time", row_of(tally.service_time)}};
    operation.slot_seconds = seconds(tally.series.width());
    operation.slots = slots_of(record, tally);
    operation.distribution = distribution_of(tally);
    return operation;
}

}  // namespace

LoadFigures load_figures(const load::LoadRecord& record, std::span<const load::ObjectiveResult> results) {
    const load::ScenarioFacts& scenario = record.scenario;
    LoadFigures figures{.target = scenario.url,
                        .what = fmt::format("{}, {}", scenario.what(),
                                            scenario.rate ? fmt::format("open loop at {:g}/s", *scenario.rate)
                                                          : "closed loop"),
                        .started = base::to_rfc3339(record.started),
                        .complete = record.complete,
                        .answered = record.operation().succeeded > 0,
                        .facts = facts_of(record),
                        .objectives = {},
                        .operations = {},
                        .notes = load::notes_on(record)};
    for (const load::ObjectiveResult& each : results)
        figures.objectives.push_back({each.objective.text, each.actual, each.met});
    for (const load::Tally& tally : record.operations)
        figures.operations.push_back(operation_of(record, tally));
    return figures;
}

}  // namespace assay::apps
