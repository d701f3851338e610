#include "assay/bmc/waveform.hpp"

#include <cmath>
#include <numbers>

#include "mix.hpp"

namespace assay::bmc {
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
