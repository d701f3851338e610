// The functions that linearise a sensor's reading (IPMI 2.0 §36.4, §43.1 octet 24).
#pragma once

#include <cstdint>

namespace assay::ipmi_wire {

/// Octet 24, bits 6:0. From 70h on a sensor is not linear and Get Sensor Reading Factors tells the factors of
/// each reading.
enum class Linearization : std::uint8_t {
    linear = 0x00,
    ln = 0x01,
    log10 = 0x02,
    log2 = 0x03,
    e = 0x04,
    exp10 = 0x05,
    exp2 = 0x06,
    reciprocal = 0x07,
    square = 0x08,
    cube = 0x09,
    square_root = 0x0A,
    cube_root = 0x0B,
    non_linear = 0x70,
};

/// L[y]: the value in units of what the factors make of a raw reading.
[[nodiscard]] double linearized(Linearization function, double y);
/// The y with L[y] = `value`; the nearest where there is none.
[[nodiscard]] double delinearized(Linearization function, double value);

}  // namespace assay::ipmi_wire
