#include "assay/load/think_time.hpp"

#include <fmt/format.h>

#include "assay/base/setup_error.hpp"
#include "assay/load/quantity.hpp"

namespace assay::load {

base::Duration ThinkTime::draw(SeededRandom& random) const {
    return least + base::Duration{static_cast<base::Duration::rep>(
                       random.fraction() * static_cast<double>((most - least).count() + 1))};
}

ThinkTime parse_think_time(std::string_view text) {
    const auto dots = text.find("..");
    const auto least = parse_duration(text.substr(0, dots));
    const auto most = dots == std::string_view::npos ? least : parse_duration(text.substr(dots + 2));
    if (!least || !most || *most < *least) {
        throw base::SetupError{fmt::format("'{}' is not a think time", text), "--think",
                               "write e.g. 100ms, or 50ms..2s with the shorter time first"};
    }
    return {*least, *most};
}

}  // namespace assay::load
