#include "assay/load/series.hpp"

#include <algorithm>
#include <cassert>
#include <iterator>

namespace assay::load {
namespace {

constexpr std::uint64_t most_count = (std::uint64_t{1} << 48U) - 1;

}  // namespace

SparseHistogram::SparseHistogram(const Histogram& dense) : max_{dense.max()}, sum_ns_{dense.sum_ns()} {
    assert(dense.geometry() == slot_geometry);
    if (dense.count() > 0) min_ = dense.min();
    const auto counters = dense.counters();
    std::uint64_t seen = 0;
    for (std::size_t i = 0; seen < dense.count(); ++i) {
        if (counters[i] == 0) continue;
        bins_.push_back({static_cast<std::uint16_t>(i), counters[i] & most_count});
        seen += counters[i];
    }
    bins_.shrink_to_fit();
}

void SparseHistogram::merge(const SparseHistogram& other) {
    std::vector<Bin> merged;
    merged.reserve(bins_.size() + other.bins_.size());
    std::ranges::merge(bins_, other.bins_, std::back_inserter(merged),
                       [](const Bin& one, const Bin& two) { return one.place < two.place; });
    bins_.clear();
    for (const Bin& bin : merged) {
        if (!bins_.empty() && bins_.back().place == bin.place) {
            bins_.back().count += bin.count;
        } else {
            bins_.push_back(bin);
        }
    }
    bins_.shrink_to_fit();
    min_ = std::min(min_, other.min_);
    max_ = std::max(max_, other.max_);
    sum_ns_ += other.sum_ns_;
}

std::uint64_t SparseHistogram::count() const {
    std::uint64_t count = 0;
    for (const Bin& bin : bins_) count += bin.count;
    return count;
}

Histogram SparseHistogram::dense() const {
    std::vector<std::uint64_t> counters(bins_.empty() ? 0 : bins_.back().place + 1);
    for (const Bin& bin : bins_) counters[bin.place] = bin.count;
    return *Histogram::restored(slot_geometry, counters, {.min = min_, .max = max_, .sum_ns = sum_ns_});
}

void Slot::merge(const Slot& other) {
    succeeded += other.succeeded;
    failed += other.failed;
    response_time.merge(other.response_time);
}

void Series::success(base::Duration since_begin, base::Duration response_time) {
    open(since_begin);
    ++open_.succeeded;
    open_times_.record(response_time);
}

void Series::failure(base::Duration since_begin) {
    open(since_begin);
    ++open_.failed;
}

void Series::time_out(base::Duration since_begin, base::Duration response_time) {
    failure(since_begin);
    open_times_.record(response_time);
}

void Series::advance(base::Duration since_begin) {
    if (since_begin >= base::Duration::zero()) open(since_begin);
}

// What comes late, by a clock read earlier, counts in the second that is open.
void Series::open(base::Duration since_begin) {
    const auto number = static_cast<std::uint64_t>(std::max(since_begin, base::Duration::zero()) / second);
    if (number <= open_second_) return;
    seal();
    open_second_ = number;
    make_room(number);
}

void Series::seal() {
    if (open_.succeeded + open_.failed == 0) return;
    open_.response_time = SparseHistogram{open_times_};
    put(open_second_, open_);
    if (watcher_) watcher_(open_second_, open_);
    open_ = {};
    open_times_ = Histogram{slot_geometry};
}

void Series::put(std::uint64_t number, const Slot& slot) {
    make_room(number);
    const auto place = static_cast<std::size_t>(number / static_cast<std::uint64_t>(width_ / second));
    if (place >= slots_.size()) slots_.resize(place + 1);
    slots_[place].merge(slot);
}

void Series::make_room(std::uint64_t number) {
    while (number / static_cast<std::uint64_t>(width_ / second) >= most_slots) halve();
}

void Series::halve() {
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        if (i % 2 == 1) {
            slots_[i / 2].merge(slots_[i]);
        } else if (i > 0) {
            slots_[i / 2] = std::move(slots_[i]);
        }
    }
    slots_.resize((slots_.size() + 1) / 2);
    width_ *= 2;
}

void Series::merge(const Series& other) {
    while (width_ < other.width_) halve();
    const std::vector<Slot> slots = other.slots();
    const auto seconds = static_cast<std::uint64_t>(other.width_ / second);
    for (std::size_t i = 0; i < slots.size(); ++i) put(i * seconds, slots[i]);
}

std::vector<Slot> Series::slots() const {
    Series sealed = *this;
    sealed.watcher_ = nullptr;
    sealed.seal();
    return std::move(sealed.slots_);
}

Series Series::restored(base::Duration width, std::vector<Slot> slots) {
    assert(slots.size() <= most_slots);
    Series series;
    series.width_ = width;
    series.slots_ = std::move(slots);
    return series;
}

}  // namespace assay::load
