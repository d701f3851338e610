// One thread's part of a load: its own connections, histograms and event loop; nothing shared while running.
#pragma once

#include <stop_token>
#include <vector>

#include "assay/base/clock.hpp"
#include "assay/load/live.hpp"
#include "assay/load/load_record.hpp"
#include "assay/load/request_log.hpp"
#include "assay/load/schedule.hpp"
#include "assay/load/start_line.hpp"
#include "assay/load/think_time.hpp"
#include "assay/load/traffic.hpp"

namespace assay::load {

struct WorkerPlan {
    const Traffic& traffic;
    Schedule schedule;
    PhasePlan phases;
    /// Where it waits for the others with its connections open; schedule and phases then begin when that
    /// says. Null: they begin when they say themselves. Outlives the call.
    StartLine* line = nullptr;
    std::optional<ThinkTime> think{};  ///< in a closed loop
    std::uint64_t seed = 1;            ///< of the think times
    bool is_trial = false;             ///< ends as soon as a connection or a session cannot be opened
    unsigned first_connection = 0;     ///< how many other workers have before
    unsigned connections;
    base::Duration timeout;  ///< also the longest that the start waits for connections
    base::Duration spin{};   ///< see Scenario
    const base::Clock& clock;
    std::size_t logged = 0;  ///< how many requests are logged one by one
    Live* live = nullptr;    ///< is told of each second; outlives the call
};

struct WorkerResult {
    std::vector<Tally> operations;  ///< as in LoadRecord
    GeneratorReport generator;
    PhasePlan phases;  ///< as they came to be: moved to the common start, cut where the worker was stopped
    RequestLog log;
};

/// Opens the connections, waits for the others, plays the schedule, and returns when the plan is over, when
/// all of a limited schedule is answered, or soon (about 20 ms) after a stop is requested. Blocks the calling
/// thread, which becomes the worker's. Nothing a peer does ends it early; `traffic` and `clock` outlive the
/// call.
[[nodiscard]] WorkerResult run_worker(const WorkerPlan& plan, const std::stop_token& stop);

}  // namespace assay::load
