// What a power meter remembers: the samples of the last minute, and the minutes of the last hour.
#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

namespace assay::bmc {

/// Watts over a stretch of time.
struct PowerSpan {
    std::uint16_t least = 0xFFFF;
    std::uint16_t most = 0;
    std::uint32_t sum = 0;
    std::uint32_t samples = 0;

    void include(std::uint16_t watts);
    void include(const PowerSpan& other);
    /// 0 when there was no sample.
    [[nodiscard]] std::uint16_t average() const;
};

class PowerStatistics {
public:
    static constexpr std::chrono::seconds longest{3600};

    /// One a second.
    void add(std::uint16_t watts);
    /// The last `period`, at most `longest`: whole minutes when it is longer than one, and the begun one.
    [[nodiscard]] PowerSpan over(std::chrono::seconds period) const;

private:
    static constexpr std::size_t seconds_kept = 60, minutes_kept = 60;

    std::vector<std::uint16_t> seconds_;  // rings; they grow up to what is kept, and then turn
    std::vector<PowerSpan> minutes_;
    std::size_t second_ = 0, minute_ = 0;  // where the next one goes
    PowerSpan begun_minute_;
};

}  // namespace assay::bmc
