#include "assay/load/generator.hpp"

#include <algorithm>
#include <exception>
#include <thread>

#include "assay/base/uuid.hpp"
#include "assay/load/worker.hpp"

namespace assay::load {
namespace {

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

/// @param logged how many requests the whole run logs
std::vector<WorkerPlan> plans_for(const Scenario& scenario, const Traffic& traffic, const base::Clock& clock,
                                  StartLine& line, Live* live, std::size_t logged) {
    const base::Instant provisional = clock.now();
    std::vector<WorkerPlan> plans;
    unsigned first = 0;
    for (unsigned i = 0; i < scenario.threads; ++i) {
        plans.push_back({.traffic = traffic,
                         .schedule = schedule_for(scenario, provisional, share_of(scenario, i)),
                         .phases = PhasePlan{provisional, scenario.warm_up, scenario.duration,
                                             scenario.drain.value_or(scenario.timeout)},
                         .line = &line,
                         .think = scenario.think,
                         .seed = scenario.seed + share_of(scenario, i).index,
                         .first_connection = first,
                         .connections = connections_of(scenario, i),
                         .timeout = scenario.timeout,
                         .spin = scenario.spin,
                         .clock = clock,
                         .logged = logged / scenario.threads,
                         .live = live});
        first += plans.back().connections;
    }
    return plans;
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

/// What every slot holds before anything is captured.
std::vector<std::string> nothing_captured(const Program& program, const EventSink* sink,
                                          unsigned subscription) {
    std::vector<std::string> slots(program.slots.size());
    if (sink != nullptr) slots.at(program.sink->slot) = sink->url(subscription);
    return slots;
}

/// Plays a program's setup, or its mix where it has none, and adds what it captured when it succeeds.
Trial try_program(const Scenario& scenario, Probe& probe, const base::Clock& clock,
                  const std::stop_token& stop) {
    const Program& program = *scenario.program;
    const bool has_setup = !program.setup.steps.empty();
    const auto number = static_cast<unsigned>(probe.captured.size());
    std::vector<std::string> captured = nothing_captured(program, probe.sink.get(), number);
    const auto traffic =
        make_program_traffic(scenario, probe.address, has_setup ? ProgramPart::setup : ProgramPart::mix,
                             captured, has_setup ? &captured : nullptr);
    const Trial trial = try_once(scenario, *traffic, clock, stop);
    if (!has_setup) {
        probe.captured = {std::move(captured)};
    } else if (!trial.error) {
        probe.captured.push_back(std::move(captured));
    }
    if (!trial.error && has_setup && probe.sink) probe.sink->ledger().subscribed();
    return trial;
}

std::unique_ptr<const Traffic> traffic_of(const Scenario& scenario, const Probe& probe,
                                          const Sampling& sampling = {}) {
    if (scenario.ipmi) return make_ipmi_traffic(scenario);
    if (scenario.program)
        return make_program_traffic(scenario, probe.address, ProgramPart::mix, probe.captured.front(),
                                    nullptr, sampling);
    return make_http_traffic(scenario, probe.address, sampling);
}

/// A stop that was requested of the load is none of the teardown: what the setup made has to go.
std::optional<ErrorKind> tear_down(const Scenario& scenario, const Probe& probe, const base::Clock& clock) {
    std::optional<ErrorKind> error;
    if (!scenario.program || scenario.program->teardown.steps.empty()) return error;
    for (const auto& captured : probe.captured) {
        const auto traffic = make_program_traffic(scenario, probe.address, ProgramPart::teardown, captured);
        const auto failure = try_once(scenario, *traffic, clock, {}).error;
        if (!error) error = failure;
    }
    return error;
}

void subscribe_others(const Scenario& scenario, Probe& probe, const base::Clock& clock,
                      const std::stop_token& stop) {
    const bool several = scenario.program && scenario.program->sink && !scenario.program->setup.steps.empty();
    if (!several) return;
    while (!probe.error && !stop.stop_requested() &&
           probe.captured.size() < scenario.program->sink->subscriptions)
        probe.error = try_program(scenario, probe, clock, stop).error;
    if (probe.error || stop.stop_requested()) static_cast<void>(tear_down(scenario, probe, clock));
}

}  // namespace

Probe probe(const Scenario& scenario, const base::Clock& clock, const std::stop_token& stop) {
    if (scenario.ipmi)
        return {scenario.ipmi->target.addresses.front(),
                try_once(scenario, *make_ipmi_traffic(scenario), clock, stop).error};
    Probe probe;
    if (scenario.program && scenario.program->sink)
        probe.sink = std::make_shared<EventSink>(scenario.sink, scenario.program->sink->created, clock);
    for (const Address& address : resolve(scenario.target)) {
        probe.address = address;
        const Trial trial = scenario.program
                                ? try_program(scenario, probe, clock, stop)
                                : try_once(scenario, *make_http_traffic(scenario, address), clock, stop);
        probe.error = trial.error;
        if (trial.connected) break;
    }
    subscribe_others(scenario, probe, clock, stop);
    return probe;
}

std::vector<std::string> operations_of(const Scenario& scenario) {
    Probe any{.address = {.ip = "127.0.0.1"},
              .captured = {std::vector<std::string>{}}};  // names are the same wherever it is
    auto names = traffic_of(scenario, any)->operations();
    if (scenario.program && scenario.program->sink) names.emplace_back(delivery_operation);
    return names;
}

LoadRecord run(const Scenario& scenario, const Probe& probe, const base::Clock& clock,
               const std::stop_token& stop, const RunOptions& options) {
    Sampling sampling = options.sampling;
    sampling.began = clock.now();
    const auto traffic = traffic_of(scenario, probe, sampling);
    LoadRecord record{.scenario = scenario, .operations = {}, .generator = {}};
    if (options.live != nullptr) options.live->expect(traffic->operations());
    StartLine line{scenario.threads, options.not_before};
    const std::size_t logged = options.log == nullptr ? 0 : options.log->most();
    const auto plans = plans_for(scenario, *traffic, clock, line, options.live, logged);
    if (probe.sink) probe.sink->ledger().measure(line, plans.front().phases);
    for (WorkerResult& result : run_workers(plans, stop)) {
        record.started = clock.wall() - (clock.now() - result.phases.start());
        if (options.log != nullptr) options.log->merge(result.log);
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
    if (options.log != nullptr) options.log->sort();
    record.parts = {{.run = base::random_uuid(),
                     .shard = scenario.shard,
                     .started = record.started,
                     .measured = record.measured}};
    record.teardown_error = tear_down(scenario, probe, clock);
    if (probe.sink) {
        probe.sink->settle(scenario.drain.value_or(scenario.timeout), stop);
        probe.sink->ledger().end_measuring();
        record.deliveries = probe.sink->ledger().report();
        record.operations.push_back(probe.sink->ledger().tally());
    }
    record.complete = record.measured >= scenario.duration;
    return record;
}

}  // namespace assay::load
