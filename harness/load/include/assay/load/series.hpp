// How a load went over time: a slot a second, and for a long run fewer, longer ones.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "assay/load/histogram.hpp"

namespace assay::load {

/// Of a slot's times; coarser than the whole run's, which has its own histograms.
inline constexpr Geometry slot_geometry{.significant_digits = 2};

/// A histogram of `slot_geometry` that holds only the counters which are not empty.
class SparseHistogram {
public:
    struct Bin {
        std::uint64_t place : 16;  ///< as in Histogram::counters()
        std::uint64_t count : 48;
    };

    SparseHistogram() = default;
    explicit SparseHistogram(const Histogram& dense);
    void merge(const SparseHistogram& other);

    [[nodiscard]] const std::vector<Bin>& bins() const { return bins_; }
    [[nodiscard]] base::Duration max() const { return max_; }
    [[nodiscard]] double sum_ns() const { return sum_ns_; }
    [[nodiscard]] Histogram dense() const;
    [[nodiscard]] std::uint64_t count() const;

private:
    std::vector<Bin> bins_;  ///< by place, ascending
    base::Duration min_ = base::Duration::max();
    base::Duration max_{};
    double sum_ns_ = 0;
};

/// What came to an end within one slot: answers by their arrival, failures when they were noticed.
struct Slot {
    std::uint64_t succeeded = 0;
    std::uint64_t failed = 0;
    SparseHistogram response_time{};  ///< successes, and time-outs as lower bounds

    void merge(const Slot& other);
};

/// Counts by time since the measured phase began, the drain after it included. Its slots are a second long
/// until `most_slots` are used; then each two become one, so that memory does not grow with the length of
/// the run. Not thread-safe: one a worker.
class Series {
public:
    static constexpr std::size_t most_slots = 2048;
    static constexpr base::Duration second = std::chrono::seconds{1};

    void success(base::Duration since_begin, base::Duration response_time);
    /// @param timed_out with the wait that it had had: it is a lower bound of the response time
    void failure(base::Duration since_begin);
    void time_out(base::Duration since_begin, base::Duration response_time);
    /// Time has passed, whether or not anything happened.
    void advance(base::Duration since_begin);

    /// Adds another one slot by slot; the result has the longer slots of the two.
    void merge(const Series& other);

    /// A power of two of seconds.
    [[nodiscard]] base::Duration width() const { return width_; }
    /// From the beginning of the measured phase to the last event, without gaps, the unfinished second
    /// included.
    [[nodiscard]] std::vector<Slot> slots() const;
    /// As it was written down. @pre width is a power of two of seconds, and at most `most_slots` slots
    [[nodiscard]] static Series restored(base::Duration width, std::vector<Slot> slots);

    /// Tells of each second that is over, on the thread that counts; nothing is told of seconds without
    /// an event in them.
    using Watcher = std::function<void(std::uint64_t second, const Slot&)>;
    void watch(Watcher watcher) { watcher_ = std::move(watcher); }

private:
    void open(base::Duration since_begin);
    void seal();
    void put(std::uint64_t second, const Slot& slot);
    void make_room(std::uint64_t number);
    void halve();

    base::Duration width_ = second;
    std::vector<Slot> slots_;
    std::uint64_t open_second_ = 0;
    Slot open_;  ///< its times are in open_times_
    Histogram open_times_{slot_geometry};
    Watcher watcher_;
};

}  // namespace assay::load
