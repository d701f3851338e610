#include "assay/ipmi-wire/linearization.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace assay::ipmi_wire {
namespace {

/// For what is undefined at 0 and below.
double positive(double value) { return std::max(value, std::numeric_limits<double>::min()); }

double reciprocal(double value) { return 1 / (value == 0 ? std::numeric_limits<double>::min() : value); }

}  // namespace

double linearized(Linearization function, double y) {
    switch (function) {
        case Linearization::ln: return std::log(positive(y));
        case Linearization::log10: return std::log10(positive(y));
        case Linearization::log2: return std::log2(positive(y));
        case Linearization::e: return std::exp(y);
        case Linearization::exp10: return std::pow(10.0, y);
        case Linearization::exp2: return std::exp2(y);
        case Linearization::reciprocal: return reciprocal(y);
        case Linearization::square: return y * y;
        case Linearization::cube: return y * y * y;
        case Linearization::square_root: return std::sqrt(std::max(y, 0.0));
        case Linearization::cube_root: return std::cbrt(y);
        case Linearization::linear:
        case Linearization::non_linear: break;
    }
    return y;
}

double delinearized(Linearization function, double value) {
    switch (function) {
        case Linearization::ln: return std::exp(value);
        case Linearization::log10: return std::pow(10.0, value);
        case Linearization::log2: return std::exp2(value);
        case Linearization::e: return std::log(positive(value));
        case Linearization::exp10: return std::log10(positive(value));
        case Linearization::exp2: return std::log2(positive(value));
        case Linearization::reciprocal: return reciprocal(value);
        case Linearization::square: return std::sqrt(std::max(value, 0.0));
        case Linearization::cube: return std::cbrt(value);
        case Linearization::square_root: return value * value;
        case Linearization::cube_root: return value * value * value;
        case Linearization::linear:
        case Linearization::non_linear: break;
    }
    return value;
}

}  // namespace assay::ipmi_wire
