// A run cut into blocks of time, from which runs like it are drawn.
#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include "assay/load/tally.hpp"

namespace assay::load {

/// What was drawn: as a run, but only sums.
struct Draw {
    std::vector<std::uint64_t> counts;  ///< by bin of Blocks
    std::uint64_t succeeded = 0;
    std::uint64_t failed = 0;
    double sum_ns = 0;
    double seconds = 0;
};

class Blocks {
public:
    static constexpr std::size_t most = 50;

    /// @param measured slots after it, of the drain, are left out
    Blocks(const Tally& tally, base::Duration measured);

    [[nodiscard]] std::size_t size() const { return blocks_.size(); }
    /// As many blocks as there are, with replacement.
    [[nodiscard]] Draw draw(std::mt19937_64& random) const;
    /// The run itself, in the same coarse bins.
    [[nodiscard]] std::uint64_t times() const { return times_; }
    /// In ns, linear within a bin, so that a change smaller than a bin is not lost. 0 when nothing was drawn.
    [[nodiscard]] double percentile(const Draw& draw, double percentile) const;

private:
    struct Block {
        std::vector<std::uint64_t> counts;
        std::uint64_t succeeded = 0;
        std::uint64_t failed = 0;
        double sum_ns = 0;
    };

    std::vector<double> begin_;  ///< of each bin in which the run has times, ns
    std::vector<double> end_;
    std::vector<Block> blocks_;
    double block_seconds_ = 0;
    std::uint64_t times_ = 0;
};

}  // namespace assay::load
