// Records made as a load makes them, from response times that a seed gives.
#pragma once

#include <cmath>
#include <numbers>
#include <optional>
#include <random>
#include <string>

#include "assay/load/load_record.hpp"

namespace assay::load {

struct SampleLoad {
    unsigned seed = 1;
    int seconds = 60;
    int a_second = 200;
    double slower = 1;   ///< every time is multiplied by this
    double failing = 0;  ///< share of faults
    std::string fault = "wsman:InternalError";
    std::optional<std::uint64_t> breaches{};  ///< of the sample that was judged; none: nothing was
    Share shard{};
    std::string run = "run";
};

/// Response times about log-normal, 2 ms in the middle, that also drift by a few percent from second to
/// second: neighbours resemble each other.
inline LoadRecord sample_record(const SampleLoad& load = {}) {
    using namespace std::chrono_literals;
    const base::Instant start{1000h};
    const PhasePlan plan{start, 0s, 1s * load.seconds, 10s};
    Scenario scenario{.target = parse_target("http://assay:secret@10.1.2.3/wsman"),
                      .request = {.operation = Operation::get, .resource = "urn:a"},
                      .rate = load.a_second * static_cast<double>(load.shard.of)};
    scenario.warm_up = 0s;
    scenario.duration = 1s * load.seconds;
    scenario.shard = load.shard;
    LoadRecord record{.scenario = scenario,
                      .started = base::WallTime{1'795'199'467s},
                      .measured = plan.measured(),
                      .complete = true,
                      .operations = {},
                      .generator = {},
                      .parts = {}};
    Tally& tally = record.operations.emplace_back();
    tally.operation = "get";
    std::mt19937_64 random{load.seed};
    const auto uniform = [&] { return static_cast<double>(random() >> 11U) * 0x1p-53; };
    const auto normal = [&] {
        return std::sqrt(-2 * std::log(1 - uniform())) * std::cos(2 * std::numbers::pi * uniform());
    };
    for (int i = 0; i < load.seconds * load.a_second; ++i) {
        const base::Instant due = start + base::Duration{1'000'000'000LL * i / load.a_second};
        const double drift = 1 + 0.03 * std::sin(static_cast<double>(i / load.a_second));
        const double took = 2e6 * std::exp(0.3 * normal()) * drift * load.slower;
        const base::Instant answered = due + base::Duration{std::llround(took)};
        tally.on_sent(plan, due);
        if (uniform() < load.failing) {
            tally.on_failure(plan, {ErrorKind::fault, {"s:Receiver", load.fault, "7"}},
                             {due, due, answered, {500, 700, 0}});
        } else {
            tally.on_success(plan, {due, due, answered, {500, 1500, 3}});
        }
    }
    record.generator.connections_opened = 4;
    record.generator.messages = tally.sent;
    if (load.breaches) {
        record.conformance = Conformance{.share = 0.01, .judged = 120};
        RuleCount& rule = record.conformance->rules.emplace_back();
        rule = {.rule = "addressing.relatesto.present",
                .examined = 120,
                .broken = *load.breaches,
                .findings = *load.breaches};
        if (rule.broken > 0)
            rule.example = BrokenExample{load.run, 9, "/s:Envelope", "it has none", "one", "none"};
    }
    record.generator.lateness.record(50us, 10);
    record.parts = {
        {.run = load.run, .shard = load.shard, .started = record.started, .measured = record.measured}};
    return record;
}

}  // namespace assay::load
