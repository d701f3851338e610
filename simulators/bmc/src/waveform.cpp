#include "assay/bmc/waveform.hpp"

#include <cmath>
#include <numbers>

namespace assay::bmc {
namespace {

/// SplitMix64: a good stateless mix, so that noise needs no history to be reproducible.
std::uint64_t mixed(std::uint64_t value) {
    value += 0x9E3779B97F4A7C15ULL;
    value = (value ^ value >> 30U) * 0xBF58476D1CE4E5B9ULL;
    value = (value ^ value >> 27U) * 0x94D049BB133111EBULL;
    return value ^ value >> 31U;
}

/// 0 … 1, from the 53 bits that a double holds.
double fraction(std::uint64_t random) { return static_cast<double>(random >> 11U) * 0x1.0p-53; }

}  // namespace

Waveform::Waveform(const Motion& motion, std::uint64_t seed, std::uint64_t salt)
    : motion_{motion},
      seed_{seed == standstill ? standstill : mixed(seed ^ mixed(salt))},
      phase_{2 * std::numbers::pi * fraction(mixed(seed_))} {}

double Waveform::at(base::Duration elapsed) const {
    if (seed_ == standstill) return motion_.base;
    const double seconds = std::chrono::duration<double>(elapsed).count();
    const auto second = static_cast<std::uint64_t>(std::floor(seconds));
    const double noise = 2 * fraction(mixed(seed_ + second)) - 1;
    const double sine = std::sin(2 * std::numbers::pi * seconds / motion_.period_s + phase_);
    return motion_.base + motion_.swing * sine + motion_.noise * noise;
}

}  // namespace assay::bmc
