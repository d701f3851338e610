// What an event sink counts.
#pragma once

#include <mutex>

#include "assay/load/delivery.hpp"
#include "assay/load/load_record.hpp"
#include "assay/load/start_line.hpp"

namespace assay::load {

/// Thread-safe. Deliveries are counted from the first subscription to the last one's end; those that arrive
/// in the measured phase of a load also as an operation of it.
class DeliveryLedger {
public:
    /// @param wall civil time at `now`, by which the age of an event is told
    void take(const Delivery& delivery, bool acknowledged, base::Instant now, base::WallTime wall);
    /// A request that is no delivery, or for a subscription that nobody made.
    void reject(base::Instant now);
    void subscribed();

    /// A load begins. @param line where it begins; outlives the call of end_measuring()
    void measure(const StartLine& line, const PhasePlan& phases);
    void end_measuring();

    [[nodiscard]] DeliveryReport report() const;
    /// Of the measured phase. Its response time is from the event's creation, as it says itself, to its
    /// arrival; an event that does not say it is counted and is in no time.
    [[nodiscard]] Tally tally() const;
    /// When the last request came.
    [[nodiscard]] base::Instant latest() const;

private:
    /// The phases, when something that comes now is measured.
    [[nodiscard]] const PhasePlan* measuring(base::Instant now);
    void count_event(const PhasePlan& phases, base::Instant now, const base::Duration* age);

    mutable std::mutex mutex_;
    DeliveryReport report_;
    Tally tally_;
    base::Instant latest_;
    const StartLine* line_ = nullptr;
    std::optional<PhasePlan> phases_;
    bool begun_ = false;
};

}  // namespace assay::load
