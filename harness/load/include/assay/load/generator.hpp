// Runs a scenario: resolves, probes, starts the workers, merges what they counted.
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "assay/load/live.hpp"
#include "assay/load/load_record.hpp"
#include "assay/load/sampling.hpp"

namespace assay::load {

/// What a single request, before any load, came to.
struct Probe {
    Address address;                      ///< the one that was reached, else the last one tried
    std::optional<ErrorKind> error{};     ///< none: it succeeded
    std::vector<std::string> captured{};  ///< what a program's setup captured
};

/// Plays the scenario's operation once on one connection, trying the target's addresses in turn. Of a program
/// with a setup it plays that.
/// @throws base::SetupError when the host name does not resolve.
[[nodiscard]] Probe probe(const Scenario& scenario, const base::Clock& clock, const std::stop_token& stop);

/// The names of what the scenario counts: the operation as a whole, then its messages where it has several.
[[nodiscard]] std::vector<std::string> operations_of(const Scenario& scenario);

/// Plays the scenario against the address that was probed, then a program's teardown. Blocks until it is over
/// or a stop is requested, in which case the record holds what there was until then.
/// @param live is told of each second of the measured phase; outlives the call
/// @param sampling which exchanges are handed to whom, over HTTP; its `began` is set here
[[nodiscard]] LoadRecord run(const Scenario& scenario, const Probe& probe, const base::Clock& clock,
                             const std::stop_token& stop, Live* live = nullptr, Sampling sampling = {});

}  // namespace assay::load
