// One attempt at a case, run again with the answers it got.
#pragma once

#include <string>
#include <vector>

#include "assay/judge/judge.hpp"

namespace assay::judge {

struct Replayed {
    script::Outcome outcome;
    record::RunTime slept{};  ///< with t:sleep
    std::string diverged;     ///< why the journal does not fit the case as it is now; else empty
};

/// @param span      the attempt; it has ended
/// @param exchanges of this attempt, in the order they began
/// @param first     the canary before all cases, nullptr when there is none
[[nodiscard]] Replayed replay(const script::CaseDefinition& definition, const record::CaseSpan& span,
                              const std::vector<const record::Exchange*>& exchanges,
                              const record::Exchange* first, const record::Journal& journal,
                              const Material& material);

}  // namespace assay::judge
