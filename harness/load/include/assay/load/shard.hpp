// A load that several generators make together: which part is this one's, and when it begins.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "assay/load/load_record.hpp"
#include "assay/load/scenario.hpp"

namespace assay::load {

/// The value of an environment variable, or nothing.
using Environment = std::function<std::optional<std::string>(const char* name)>;

/// Reads "I/N", counted from 0, or "auto": what the engine that started this process says of it. That is
/// Open MPI (OMPI_COMM_WORLD_RANK, _SIZE), a PMI launcher (PMI_RANK, PMI_SIZE) or Slurm's srun (SLURM_PROCID,
/// SLURM_STEP_NUM_TASKS), each also within a Slurm job array; or a Kubernetes Indexed Job
/// (JOB_COMPLETION_INDEX, and ASSAY_SHARDS, which its manifest has to set to its `completions`).
/// @throws base::UsageError that says what is wrong, for "auto" which variables
[[nodiscard]] Share parse_shard(std::string_view text, const Environment& environment);

/// Makes the scenario this shard's part: its share of the connections and, of a fleet, of the BMCs. The rate
/// stays that of the whole load; the schedule takes every N-th request of it.
/// @throws base::UsageError when there is too little for every shard to have some
void take_shard(Scenario& scenario, Share shard);

/// Reads an instant of civil time: "2026-11-29T06:00:00Z" (RFC 3339, with an offset or "Z", perhaps with
/// fractions) or seconds since 1970 as `date +%s` prints them.
/// @return nothing when it is neither
[[nodiscard]] std::optional<base::WallTime> parse_wall_time(std::string_view text);

/// What the kernel says of its clock (adjtimex(2)); nothing where it does not say.
[[nodiscard]] std::optional<ClockState> clock_state();

}  // namespace assay::load
