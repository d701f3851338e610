#include "playing.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay::apps {

std::size_t count_to_run(const suite::Plan& plan) {
    return static_cast<std::size_t>(std::ranges::count_if(
        plan.cases, [](const suite::PlannedCase& planned) { return planned.not_applicable.empty(); }));
}

ExitCode interrupted(const OutFolder& out) {
    if (out.is_kept()) {
        fmt::print(stderr,
                   "assay: interrupted; what was seen until then is in the journal\n  `assay judge {} --out "
                   "{}` reports it\n",
                   out.journal().string(), out.path().string());
    } else {
        fmt::print(stderr, "assay: interrupted; with --out DIR the journal would have been kept\n");
    }
    return ExitCode::harness;
}

}  // namespace assay::apps
