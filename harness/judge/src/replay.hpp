// One attempt at a case, run again with the answers it got.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "assay/judge/judge.hpp"

namespace assay::judge {

struct Replayed {
    script::Outcome outcome;
    record::RunTime slept{};  ///< with t:sleep
    std::string diverged;     ///< why the journal does not fit the case as it is now; else empty
};

/// The journal does not fit the case.
[[nodiscard]] Replayed diverged(std::string why);

/// @param span      the attempt; it has ended
/// @param exchanges of this attempt, in the order they began
/// @param first     the canary before all cases, nullptr when there is none
[[nodiscard]] Replayed replay(const script::CaseDefinition& definition, const record::CaseSpan& span,
                              const std::vector<const record::Exchange*>& exchanges,
                              const record::Exchange* first, const record::Journal& journal,
                              const Material& material);

/// A case of clients, run again with the requests that came.
/// @param end of the client; nothing when the journal does not hold it
[[nodiscard]] Replayed replay_client(const script::CaseDefinition& definition,
                                     const std::vector<const record::Exchange*>& exchanges,
                                     const std::optional<record::ClientEnd>& end, const Material& material);

}  // namespace assay::judge
