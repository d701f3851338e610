#include "assay/load/fault_counts.hpp"

#include <algorithm>
#include <tuple>

namespace assay::load {

void FaultCounts::add(const FaultName& name, base::Duration response_time) {
    auto at = std::ranges::find(entries_, name, &Entry::name);
    if (at == entries_.end()) {
        if (entries_.size() == most) {
            ++unnamed_;
            return;
        }
        at = entries_.insert(at, Entry{.name = name});
    }
    ++at->count;
    at->response_time.record(response_time);
}

void FaultCounts::merge(const FaultCounts& other) {
    for (const Entry& theirs : other.entries_) {
        const auto mine = std::ranges::find(entries_, theirs.name, &Entry::name);
        if (mine == entries_.end()) {
            entries_.push_back(theirs);
        } else {
            mine->count += theirs.count;
            mine->response_time.merge(theirs.response_time);
        }
    }
    unnamed_ += other.unnamed_;
}

std::vector<const FaultCounts::Entry*> FaultCounts::entries() const {
    std::vector<const Entry*> sorted;
    for (const Entry& each : entries_) sorted.push_back(&each);
    std::ranges::sort(sorted, [](const Entry* left, const Entry* right) {
        return std::tie(right->count, left->name) < std::tie(left->count, right->name);
    });
    return sorted;
}

std::uint64_t FaultCounts::total() const {
    std::uint64_t total = unnamed_;
    for (const Entry& each : entries_) total += each.count;
    return total;
}

std::uint64_t FaultCounts::count(std::string_view name) const {
    std::uint64_t count = 0;
    for (const Entry& each : entries_) count += each.name.is(name) ? each.count : 0;
    return count;
}

FaultCounts::News FaultCounts::news() {
    News news;
    told_.resize(entries_.size());
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        if (const std::uint64_t fresh = entries_[i].count - std::exchange(told_[i], entries_[i].count))
            news.emplace_back(entries_[i].name.text(), fresh);
    }
    if (const std::uint64_t fresh = unnamed_ - std::exchange(unnamed_told_, unnamed_))
        news.emplace_back(unnamed_faults, fresh);
    return news;
}

FaultCounts FaultCounts::restored(std::vector<Entry> entries, std::uint64_t unnamed) {
    FaultCounts counts;
    counts.entries_ = std::move(entries);
    counts.unnamed_ = unnamed;
    return counts;
}

}  // namespace assay::load
