#include "assay/ipmi-wire/conversion.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace assay::ipmi_wire {
namespace {

double power_of_ten(int exponent) {
    static constexpr std::array<double, 9> powers{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8};
    const double magnitude = powers[static_cast<std::size_t>(std::min(std::abs(exponent), 8))];
    return exponent < 0 ? 1 / magnitude : magnitude;
}

}  // namespace

int Conversion::number_of(std::uint8_t raw) const {
    const bool negative = (raw & 0x80U) != 0;
    if (format == AnalogFormat::twos_complement) return negative ? raw - 256 : raw;
    if (format == AnalogFormat::ones_complement) return negative ? raw - 255 : raw;
    return raw;
}

std::uint8_t Conversion::octet_of(int number) const {
    if (format == AnalogFormat::twos_complement)
        return static_cast<std::uint8_t>(std::clamp(number, -128, 127));
    if (format == AnalogFormat::ones_complement) {
        const int held = std::clamp(number, -127, 127);
        return static_cast<std::uint8_t>(held < 0 ? held + 255 : held);
    }
    return static_cast<std::uint8_t>(std::clamp(number, 0, 255));
}

double Conversion::value_of(std::uint8_t raw) const {
    return (m * number_of(raw) + b * power_of_ten(b_exponent)) * power_of_ten(r_exponent);
}

std::uint8_t Conversion::raw_of(double value) const {
    const double number = (value / power_of_ten(r_exponent) - b * power_of_ten(b_exponent)) / m;
    return octet_of(static_cast<int>(std::lround(std::clamp(number, -1000.0, 1000.0))));
}

}  // namespace assay::ipmi_wire
