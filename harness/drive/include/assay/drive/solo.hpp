// One case by itself, outside a run: sent again as it was recorded, or played with a request changed.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "assay/drive/drive.hpp"
#include "assay/script/ask.hpp"

namespace assay::drive {

/// Does the asks one after the other, whatever is answered, and the canary after a hostile case.
/// @param first   what knock() gave; written first
/// @param attempt as which the case is written
/// @param stop    what is under way is given up and not written
/// @return false when it was stopped
[[nodiscard]] bool resend(const DriveJob& job, const suite::PlannedCase& planned,
                          const std::vector<script::Ask>& asks, std::uint32_t attempt,
                          const record::Exchange& first, record::JournalWriter& journal,
                          const base::Clock& clock, const std::atomic<bool>& stop);

/// Changes what is sent on its way out.
/// @param index which of the case's exchanges it begins, from 0
/// @param ask   one that wants an exchange
/// @return nothing: it is not sent, and the case is told that no answer came
using Twist = std::function<std::optional<script::Ask>(std::size_t index, script::Ask ask)>;

/// What a case came to with a changed request.
struct Tried {
    std::vector<record::Exchange> exchanges;  ///< ids count from 1; what was not sent has no request
    script::Outcome outcome;
    record::Exchange canary;  ///< see suite::canary_request()
};

/// Plays the case live, each request and datagram through `twist`, and the canary afterwards. Writes nothing.
/// @param attempt gives message ids of their own
/// @return nothing when it was stopped
[[nodiscard]] std::optional<Tried> try_case(const DriveJob& job, const suite::PlannedCase& planned,
                                            std::uint32_t attempt, const Twist& twist,
                                            const base::Clock& clock, const std::atomic<bool>& stop);

}  // namespace assay::drive
