// What a load is doing while it runs: workers tell of each second, whoever shows it asks.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "assay/load/fault_counts.hpp"
#include "assay/load/series.hpp"

namespace assay::load {

/// Thread-safe. A worker takes its lock once a second and operation.
class Live {
public:
    /// Seconds that are kept one by one.
    static constexpr std::size_t kept = 60;

    struct Second {
        std::uint64_t number = 0;  ///< since the measured phase began
        Slot slot{};
    };
    struct Operation {
        std::string name;
        std::uint64_t succeeded = 0;
        std::uint64_t failed = 0;
        std::map<std::string, std::uint64_t> faults{};  ///< by FaultName::text()
        Histogram response_time{slot_geometry};         ///< since the measured phase began
        std::deque<Second> seconds{};  ///< the last ones, ascending; those of silence are absent
    };

    /// When the measured phase begins; every worker says the same.
    void begins_at(base::Instant begin);
    /// Nothing while connections are being opened.
    [[nodiscard]] std::optional<base::Instant> begin() const;

    /// Before any worker begins. @param names as in LoadRecord::operations
    void expect(const std::vector<std::string>& names);
    /// A worker's second is over.
    /// @param faults that came since the last one of this worker
    void add(std::size_t operation, std::uint64_t second, const Slot& slot,
             const FaultCounts::News& faults = {});

    [[nodiscard]] std::vector<Operation> now() const;

private:
    mutable std::mutex mutex_;
    std::vector<Operation> operations_;
    std::optional<base::Instant> begin_;
};

/// Four lines, ASCII but for the sparkline, none wider than 80 columns: rate, percentiles of the last second
/// and since the beginning, errors. @param elapsed since the measured phase began, `whole` its length
/// @param unicode may the sparkline be drawn?
[[nodiscard]] std::string live_panel(const Live::Operation& operation, base::Duration elapsed,
                                     base::Duration whole, bool unicode);
/// The same as an object of JSON on one line, times in nanoseconds; ends with a line feed.
[[nodiscard]] std::string live_json(const Live::Operation& operation, base::Duration elapsed);
/// The same as one line, for a pipe; ends with a line feed.
[[nodiscard]] std::string live_line(const Live::Operation& operation, base::Duration elapsed);
/// Prometheus' text exposition format 0.0.4: counters and a summary for each operation.
[[nodiscard]] std::string prometheus_text(const std::vector<Live::Operation>& operations);

}  // namespace assay::load
