// A sensor as its chassis file describes it: plain data.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "assay/ipmi-wire/conversion.hpp"
#include "assay/ipmi-wire/sdr.hpp"

namespace assay::bmc {

/// How an analog sensor's value moves; in the sensor's units.
struct Motion {
    double base = 0;
    double swing = 0;      ///< amplitude of the sine
    double period_s = 60;  ///< seconds, > 0
    double noise = 0;      ///< greatest deviation added to the sine
};

/// The states of a discrete sensor, one bit an offset (§42.2).
struct DiscreteStates {
    std::uint16_t host_on = 0;
    std::uint16_t host_off = 0;
};

/// The factors of a non-linear sensor's raw readings from `first` on (§35.5).
struct FactorRange {
    std::uint8_t first = 0;
    ipmi_wire::Conversion conversion;
};

/// One sensor: its record and what it measures.
struct SensorModel {
    ipmi_wire::SensorRecord record;  ///< full for an analog sensor, compact for a discrete one
    Motion motion;
    DiscreteStates states;
    std::vector<FactorRange>
        factors;                     ///< by their first reading, the first of them 0; empty unless non-linear
    bool needs_host = false;         ///< unavailable while the host is off
    std::optional<double> when_off;  ///< what an analog sensor that does not need the host measures meanwhile
};

}  // namespace assay::bmc
