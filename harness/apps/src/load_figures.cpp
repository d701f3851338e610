#include "load_figures.hpp"

#include <algorithm>
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

std::vector<std::string> time_columns() {
    std::vector<std::string> columns;
    for (const load::ReportedPercentile& each : load::reported_percentiles) columns.emplace_back(each.name);
    columns.insert(columns.end(), {"max", "mean"});
    return columns;
}

/// How much of a slot lies in the measured phase, where requests were sent: 0..1.
double measured_part(std::size_t slot, double width, double measured) {
    return std::clamp((measured - static_cast<double>(slot) * width) / width, 0.0, 1.0);
}

std::vector<LoadFigures::Slot> slots_of(const load::LoadRecord& record, const load::Tally& tally) {
    const double width = seconds(tally.series.width());
    // Of less, a single answer more or less would be most of the rate.
    constexpr double least_part = 0.1;
    std::vector<LoadFigures::Slot> slots;
    for (const load::Slot& slot : tally.series.slots()) {
        const double part = measured_part(slots.size(), width, seconds(record.measured));
        LoadFigures::Slot& figures = slots.emplace_back();
        if (part >= least_part) {
            figures.succeeded = static_cast<double>(slot.succeeded) / (width * part);
            figures.failed = static_cast<double>(slot.failed) / (width * part);
        }
        const load::Histogram times = slot.response_time.dense();
        if (times.count() == 0) continue;
        figures.p50 = seconds(times.at_percentile(50));
        figures.p99 = seconds(times.at_percentile(99));
        figures.max = seconds(times.max());
    }
    // A service that falls silent has seconds at the end in which nothing came.
    slots.resize(std::max(slots.size(), static_cast<std::size_t>(seconds(record.measured) / width)),
                 {.succeeded = 0, .failed = 0});
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

void add_volume(LoadFigures::Named& counts, const load::LoadRecord& record, const load::Tally& tally) {
    const auto requests = static_cast<double>(tally.succeeded + tally.failed());
    const load::Volume& moved = tally.volume;
    if (requests == 0 || moved.sent == 0) return;
    const auto of_each = [&](std::uint64_t octets) {
        return fmt::format("{}, {} a request", load::octets_text(static_cast<double>(octets)),
                           load::octets_text(static_cast<double>(octets) / requests));
    };
    counts.emplace_back("Octets sent", of_each(moved.sent));
    counts.emplace_back("Octets received", of_each(moved.received));
    if (moved.items == 0) return;
    counts.emplace_back("Items", fmt::format("{}, {:.1f}/s, {} received for each", grouped(moved.items),
                                             record.per_second(moved.items),
                                             load::octets_text(static_cast<double>(moved.received) /
                                                               static_cast<double>(moved.items))));
}

LoadFigures::Table faults_of(const load::FaultCounts& faults) {
    LoadFigures::Table table{.columns = {"count", "p50", "p99", "max"}};
    for (const load::FaultCounts::Entry* each : faults.entries()) {
        const load::Histogram& times = each->response_time;
        table.rows.emplace_back(each->name.text(),
                                std::vector{grouped(each->count), to_text(times.at_percentile(50)),
                                            to_text(times.at_percentile(99)), to_text(times.max())});
    }
    if (faults.unnamed() > 0)
        table.rows.emplace_back(load::unnamed_faults,
                                std::vector<std::string>{grouped(faults.unnamed()), "–", "–", "–"});
    return table;
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
    add_volume(operation.counts, record, tally);
    for (std::size_t i = 0; i < tally.errors.size(); ++i) {
        if (tally.errors[i] > 0)
            operation.errors.emplace_back(load::name_of(static_cast<load::ErrorKind>(i)),
                                          grouped(tally.errors[i]));
    }
    operation.faults = faults_of(tally.faults);
    operation.times = {
        time_columns(),
        {{"response time", row_of(tally.response_time)}, {"service time", row_of(tally.service_time)}}};
    operation.slot_seconds = seconds(tally.series.width());
    operation.slots = slots_of(record, tally);
    operation.distribution = distribution_of(tally);
    return operation;
}

void add_connections(LoadFigures& figures, const load::LoadRecord& record) {
    const load::GeneratorReport& generator = record.generator;
    figures.connections = {{"Opened", grouped(generator.connections_opened)},
                           {"Messages on each", fmt::format("{:.1f}", record.messages_a_connection())}};
    for (std::size_t i = 0; i < generator.connection_errors.size(); ++i) {
        if (generator.connection_errors[i] > 0)
            figures.connections.emplace_back(load::name_of(static_cast<load::ErrorKind>(i)),
                                             grouped(generator.connection_errors[i]));
    }
    if (generator.tls_time.count() > 0)
        figures.connections.emplace_back(
            "TLS sessions taken up",
            fmt::format("{} of {}", grouped(generator.tls_resumed), grouped(generator.tls_time.count())));
    figures.connection_times.columns = time_columns();
    for (const auto& [name, times] :
         {std::pair{"connect", &generator.connect_time}, std::pair{"TLS handshake", &generator.tls_time},
          std::pair{"challenge", &generator.auth_time}}) {
        if (times->count() > 0) figures.connection_times.rows.emplace_back(name, row_of(*times));
    }
}

LoadFigures::Judged judged_of(const load::Conformance& found) {
    LoadFigures::Judged judged{.what = found.text()};
    for (const load::RuleCount* each : found.broken()) {
        judged.broken.push_back(
            {.rule = each->rule,
             .level = each->level_text(),
             .is_finding = each->is_finding(),
             .count = fmt::format("{} of {}", grouped(each->broken), grouped(each->examined)),
             .example = each->example_text()});
    }
    return judged;
}

}  // namespace

LoadFigures load_figures(const load::LoadRecord& record, std::span<const load::ObjectiveResult> results) {
    const load::ScenarioFacts& scenario = record.scenario;
    LoadFigures figures{.target = scenario.url,
                        .what = fmt::format("{}, {}", scenario.what(), scenario.loop()),
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
    add_connections(figures, record);
    if (record.conformance) figures.judged = judged_of(*record.conformance);
    return figures;
}

}  // namespace assay::apps
