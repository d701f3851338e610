// From a sensor's raw octet to a value and back (IPMI 2.0 §36.3).
#pragma once

#include <cstdint>

namespace assay::ipmi_wire {

/// §43.1 octet 21 bits 7:6, the format of the raw octet.
enum class AnalogFormat : std::uint8_t { unsigned_ = 0, ones_complement = 1, twos_complement = 2, none = 3 };

/// y = (M·x + B·10^b_exponent) · 10^r_exponent; linear sensors only.
struct Conversion {
    int m = 1;           ///< −512 … 511
    int b = 0;           ///< −512 … 511
    int b_exponent = 0;  ///< K1, −8 … 7
    int r_exponent = 0;  ///< K2, −8 … 7
    AnalogFormat format = AnalogFormat::unsigned_;

    friend bool operator==(const Conversion&, const Conversion&) = default;

    /// The value in the sensor's units.
    [[nodiscard]] double value_of(std::uint8_t raw) const;
    /// The nearest raw octet, held within the format's range. @pre m != 0
    [[nodiscard]] std::uint8_t raw_of(double value) const;
    /// `raw` as the signed or unsigned number it stands for; orders readings.
    [[nodiscard]] int number_of(std::uint8_t raw) const;
    /// The raw octet of a number, held within the format's range.
    [[nodiscard]] std::uint8_t octet_of(int number) const;
};

}  // namespace assay::ipmi_wire
