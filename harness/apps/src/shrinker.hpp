// Makes the request behind a finding as small as it can be while the finding stays.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "assay/base/clock.hpp"
#include "assay/drive/drive.hpp"
#include "assay/record/journal.hpp"
#include "past_case.hpp"
#include "product_data.hpp"

namespace assay::apps {

/// Beyond what retries count to: no two tries may have the same message ids.
inline constexpr std::uint32_t first_attempt = 1000;

struct ShrinkLimits {
    std::size_t tries = 300;
    std::chrono::milliseconds time{60'000};
    std::vector<std::string> keep;  ///< texts that have to stay in the request
};

struct ShrinkOutcome {
    std::optional<record::Shrunk> shrunk;
    std::string why_not;  ///< one sentence when there is none
};

/// The rule of the gravest finding of the case, its own before those of passive rules; "" when there is none.
[[nodiscard]] std::string gravest_rule(const PastCase& past, const record::Rules& rules);

/// Plays the case again and again, live, with less and less of the request that the finding of `rule` points
/// at. A smaller request counts when the answer breaks the same rule with the same status and fault, when the
/// request breaks no rule itself unless it was to, and when the target still answers Identify.
/// @param access how to reach the target
/// @param first  the Identify that began it
/// @param stop   ends the search; what was found until then is returned
[[nodiscard]] ShrinkOutcome shrink_case(const PastCase& past, const std::string& rule,
                                        const ProductData& data, const drive::Access& access,
                                        const record::Exchange& first, const ShrinkLimits& limits,
                                        const base::Clock& clock, const std::atomic<bool>& stop);

/// The request, its answer and a curl line, on standard output.
void print_shrunk(const record::Shrunk& shrunk, const std::string& url);

}  // namespace assay::apps
