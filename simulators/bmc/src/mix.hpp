// Reproducible randomness without a history: a pure function of its argument.
#pragma once

#include <cstdint>

namespace assay::bmc {

/// SplitMix64: a good stateless mix.
[[nodiscard]] inline std::uint64_t mixed(std::uint64_t value) {
    value += 0x9E3779B97F4A7C15ULL;
    value = (value ^ value >> 30U) * 0xBF58476D1CE4E5B9ULL;
    value = (value ^ value >> 27U) * 0x94D049BB133111EBULL;
    return value ^ value >> 31U;
}

/// 0 … 1, from the 53 bits that a double holds.
[[nodiscard]] inline double fraction(std::uint64_t random) {
    return static_cast<double>(random >> 11U) * 0x1.0p-53;
}

}  // namespace assay::bmc
