#include "assay/load/generator.hpp"

#include <algorithm>
#include <exception>
#include <thread>

#include "assay/base/uuid.hpp"
#include "assay/load/worker.hpp"

namespace assay::load {
namespace {

// Time to open the connections before the first request is due.
constexpr base::Duration lead = std::chrono::milliseconds{50};

Schedule schedule_for(const Scenario& scenario, base::Instant start, Share share) {
    if (!scenario.rate) return Schedule::closed_loop(start);
    RateProfile rate = scenario.rate->after(scenario.warm_up);
    return scenario.arrivals == Arrivals::poisson
               ? Schedule::poisson(start, std::move(rate), scenario.seed, share)
               : Schedule::open_loop(start, std::move(rate), share);
}

/// Shards send in turn as threads do, as if all were one generator.
Share share_of(const Scenario& scenario, unsigned worker) {
    return {scenario.shard.index * scenario.threads + worker, scenario.shard.of * scenario.threads};
}

unsigned connections_of(const Scenario& scenario, unsigned worker) {
    return scenario.connections / scenario.threads +
           (worker < scenario.connections % scenario.threads ? 1 : 0);
}

std::vector<WorkerResult> run_workers(const std::vector<WorkerPlan>& plans, const std::stop_token& stop) {
    std::vector<std::optional<WorkerResult>> results(plans.size());
    std::vector<std::exception_ptr> failures(plans.size());
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < plans.size(); ++i) {
            threads.emplace_back([&, i] {
                try {
                    results[i] = run_worker(plans[i], stop);
                } catch (...) {
                    failures[i] = std::current_exception();
                }
            });
        }
    }
    std::vector<WorkerResult> whole;
    for (std::size_t i = 0; i < plans.size(); ++i) {
        if (failures[i]) std::rethrow_exception(failures[i]);
        whole.push_back(std::move(*results[i]));
    }
    return whole;
}

std::optional<ErrorKind> first_error(const WorkerResult& result) {
    for (const ErrorCounts* counts :
         {&result.operations.front().errors, &result.generator.connection_errors}) {
        for (std::size_t kind = 0; kind < counts->size(); ++kind) {
            if ((*counts)[kind] > 0) return static_cast<ErrorKind>(kind);
        }
    }
    return result.operations.front().succeeded > 0 ? std::nullopt : std::optional{ErrorKind::timed_out};
}

struct Trial {
    std::optional<ErrorKind> error;
    bool connected = false;
};

/// Plays the operation once on one connection.
Trial try_once(const Scenario& scenario, const Traffic& traffic, const base::Clock& clock,
               const std::stop_token& stop) {
    const base::Instant now = clock.now();
    const WorkerResult result = run_worker({.traffic = traffic,
                                            .schedule = Schedule::closed_loop(now, 1),
                                            .phases = PhasePlan{now, {}, scenario.timeout, scenario.timeout},
                                            .is_trial = true,
                                            .connections = 1,
                                            .timeout = scenario.timeout,
                                            .clock = clock},
                                           stop);
    return {first_error(result), result.generator.connections_opened > 0};
}

std::unique_ptr<const Traffic> traffic_to_try(const Scenario& scenario, const Address& address,
                                              std::vector<std::string>& captured) {
    if (!scenario.program) return make_http_traffic(scenario, address);
    const bool has_setup = !scenario.program->setup.steps.empty();
    return make_program_traffic(scenario, address, has_setup ? ProgramPart::setup : ProgramPart::mix, {},
                                has_setup ? &captured : nullptr);
}

std::unique_ptr<const Traffic> traffic_of(const Scenario& scenario, const Probe& probe,
                                          const Sampling& sampling = {}) {
    if (scenario.ipmi) return make_ipmi_traffic(scenario);
    if (scenario.program)
        return make_program_traffic(scenario, probe.address, ProgramPart::mix, probe.captured, nullptr,
                                    sampling);
    return make_http_traffic(scenario, probe.address, sampling);
}

/// A stop that was requested of the load is none of the teardown: what the setup made has to go.
std::optional<ErrorKind> tear_down(const Scenario& scenario, const Probe& probe, const base::Clock& clock) {
    if (!scenario.program || scenario.program->teardown.steps.empty()) return std::nullopt;
    const auto traffic = make_program_traffic(scenario, probe.address, ProgramPart::teardown, probe.captured);
    return try_once(scenario, *traffic, clock, {}).error;
}

}  // namespace

Probe probe(const Scenario& scenario, const base::Clock& clock, const std::stop_token& stop) {
    if (scenario.ipmi)
        return {scenario.ipmi->target.addresses.front(),
                try_once(scenario, *make_ipmi_traffic(scenario), clock, stop).error};
    Probe probe;
    for (const Address& address : resolve(scenario.target)) {
        const Trial trial =
            try_once(scenario, *traffic_to_try(scenario, address, probe.captured), clock, stop);
        probe.address = address;
        probe.error = trial.error;
        if (trial.connected) break;
    }
    return probe;
}

std::vector<std::string> operations_of(const Scenario& scenario) {
    const Address any{.ip = "127.0.0.1"};  // names are the same wherever it is
    return traffic_of(scenario, {.address = any})->operations();
}

LoadRecord run(const Scenario& scenario, const Probe& probe, const base::Clock& clock,
               const std::stop_token& stop, Live* live, Sampling sampling) {
    sampling.began = clock.now();
    const auto traffic = traffic_of(scenario, probe, sampling);
    LoadRecord record{.scenario = scenario, .started = clock.wall(), .operations = {}, .generator = {}};
    if (live != nullptr) live->expect(traffic->operations());
    const base::Instant start = clock.now() + lead;
    std::vector<WorkerPlan> plans;
    unsigned first = 0;
    for (unsigned i = 0; i < scenario.threads; ++i) {
        plans.push_back({.traffic = *traffic,
                         .schedule = schedule_for(scenario, start, share_of(scenario, i)),
                         .phases = PhasePlan{start, scenario.warm_up, scenario.duration,
                                             scenario.drain.value_or(scenario.timeout)},
                         .think = scenario.think,
                         .seed = scenario.seed + share_of(scenario, i).index,
                         .first_connection = first,
                         .connections = connections_of(scenario, i),
                         .timeout = scenario.timeout,
                         .clock = clock,
                         .live = live});
        first += plans.back().connections;
    }
    for (WorkerResult& result : run_workers(plans, stop)) {
        record.measured = std::max(record.measured, result.phases.measured());
        record.generator.merge(result.generator);
        if (record.operations.empty()) {
            record.operations = std::move(result.operations);
            continue;
        }
        for (std::size_t i = 0; i < record.operations.size(); ++i) {
            record.operations[i].merge(result.operations[i]);
        }
    }
    record.parts = {{.run = base::random_uuid(),
                     .shard = scenario.shard,
                     .started = record.started,
                     .measured = record.measured}};
    record.teardown_error = tear_down(scenario, probe, clock);
    record.complete = record.measured >= scenario.duration;
    return record;
}

}  // namespace assay::load
