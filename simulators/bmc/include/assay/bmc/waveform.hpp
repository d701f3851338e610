// A value that moves reproducibly: a pure function of model, seed and time.
#pragma once

#include <cstdint>

#include "assay/base/clock.hpp"
#include "assay/bmc/sensor_model.hpp"

namespace assay::bmc {

/// With this seed every sensor stays at its base value.
inline constexpr std::uint64_t standstill = 0;

class Waveform {
public:
    /// @param seed of the chassis; two sensors of one chassis differ by `salt`
    Waveform(const Motion& motion, std::uint64_t seed, std::uint64_t salt);

    /// The value at `elapsed` since the start. The sine begins at a phase that the seed chooses; the noise
    /// changes once a second.
    [[nodiscard]] double at(base::Duration elapsed) const;

private:
    Motion motion_;
    std::uint64_t seed_;
    double phase_ = 0;
};

}  // namespace assay::bmc
