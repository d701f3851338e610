#include "assay/load/tally.hpp"

#include <algorithm>

namespace assay::load {
namespace {

constexpr std::uint64_t most_single_records = 1'000'000;

}  // namespace

void Volume::add(const Volume& other) {
    sent += other.sent;
    received += other.received;
    items += other.items;
}

void Tally::on_sent(const PhasePlan& plan, base::Instant intended) {
    if (!plan.measures(intended)) return;
    ++offered;
    ++sent;
}

void Tally::on_success(const PhasePlan& plan, const Sample& sample) {
    if (plan.measures(sample.answered)) ++completed;
    if (!plan.measures(sample.intended)) return;
    ++succeeded;
    volume.add(sample.volume);
    response_time.record(sample.response_time());
    service_time.record(sample.service_time());
    series.success(sample.answered - plan.measure_begin(), sample.response_time());
}

void Tally::on_failure(const PhasePlan& plan, const Failure& failure, const Sample& sample) {
    if (!plan.measures(sample.intended)) {
        ++warm_up_failures;
        return;
    }
    ++errors.at(static_cast<std::size_t>(failure.kind));
    volume.add(sample.volume);
    if (failure.is_named()) faults.add(failure.fault, sample.response_time());
    const base::Duration since_begin = sample.answered - plan.measure_begin();
    if (failure.kind != ErrorKind::timed_out) return series.failure(since_begin);
    response_time.record(sample.response_time());
    series.time_out(since_begin, sample.response_time());
}

void Tally::on_abandoned(const PhasePlan& plan, base::Instant intended, base::Instant now) {
    if (!plan.measures(intended)) return;
    ++abandoned;
    response_time.record(now - intended);
}

void Tally::on_unsent(const PhasePlan& plan, const Schedule& schedule, base::Instant now) {
    Schedule rest = schedule;
    rest.skip(rest.due_before(plan.measure_begin()));
    const std::uint64_t missed = rest.due_before(plan.measure_end());
    offered += missed;
    unsent += missed;
    // Neighbours waited about as long as each other, so every k-th stands for k when there are very many.
    const std::uint64_t stride = (missed + most_single_records - 1) / most_single_records;
    for (std::uint64_t n = 0; n < missed; n += stride, rest.skip(stride)) {
        response_time.record(now - rest.next_due(), std::min(stride, missed - n));
    }
}

void Tally::merge(const Tally& other) {
    offered += other.offered;
    sent += other.sent;
    succeeded += other.succeeded;
    abandoned += other.abandoned;
    unsent += other.unsent;
    for (std::size_t i = 0; i < errors.size(); ++i) errors[i] += other.errors[i];
    faults.merge(other.faults);
    volume.add(other.volume);
    completed += other.completed;
    warm_up_failures += other.warm_up_failures;
    response_time.merge(other.response_time);
    service_time.merge(other.service_time);
    series.merge(other.series);
}

}  // namespace assay::load
