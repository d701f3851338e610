#include "assay/load/delivery_ledger.hpp"

#include <algorithm>

namespace assay::load {

void DeliveryLedger::subscribed() {
    const std::scoped_lock lock{mutex_};
    ++report_.subscriptions;
}

void DeliveryLedger::measure(const StartLine& line, const PhasePlan& phases) {
    const std::scoped_lock lock{mutex_};
    line_ = &line;
    phases_ = phases;
    begun_ = false;
}

void DeliveryLedger::end_measuring() {
    const std::scoped_lock lock{mutex_};
    phases_.reset();
}

const PhasePlan* DeliveryLedger::measuring(base::Instant now) {
    if (!phases_) return nullptr;
    if (!begun_) {
        const auto start = line_->start();
        if (!start) return nullptr;
        phases_->begin_at(*start);
        begun_ = true;
    }
    return phases_->measures(now) ? &*phases_ : nullptr;
}

void DeliveryLedger::count_event(const PhasePlan& phases, base::Instant now, const base::Duration* age) {
    ++tally_.offered;
    ++tally_.sent;
    ++tally_.succeeded;
    ++tally_.completed;
    if (age == nullptr) return;
    tally_.response_time.record(*age);
    tally_.series.success(now - phases.measure_begin(), *age);
}

void DeliveryLedger::take(const Delivery& delivery, bool acknowledged, base::Instant now,
                          base::WallTime wall) {
    const std::scoped_lock lock{mutex_};
    latest_ = now;
    switch (delivery.kind) {
        case Delivery::Kind::push: ++report_.push; break;
        case Delivery::Kind::push_with_ack: ++report_.push_with_ack; break;
        case Delivery::Kind::events: ++report_.batches; break;
        case Delivery::Kind::heartbeat: ++report_.heartbeats; break;
        case Delivery::Kind::end: ++report_.ends; break;
    }
    report_.events += delivery.events;
    if (acknowledged) ++report_.acknowledged;
    report_.undated += delivery.events - delivery.created.size();
    const PhasePlan* phases = measuring(now);
    if (phases == nullptr) return;
    for (std::size_t i = 0; i < delivery.events; ++i) {
        if (i >= delivery.created.size()) {
            count_event(*phases, now, nullptr);
            continue;
        }
        // clocks that differ make an event older or younger than it is, but none comes before it happens
        const base::Duration age =
            std::max(base::Duration::zero(), base::Duration{wall - delivery.created[i]});
        count_event(*phases, now, &age);
    }
}

void DeliveryLedger::reject(base::Instant now) {
    const std::scoped_lock lock{mutex_};
    latest_ = now;
    ++report_.rejected;
    if (measuring(now) == nullptr) return;
    ++tally_.offered;
    ++tally_.sent;
    ++tally_.errors[static_cast<std::size_t>(ErrorKind::malformed)];
}

DeliveryReport DeliveryLedger::report() const {
    const std::scoped_lock lock{mutex_};
    return report_;
}

Tally DeliveryLedger::tally() const {
    const std::scoped_lock lock{mutex_};
    Tally tally = tally_;
    tally.operation = delivery_operation;
    return tally;
}

base::Instant DeliveryLedger::latest() const {
    const std::scoped_lock lock{mutex_};
    return latest_;
}

}  // namespace assay::load
