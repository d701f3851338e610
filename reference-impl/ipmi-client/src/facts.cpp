#include "assay/ipmi-client/facts.hpp"

#include <algorithm>
#include <cmath>

#include "assay/ipmi-wire/conversion.hpp"

namespace assay::ipmi_client {
namespace {

std::int64_t power_of_ten(int exponent) {
    std::int64_t power = 1;
    for (int i = 0; i < exponent; ++i) power *= 10;
    return power;
}

}  // namespace

double Decimal::value() const {
    const auto power = static_cast<double>(power_of_ten(std::abs(exponent)));
    return exponent < 0 ? static_cast<double>(number) / power : static_cast<double>(number) * power;
}

/// (M·x + B·10^K1)·10^K2 without rounding: the smaller exponent of the two terms is everybody's (IPMI 2.0
/// §36.3).
Decimal Sensor::value_of(std::uint8_t raw) const {
    const ipmi_wire::Conversion conversion{.format = static_cast<ipmi_wire::AnalogFormat>(format)};
    const std::int64_t x = conversion.number_of(raw);
    if (b == 0) return {.number = m * x, .exponent = r_exponent};
    const int low = std::min(b_exponent, 0);
    return {.number = m * x * power_of_ten(-low) + b * power_of_ten(b_exponent - low),
            .exponent = r_exponent + low};
}

}  // namespace assay::ipmi_client
