// Runs a scenario: resolves, probes, starts the workers, merges what they counted.
#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "assay/load/event_sink.hpp"
#include "assay/load/live.hpp"
#include "assay/load/load_record.hpp"
#include "assay/load/request_log.hpp"
#include "assay/load/sampling.hpp"

namespace assay::load {

/// What a single request, before any load, came to.
struct Probe {
    Address address;                   ///< the one that was reached, else the last one tried
    std::optional<ErrorKind> error{};  ///< none: it succeeded
    /// What a program's setup captured, for each subscription; one where there are none.
    std::vector<std::vector<std::string>> captured{};
    std::shared_ptr<EventSink> sink{};  ///< of a program whose events are delivered to the load
};

/// Plays the scenario's operation once on one connection, trying the target's addresses in turn. Of a program
/// with a setup it plays that, for each of its subscriptions; when one of them fails, the others are torn
/// down.
/// @throws base::SetupError when the host name does not resolve, or the event sink cannot listen.
[[nodiscard]] Probe probe(const Scenario& scenario, const base::Clock& clock, const std::stop_token& stop);

/// The names of what the scenario counts: the operation as a whole, then its messages where it has several.
[[nodiscard]] std::vector<std::string> operations_of(const Scenario& scenario);

/// What goes with a run beside its record. The pointers may be null; what they point to outlives the run.
struct RunOptions {
    std::optional<base::Instant> not_before{};  ///< the start that was agreed with other generators
    Live* live = nullptr;                       ///< is told of each second of the measured phase
    RequestLog* log = nullptr;                  ///< gets each request of the measured phase
    Sampling sampling{};  ///< which exchanges are handed to whom, over HTTP; its `began` is set by the run
};

/// Plays the scenario against the address that was probed, then a program's teardown. Opens the connections
/// at once; the schedule begins when all of them stand, or could not be opened, or the time limit is over.
/// Blocks until it is over or a stop is requested, in which case the record holds what there was until then.
[[nodiscard]] LoadRecord run(const Scenario& scenario, const Probe& probe, const base::Clock& clock,
                             const std::stop_token& stop, const RunOptions& options = {});

}  // namespace assay::load
