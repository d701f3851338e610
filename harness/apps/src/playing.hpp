// What `run` and `peer` share before there is anything to judge.
#pragma once

#include <cstddef>

#include "assay/suite/plan.hpp"
#include "commands.hpp"
#include "out_folder.hpp"

namespace assay::apps {

/// How many cases of the plan apply.
[[nodiscard]] std::size_t count_to_run(const suite::Plan& plan);

/// Says on standard error what an interrupted run has left.
[[nodiscard]] ExitCode interrupted(const OutFolder& out);

}  // namespace assay::apps
