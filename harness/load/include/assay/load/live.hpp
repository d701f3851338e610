// What a load is doing while it runs: workers tell of each second, whoever shows it asks.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "assay/load/fault_counts.hpp"
#include "assay/load/series.hpp"

namespace assay::load {

/// What was found so far in the exchanges that are judged while the load runs.
struct LiveConformance {
    std::uint64_t judged = 0;
    std::uint64_t dropped = 0;                      ///< handed over, and not judged because too much waited
    std::map<std::string, std::uint64_t> broken{};  ///< by rule: in how many of the judged exchanges
};

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

    /// Where the exchanges of the load are judged: to be called before anybody asks.
    /// @param source is called on the threads of those who ask, and outlives them
    void judged_by(std::function<LiveConformance()> source) { source_ = std::move(source); }
    /// Nothing where none is judged.
    [[nodiscard]] std::optional<LiveConformance> conformance() const;

private:
    mutable std::mutex mutex_;
    std::vector<Operation> operations_;
    std::optional<base::Instant> begin_;
    std::function<LiveConformance()> source_;
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
/// One line, none wider than 80 columns: how many exchanges were judged, and which rules are broken most
/// often.
[[nodiscard]] std::string conformance_line(const LiveConformance& conformance);
/// All of it as an object of JSON on one line.
[[nodiscard]] std::string conformance_json(const LiveConformance& conformance, base::Duration elapsed);
/// Prometheus' text exposition format 0.0.4: counters and a summary for each operation, and counters of what
/// was judged.
[[nodiscard]] std::string prometheus_text(const Live& live);

}  // namespace assay::load
