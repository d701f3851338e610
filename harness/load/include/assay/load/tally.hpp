// What one worker counted of one operation; tallies of the same operation merge without loss.
#pragma once

#include <cstdint>
#include <string>

#include "assay/load/error_kind.hpp"
#include "assay/load/fault_counts.hpp"
#include "assay/load/histogram.hpp"
#include "assay/load/phase.hpp"
#include "assay/load/schedule.hpp"
#include "assay/load/series.hpp"

namespace assay::load {

/// What a request moved: octets of messages as HTTP or RMCP+ has them, without TLS, TCP and UDP.
struct Volume {
    std::uint64_t sent = 0;      ///< octets, those that were sent again after a challenge included
    std::uint64_t received = 0;  ///< octets
    std::uint64_t items = 0;     ///< of an enumeration

    void add(const Volume& other);
};

/// The three times of a request that came to an end, and what it moved.
struct Sample {
    base::Instant intended;
    base::Instant sent;
    base::Instant answered;
    Volume volume{};

    /// What a user would feel.
    [[nodiscard]] base::Duration response_time() const { return answered - intended; }
    /// What the service would boast.
    [[nodiscard]] base::Duration service_time() const { return answered - sent; }
};

/// Counts by the intended send time: only requests that were due in the measured phase. Always
/// offered = sent + unsent, and sent = succeeded + failures + abandoned once the worker has ended.
struct Tally {
    std::string operation{};
    std::uint64_t offered = 0;
    std::uint64_t sent = 0;              ///< subset of offered
    std::uint64_t succeeded = 0;         ///< subset of sent
    std::uint64_t abandoned = 0;         ///< subset of sent: in flight when the run ended
    std::uint64_t unsent = 0;            ///< subset of offered: no connection was free for it before the end
    ErrorCounts errors{};                ///< their total is a subset of sent
    FaultCounts faults{};                ///< their total is that of ErrorKind::fault
    Volume volume{};                     ///< of those that succeeded or failed
    std::uint64_t completed = 0;         ///< successes that arrived within the measured phase, whenever due
    std::uint64_t warm_up_failures = 0;  ///< in no other counter
    /// From the intended send time: the successes, and as lower bounds those that timed out, were
    /// abandoned or never sent, with the wait they had had by then.
    Histogram response_time{};
    /// From the actual send time: the successes only.
    Histogram service_time{};
    /// Over time: its successes and failures are `succeeded` and the total of `errors`.
    Series series{};

    void on_sent(const PhasePlan& plan, base::Instant intended);
    void on_success(const PhasePlan& plan, const Sample& sample);
    void on_failure(const PhasePlan& plan, const Failure& failure, const Sample& sample);
    void on_abandoned(const PhasePlan& plan, base::Instant intended, base::Instant now);
    /// What an open-loop schedule still had due before the end of the measured phase.
    void on_unsent(const PhasePlan& plan, const Schedule& schedule, base::Instant now);

    void merge(const Tally& other);
    [[nodiscard]] std::uint64_t failed() const { return total(errors); }
};

}  // namespace assay::load
