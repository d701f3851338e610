#include "assay/bmc/alerting.hpp"

#include <algorithm>

namespace assay::bmc {

void Alerting::begin(Alert alert) {
    if (alert.steps.empty()) return;
    if (runs_.size() >= most_alerts) {
        status_ = AlertStatus::failed;
        return;
    }
    status_ = AlertStatus::pending;
    const base::Instant due = alert.not_before;
    runs_.push_back({.alert = std::move(alert), .due = due});
}

base::Instant Alerting::next_due() const {
    const auto first = std::ranges::min_element(runs_, {}, &Run::due);
    return first == runs_.end() ? base::Instant::max() : first->due;
}

void Alerting::advance(base::Instant now, const Write& write) {
    std::erase_if(runs_, [&](Run& run) {
        while (run.due <= now) {
            if (!go_on(run, std::max(run.due, now), write)) return true;
        }
        return false;
    });
}

bool Alerting::acknowledge(const TrapIdentity& identity) {
    const auto found = std::ranges::find_if(
        runs_, [&](const Run& run) { return run.delivery && run.delivery->identity == identity; });
    if (found == runs_.end()) return false;
    found->acknowledged = true;
    found->due = base::Instant::min();
    return true;
}

void Alerting::skip(Run& run) {
    const auto& steps = run.alert.steps;
    while (run.reached && run.step < steps.size() && steps[run.step].rule != PolicyRule::always) {
        const bool goes_on = steps[run.step].rule == PolicyRule::unless_sent;
        run.step = goes_on ? run.step + 1 : steps.size();
    }
}

void Alerting::conclude(Run& run, AlertStatus status) {
    status_ = status;
    run.reached = status == AlertStatus::ended;
    run.delivery.reset();
    ++run.step;
}

void Alerting::send(Run& run) {
    --run.sends_left;
    run.due += run.delivery->destination.interval;
    if (traps_.size() < most_traps) traps_.push_back(run.delivery->trap);
}

/// §23.2 parameter 18: an unacknowledged alert counts as delivered when it is out, and its retries repeat it
/// all the same; an acknowledged one is repeated until the acknowledgement or the end of the retries.
bool Alerting::go_on(Run& run, base::Instant now, const Write& write) {
    run.due = now;
    if (!run.delivery) {
        skip(run);
        if (run.step >= run.alert.steps.size()) return false;
        run.acknowledged = false;
        run.delivery = write(run.alert, run.alert.steps[run.step], now);
        if (!run.delivery) {
            conclude(run, AlertStatus::failed);
            return true;
        }
        status_ = AlertStatus::pending;
        run.sends_left = run.delivery->destination.retries + 1U;
    }
    const bool wants_acknowledgement = run.delivery->destination.acknowledged;
    if (run.acknowledged) {
        conclude(run, AlertStatus::ended);
    } else if (run.sends_left == 0) {
        conclude(run, AlertStatus::unacknowledged);
    } else {
        send(run);
        if (run.sends_left == 0 && !wants_acknowledgement) {
            conclude(run, AlertStatus::ended);
            run.due = now;
        }
    }
    return true;
}

}  // namespace assay::bmc
