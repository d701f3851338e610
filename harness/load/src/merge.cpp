#include "assay/load/merge.hpp"

#include <algorithm>
#include <cassert>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "assay/base/setup_error.hpp"

namespace assay::load {
namespace {

[[noreturn]] void refuse(const NamedRecord& one, const NamedRecord& other, const std::string& what) {
    throw base::SetupError{what, fmt::format("{} and {}", one.name, other.name),
                           "merge the runs of one load, each once"};
}

/// The scenario's details without what differs between shards of a fleet.
nlohmann::json common_details(const ScenarioFacts& facts) {
    auto json = nlohmann::json::parse(facts.details);
    json.erase("bmcs");
    return json;
}

void check_alike(const NamedRecord& one, const NamedRecord& other) {
    const ScenarioFacts& left = one.record.scenario;
    const ScenarioFacts& right = other.record.scenario;
    const auto differ = [&](const char* what, const auto& mine, const auto& theirs) {
        if (mine != theirs)
            refuse(one, other, fmt::format("they differ in {}: {} and {}", what, mine, theirs));
    };
    differ("operation", left.operation, right.operation);
    differ("operations", fmt::format("{}", fmt::join(one.record.operation_names(), ", ")),
           fmt::format("{}", fmt::join(other.record.operation_names(), ", ")));
    differ("loop", left.rate ? "open" : "closed", right.rate ? "open" : "closed");
    differ("duration", left.duration.count(), right.duration.count());
    differ("warm-up", left.warm_up.count(), right.warm_up.count());
    differ("number of shards", one.record.parts.front().shard.of, other.record.parts.front().shard.of);
    const auto share = [](const LoadRecord& record) {
        return record.conformance ? record.conformance->share : 0;
    };
    differ("the share that was judged", share(one.record), share(other.record));
    differ("details of the scenario", common_details(left).dump(), common_details(right).dump());
}

void check_once(const std::vector<NamedRecord>& records) {
    std::map<std::string, const NamedRecord*> runs;
    std::map<unsigned, const NamedRecord*> shards;
    for (const NamedRecord& each : records) {
        for (const Part& part : each.record.parts) {
            if (const auto [at, is_new] = runs.emplace(part.run, &each); !is_new)
                refuse(*at->second, each, fmt::format("both hold the run {}", part.run));
            if (part.shard.of == 1) continue;  // not shards: several whole loads side by side
            if (const auto [at, is_new] = shards.emplace(part.shard.index, &each); !is_new)
                refuse(*at->second, each,
                       fmt::format("both hold shard {} of {}", part.shard.index, part.shard.of));
        }
    }
}

void add_details(ScenarioFacts& into, const ScenarioFacts& other) {
    auto json = nlohmann::ordered_json::parse(into.details);
    const auto theirs = nlohmann::ordered_json::parse(other.details);
    const bool is_fleet = into.url != other.url || into.url.find('-') != std::string::npos;
    if (is_fleet && json.contains("bmcs") && theirs.contains("bmcs"))
        json["bmcs"] = json["bmcs"].get<std::uint64_t>() + theirs["bmcs"].get<std::uint64_t>();
    into.details = json.dump();
}

void add(LoadRecord& into, const LoadRecord& other) {
    if (into.scenario.rate) *into.scenario.rate += other.scenario.rate.value_or(0);
    into.scenario.connections += other.scenario.connections;
    into.scenario.threads += other.scenario.threads;
    add_details(into.scenario, other.scenario);
    into.started = std::min(into.started, other.started);
    into.measured = std::max(into.measured, other.measured);
    for (std::size_t i = 0; i < into.operations.size(); ++i) into.operations[i].merge(other.operations[i]);
    into.generator.merge(other.generator);
    if (into.conformance) into.conformance->merge(*other.conformance);
    if (into.deliveries && other.deliveries) into.deliveries->merge(*other.deliveries);
    if (!into.teardown_error) into.teardown_error = other.teardown_error;
    into.parts.insert(into.parts.end(), other.parts.begin(), other.parts.end());
}

std::string urls_of(const std::vector<NamedRecord>& records) {
    std::vector<std::string> urls;
    for (const NamedRecord& each : records) urls.push_back(each.record.scenario.url);
    std::ranges::sort(urls);
    urls.erase(std::unique(urls.begin(), urls.end()), urls.end());
    return urls.size() == 1 ? urls.front() : fmt::format("{} and {} more", urls.front(), urls.size() - 1);
}

}  // namespace

LoadRecord merge(std::vector<NamedRecord> records) {
    assert(!records.empty());
    for (const NamedRecord& each : records) check_alike(records.front(), each);
    check_once(records);
    std::ranges::sort(records, {}, [](const NamedRecord& each) {
        const Part& first = each.record.parts.front();
        return std::pair{first.shard.index, first.run};
    });
    const std::string urls = urls_of(records);
    LoadRecord whole = std::move(records.front().record);
    for (std::size_t i = 1; i < records.size(); ++i) add(whole, records[i].record);
    whole.scenario.url = urls;
    const base::Duration wanted = whole.scenario.duration;
    const bool all =
        std::ranges::all_of(whole.parts, [&](const Part& part) { return part.measured >= wanted; });
    whole.complete = all && missing_shards(whole).empty();
    return whole;
}

}  // namespace assay::load
