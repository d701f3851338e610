#include <fmt/format.h>

#include "assay/load/quantity.hpp"
#include "assay/load/report.hpp"
#include "wrapped.hpp"

namespace assay::load {
namespace {

std::string counted(unsigned number, std::string_view what) {
    return fmt::format("{} {}{}", number, what, number == 1 ? "" : "s");
}

void add_heading(std::string& out, const LoadRecord& record) {
    constexpr std::size_t indent = 2;
    const ScenarioFacts& scenario = record.scenario;
    out += scenario.url + "\n";
    add_wrapped(out, "",
                fmt::format("{}, {}, {}, {}", scenario.what(), scenario.loop(),
                            counted(scenario.connections, scenario.is_ipmi() ? "session" : "connection"),
                            counted(scenario.threads, "thread")),
                indent);
    std::string text =
        fmt::format("{} measured after {} of warm-up", to_text(scenario.duration), to_text(scenario.warm_up));
    if (record.parts.size() > 1) text += fmt::format(" by {} generators", record.parts.size());
    if (record.parts.size() == 1 && record.parts[0].shard.of > 1)
        text += fmt::format(", shard {} of {}", record.parts[0].shard.index, record.parts[0].shard.of);
    add_wrapped(out, "", text, indent);
}

void add_times(std::string& out, std::string_view label, const Histogram& times) {
    out += fmt::format("{:<{}}", label, label_columns);
    if (times.count() == 0) {
        out += "  none\n";
        return;
    }
    for (const ReportedPercentile& each : reported_percentiles)
        out += fmt::format("{:>9}", to_text(times.at_percentile(each.percentile)));
    out += fmt::format("{:>9}{:>9}\n", to_text(times.max()), to_text(times.mean()));
}

std::string errors_line(const ErrorCounts& errors) {
    std::string line;
    for (std::size_t i = 0; i < errors.size(); ++i) {
        if (errors[i] == 0) continue;
        if (!line.empty()) line += ", ";
        line += fmt::format("{} {}", grouped(errors[i]), name_of(static_cast<ErrorKind>(i)));
    }
    return line;
}

void add_faults(std::string& out, const FaultCounts& faults) {
    for (const FaultCounts::Entry* each : faults.entries()) {
        const Histogram& times = each->response_time;
        add_wrapped(out, "  fault",
                    fmt::format("{} {}: p50 {}, p99 {}, max {}", grouped(each->count), each->name.text(),
                                to_text(times.at_percentile(50)), to_text(times.at_percentile(99)),
                                to_text(times.max())));
    }
    if (faults.unnamed() > 0)
        add_wrapped(out, "  fault", fmt::format("{} {}", grouped(faults.unnamed()), unnamed_faults));
}

void add_volume(std::string& out, const LoadRecord& record, const Tally& tally) {
    const Volume& moved = tally.volume;
    const auto count = static_cast<double>(tally.succeeded + tally.failed());
    if (count == 0 || moved.sent == 0) return;
    const auto sent = static_cast<double>(moved.sent);
    const auto received = static_cast<double>(moved.received);
    add_wrapped(out, "  octets",
                fmt::format("{} sent, {} received; {} and {} a request", octets_text(sent),
                            octets_text(received), octets_text(sent / count), octets_text(received / count)));
    if (moved.items == 0) return;
    add_wrapped(out, "  items",
                fmt::format("{}, {:.1f}/s, {:.1f} a request; {} received for each", grouped(moved.items),
                            record.per_second(moved.items), static_cast<double>(moved.items) / count,
                            octets_text(received / static_cast<double>(moved.items))));
}

void add_conformance(std::string& out, const Conformance& found) {
    const auto broken = found.broken();
    add_wrapped(out, "judged", fmt::format("{}{}", found.text(), broken.empty() ? "; none is broken" : ""));
    for (const RuleCount* each : broken) {
        add_wrapped(out, each->is_finding() ? "  BROKEN" : "  seen",
                    fmt::format("{} {} in {} of {}: {}", each->level_text(), each->rule,
                                grouped(each->broken), grouped(each->examined), each->example_text()));
    }
}

std::string deliveries_line(const DeliveryReport& report) {
    std::string line =
        fmt::format("{} events for {} subscriptions", grouped(report.events), grouped(report.subscriptions));
    for (const auto& [count, what] :
         {std::pair{report.push, "pushed"}, std::pair{report.push_with_ack, "pushed with ack"},
          std::pair{report.batches, "batches"}, std::pair{report.acknowledged, "acknowledged"},
          std::pair{report.heartbeats, "heartbeats"}, std::pair{report.ends, "subscriptions ended"},
          std::pair{report.rejected, "rejected"}}) {
        if (count > 0) line += fmt::format(", {} {}", grouped(count), what);
    }
    return line;
}

void add_operation(std::string& out, const LoadRecord& record, const Tally& tally) {
    add_wrapped(out, tally.operation,
                fmt::format("{} offered, {} sent, {} succeeded, {} failed", grouped(tally.offered),
                            grouped(tally.sent), grouped(tally.succeeded), grouped(tally.failed())));
    if (tally.failed() > 0) add_wrapped(out, "  errors", errors_line(tally.errors));
    add_faults(out, tally.faults);
    const std::string offered = record.scenario.rate && &tally == &record.operation()
                                    ? fmt::format(" of {:.1f}/s offered", record.offered_rate())
                                    : std::string{};
    add_wrapped(out, "  throughput", fmt::format("{:.1f}/s{}", record.achieved_rate(tally), offered));
    add_volume(out, record, tally);
    add_times(out, "  response time", tally.response_time);
    add_times(out, "  service time", tally.service_time);
}

}  // namespace

std::string to_table(const LoadRecord& record, std::span<const ObjectiveResult> objectives) {
    std::string out;
    add_heading(out, record);
    out += std::string(label_columns, ' ');
    for (const ReportedPercentile& each : reported_percentiles) out += fmt::format("{:>9}", each.name);
    out += fmt::format("{:>9}{:>9}\n", "max", "mean");
    for (const Tally& tally : record.operations) add_operation(out, record, tally);
    const GeneratorReport& generator = record.generator;
    add_wrapped(out, record.scenario.is_ipmi() ? "sessions" : "connections",
                fmt::format("{} opened{}{}{}{}", grouped(generator.connections_opened),
                            generator.messages == 0
                                ? std::string{}
                                : fmt::format(", {:.1f} messages on each", record.messages_a_connection()),
                            generator.opening.count() > 0
                                ? fmt::format(", the schedule began after {}", to_text(generator.opening))
                                : std::string{},
                            total(generator.connection_errors) > 0 ? ", " : "",
                            errors_line(generator.connection_errors)));
    if (generator.lateness.count() > 0) add_times(out, "  sent late", generator.lateness);
    if (generator.connect_time.count() > 0) add_times(out, "  connect", generator.connect_time);
    if (generator.tls_time.count() > 0) {
        add_times(out, "  TLS", generator.tls_time);
        add_wrapped(out, "  taken up",
                    fmt::format("{} of {} TLS sessions", grouped(generator.tls_resumed),
                                grouped(generator.tls_time.count())));
    }
    if (generator.auth_time.count() > 0) add_times(out, "  challenges", generator.auth_time);
    if (record.deliveries) add_wrapped(out, "deliveries", deliveries_line(*record.deliveries));
    if (record.conformance) add_conformance(out, *record.conformance);
    for (const ObjectiveResult& result : objectives) {
        add_wrapped(out, result.met ? "met" : "BREACHED",
                    fmt::format("{}: {}", result.objective.text, result.actual));
    }
    for (const std::string& note : notes_on(record)) add_wrapped(out, "note", note);
    return out;
}

}  // namespace assay::load
