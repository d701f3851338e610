// Service level objectives: "p99<20ms, errors<0.1%".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "assay/load/load_record.hpp"

namespace assay::load {

enum class Metric {
    percentile,  ///< p50, p99.9, …: of the response time; "service.p99" of the service time
    maximum,     ///< max
    mean,        ///< mean
    errors,      ///< share of the offered requests that did not succeed
    throughput,  ///< successes a second
};

struct Objective {
    std::string text{};  ///< as written, trimmed
    Metric metric = Metric::percentile;
    double percentile = 0;  ///< for Metric::percentile
    bool of_service_time = false;
    bool at_most = true;  ///< "<" or "<=", else ">" or ">="
    bool or_equal = false;
    double bound = 0;  ///< ns, a share 0..1, or per second
};

/// Reads one or several objectives, separated by commas.
/// @throws base::SetupError that names the one which cannot be read.
[[nodiscard]] std::vector<Objective> parse_objectives(std::string_view text);

struct ObjectiveResult {
    Objective objective;
    std::string actual;  ///< with its unit
    bool met = false;
};

/// A run without a single success meets no objective on times: it has none to show.
[[nodiscard]] ObjectiveResult judge(const Objective& objective, const LoadRecord& record);

}  // namespace assay::load
