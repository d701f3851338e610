#include <nlohmann/json.hpp>

#include "assay/load/hdr_log.hpp"
#include "assay/load/report.hpp"

namespace assay::load {
namespace {

using Json = nlohmann::ordered_json;

double seconds(base::Duration duration) { return std::chrono::duration<double>(duration).count(); }

Json times(const Histogram& histogram) {
    return {{"count", histogram.count()},
            {"min", histogram.min().count()},
            {"mean", histogram.mean().count()},
            {"p50", histogram.at_percentile(50).count()},
            {"p90", histogram.at_percentile(90).count()},
            {"p99", histogram.at_percentile(99).count()},
            {"p99.9", histogram.at_percentile(99.9).count()},
            {"max", histogram.max().count()},
            {"clipped", histogram.clipped()},
            {"hdr", to_hdr_v2(histogram)}};
}

Json errors(const ErrorCounts& counts) {
    Json json = Json::object();
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] > 0) json[std::string{name_of(static_cast<ErrorKind>(i))}] = counts[i];
    }
    return json;
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
            {"warm_up_failures", tally.warm_up_failures},
            {"throughput", record.achieved_rate(tally)},
            {"response_time_ns", times(tally.response_time)},
            {"service_time_ns", times(tally.service_time)}};
}

Json scenario(const Scenario& scenario) {
    Json json = {{"url", scenario.url()},
                 {"operation", scenario.operation()},
                 {"loop", scenario.rate ? "open" : "closed"},
                 {"rate", scenario.rate ? Json(scenario.rate->highest()) : Json()},
                 {"rate_profile", scenario.rate ? Json(scenario.rate->text()) : Json()},
                 {"arrivals", scenario.rate ? Json(name_of(scenario.arrivals)) : Json()},
                 {"connections", scenario.connections},
                 {"threads", scenario.threads},
                 {"warm_up_s", seconds(scenario.warm_up)},
                 {"duration_s", seconds(scenario.duration)},
                 {"timeout_s", seconds(scenario.timeout)}};
    if (scenario.ipmi) {
        json["bmcs"] = scenario.ipmi->target.addresses.size();
        json["suite"] = scenario.ipmi->suite;
        if (scenario.ipmi->operation == IpmiOperation::sensor) json["sensor"] = scenario.ipmi->sensor;
    } else if (scenario.program) {
        json["file"] = scenario.program->file;
    } else if (scenario.request.operation != Operation::identify) {
        json["resource"] = scenario.request.resource;
        json["selectors"] = Json::object();
        for (const auto& [name, value] : scenario.request.selectors) json["selectors"][name] = value;
    }
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
                 {"generator",
                  {{"busiest_thread", record.generator.busiest_thread},
                   {"connections_opened", record.generator.connections_opened},
                   {"connection_errors", errors(record.generator.connection_errors)},
                   {"lateness_ns", times(record.generator.lateness)}}},
                 {"objectives", Json::array()},
                 {"notes", notes_on(record)}};
    for (const Tally& tally : record.operations) json["operations"].push_back(operation(record, tally));
    for (const ObjectiveResult& result : objectives) {
        json["objectives"].push_back(
            {{"objective", result.objective.text}, {"actual", result.actual}, {"met", result.met}});
    }
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace assay::load
