// Plays one case to its end.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>

#include "assay/drive/drive.hpp"
#include "assay/script/dialogue.hpp"
#include "recorder.hpp"

namespace assay::drive {

struct Played {
    script::Outcome outcome;
    record::Verdict verdict = record::Verdict::passed;
};

/// Runs the case, and the canary after a hostile one.
/// @param attempt from 1
/// @return nothing when it was stopped; its journal then shows no end
[[nodiscard]] std::optional<Played> play_case(const DriveJob& job, const suite::PlannedCase& planned,
                                              std::uint32_t attempt, const record::Exchange& first,
                                              Recorder& recorder, const base::Clock& clock,
                                              const std::atomic<bool>& stop);

}  // namespace assay::drive
