#include <nlohmann/json.hpp>

#include "assay/load/hdr_log.hpp"
#include "assay/load/report.hpp"

namespace assay::load {
namespace {

using Json = nlohmann::ordered_json;

double seconds(base::Duration duration) { return std::chrono::duration<double>(duration).count(); }

Json times(const Histogram& histogram) {
    Json json = {
        {"count", histogram.count()}, {"min", histogram.min().count()}, {"mean", histogram.mean().count()}};
    for (const ReportedPercentile& each : reported_percentiles)
        json[std::string{each.name}] = histogram.at_percentile(each.percentile).count();
    json.update({{"max", histogram.max().count()},
                 {"sum", histogram.sum_ns()},
                 {"clipped", histogram.clipped()},
                 {"hdr", to_hdr_v2(histogram)}});
    return json;
}

Json slot_times(const Histogram& histogram) {
    return {{"min", histogram.min().count()},
            {"p50", histogram.at_percentile(50).count()},
            {"p99", histogram.at_percentile(99).count()},
            {"max", histogram.max().count()},
            {"sum", histogram.sum_ns()},
            {"hdr", to_hdr_v2(histogram)}};
}

Json errors(const ErrorCounts& counts) {
    Json json = Json::object();
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] > 0) json[std::string{name_of(static_cast<ErrorKind>(i))}] = counts[i];
    }
    return json;
}

Json faults(const FaultCounts& counts) {
    Json json = Json::array();
    for (const FaultCounts::Entry* each : counts.entries()) {
        json.push_back({{"code", each->name.code},
                        {"subcode", each->name.subcode},
                        {"provider", each->name.provider},
                        {"count", each->count},
                        {"response_time_ns", slot_times(each->response_time)}});
    }
    return json;
}

Json series(const Series& series) {
    Json slots = Json::array();
    for (const Slot& slot : series.slots()) {
        const Histogram times = slot.response_time.dense();
        slots.push_back({{"succeeded", slot.succeeded},
                         {"failed", slot.failed},
                         {"response_time_ns", slot_times(times)}});
    }
    return {{"width_s", seconds(series.width())}, {"slots", std::move(slots)}};
}

Json operation(const LoadRecord& record, const Tally& tally) {
    return {{"name", tally.operation},
            {"offered", tally.offered},
            {"sent", tally.sent},
            {"succeeded", tally.succeeded},
            {"failed", tally.failed()},
            {"abandoned", tally.abandoned},
            {"unsent", tally.unsent},
            {"errors", errors(tally.errors)},
            {"faults", faults(tally.faults)},
            {"faults_unnamed", tally.faults.unnamed()},
            {"octets_sent", tally.volume.sent},
            {"octets_received", tally.volume.received},
            {"items", tally.volume.items},
            {"completed", tally.completed},
            {"warm_up_failures", tally.warm_up_failures},
            {"throughput", record.achieved_rate(tally)},
            {"response_time_ns", times(tally.response_time)},
            {"service_time_ns", times(tally.service_time)},
            {"series", series(tally.series)}};
}

Json generator(const GeneratorReport& report) {
    return {{"busiest_thread", report.busiest_thread},
            {"connections_opened", report.connections_opened},
            {"messages", report.messages},
            {"connection_errors", errors(report.connection_errors)},
            {"lateness_ns", times(report.lateness)},
            {"opening_s", seconds(report.opening)},
            {"connections_at_start", report.connections_at_start},
            {"connect_time_ns", times(report.connect_time)},
            {"tls_time_ns", times(report.tls_time)},
            {"tls_resumed", report.tls_resumed},
            {"auth_time_ns", times(report.auth_time)}};
}

Json deliveries(const DeliveryReport& report) {
    return {{"subscriptions", report.subscriptions},
            {"events", report.events},
            {"push", report.push},
            {"push_with_ack", report.push_with_ack},
            {"batches", report.batches},
            {"heartbeats", report.heartbeats},
            {"ends", report.ends},
            {"acknowledged", report.acknowledged},
            {"undated", report.undated},
            {"rejected", report.rejected}};
}

Json scenario(const ScenarioFacts& scenario) {
    Json json = {{"url", scenario.url},
                 {"operation", scenario.operation},
                 {"loop", scenario.rate ? "open" : "closed"},
                 {"rate", scenario.rate ? Json(*scenario.rate) : Json()},
                 {"connections", scenario.connections},
                 {"threads", scenario.threads},
                 {"warm_up_s", seconds(scenario.warm_up)},
                 {"duration_s", seconds(scenario.duration)},
                 {"timeout_s", seconds(scenario.timeout)}};
    json.update(Json::parse(scenario.details));
    return json;
}

Json part(const Part& part) {
    Json json = {{"run", part.run},
                 {"shard", {{"index", part.shard.index}, {"of", part.shard.of}}},
                 {"started_ns", part.started.time_since_epoch().count()},
                 {"measured_s", seconds(part.measured)}};
    if (part.start_at) json["start_at_ns"] = part.start_at->time_since_epoch().count();
    if (part.clock) {
        json["clock"] = {{"synchronised", part.clock->synchronised},
                         {"most_error_ns", part.clock->most_error.count()}};
    }
    return json;
}

Json rule_count(const RuleCount& count) {
    Json json = {{"rule", count.rule},
                 {"level", record::to_text(count.level)},
                 {"judged", count.of_requests ? "request" : "response"},
                 {"examined", count.examined},
                 {"broken", count.broken},
                 {"findings", count.findings}};
    if (count.example) {
        json["example"] = {{"run", count.example->run},           {"exchange", count.example->exchange},
                           {"where", count.example->where},       {"message", count.example->message},
                           {"expected", count.example->expected}, {"actual", count.example->actual}};
    }
    return json;
}

Json conformance(const Conformance& found) {
    Json json = {{"share", found.share},
                 {"judged", found.judged},
                 {"dropped", found.dropped},
                 {"findings", found.findings()},
                 {"rules", Json::array()}};
    for (const RuleCount& each : found.rules) json["rules"].push_back(rule_count(each));
    return json;
}

}  // namespace

std::string to_json(const LoadRecord& record, std::span<const ObjectiveResult> objectives) {
    Json json = {{"format", "assay-load-1"},
                 {"started", base::to_rfc3339(record.started)},
                 {"scenario", scenario(record.scenario)},
                 {"complete", record.complete},
                 {"measured_s", seconds(record.measured)},
                 {"offered_rate", record.offered_rate()},
                 {"achieved_rate", record.achieved_rate(record.operation())},
                 {"operations", Json::array()},
                 {"generator", generator(record.generator)},
                 {"parts", Json::array()},
                 {"objectives", Json::array()},
                 {"notes", notes_on(record)}};
    if (record.conformance) json["conformance"] = conformance(*record.conformance);
    if (record.teardown_error) json["teardown_error"] = name_of(*record.teardown_error);
    if (record.deliveries) json["deliveries"] = deliveries(*record.deliveries);
    for (const Tally& tally : record.operations) json["operations"].push_back(operation(record, tally));
    for (const Part& each : record.parts) json["parts"].push_back(part(each));
    for (const ObjectiveResult& result : objectives) {
        json["objectives"].push_back(
            {{"objective", result.objective.text}, {"actual", result.actual}, {"met", result.met}});
    }
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace assay::load
