// Service level objectives: "p99(Get) < 5ms and faults < 0.1%". README.md has the language.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "assay/load/load_record.hpp"

namespace assay::load {

enum class Metric {
    percentile,  ///< p50, p99.9, …: of the response time; "service.p99" of the service time
    maximum,     ///< max
    minimum,     ///< min
    mean,        ///< mean
    errors,      ///< share of the offered requests that did not succeed
    failures,    ///< share of the offered requests that failed in one way: "faults", "timed_out", …
    findings,    ///< how many breaches of rules were found in the answers that were judged
    throughput,  ///< successes a second; also "rate"
    offered,     ///< requests that were due a second
};

enum class Relation { less, at_most, more, at_least, equal };

/// One figure of a run and its bound.
struct Comparison {
    Metric metric = Metric::percentile;
    double percentile = 0;  ///< for Metric::percentile
    ErrorKind kind{};       ///< for Metric::failures
    std::string fault{};  ///< for faults and completion codes: only those that are called so (FaultName::is);
                          ///< empty: all
    std::string rule{};   ///< for Metric::findings: only those of one rule; empty: all
    bool of_service_time = false;
    std::string operation{};  ///< empty: the operation as a whole
    std::string name{};       ///< as written, without spaces: "p99(Get)"
    Relation relation = Relation::less;
    double bound = 0;  ///< ns, a share 0..1, per second, or a count
};

/// A comparison, or what "and", "or" and "not" make of others.
struct Condition {
    enum class Kind { comparison, all_of, any_of, negation };
    Kind kind = Kind::comparison;
    Comparison comparison{};         ///< for Kind::comparison
    std::vector<Condition> parts{};  ///< for the others; one for a negation
};

struct Objective {
    std::string text{};  ///< as written, trimmed
    Condition condition{};
};

/// Where an expression stands, for messages.
struct SloSource {
    std::string file{};  ///< empty: the command line
    unsigned line = 1;   ///< from 1
};

/// Reads one or several objectives, separated by commas.
/// @throws base::UsageError with line (of a file) and column, and a caret below what cannot be read.
[[nodiscard]] std::vector<Objective> parse_objectives(std::string_view text, const SloSource& source = {});

/// Reads a file of objectives, one or several a line; "#" begins a comment.
/// @param file its name, for messages
[[nodiscard]] std::vector<Objective> parse_objective_file(std::string_view content, const std::string& file);

/// The place of an operation that is named as in an objective: exactly so, else in other upper and lower
/// case, else nowhere. The empty name and "*" are the operation as a whole, which stands first.
[[nodiscard]] std::optional<std::size_t> find_operation(std::string_view name,
                                                        const std::vector<std::string>& operations);

/// Does each name mean an operation of the run?
/// @throws base::UsageError that names the first which does not, and what there is
void check_operations(const std::vector<Objective>& objectives, const std::vector<std::string>& operations);

/// The rules whose findings they look at, "" for those of all rules; none when they look at no findings.
[[nodiscard]] std::vector<std::string> rules_in(const std::vector<Objective>& objectives);

struct ObjectiveResult {
    Objective objective;
    std::string actual;  ///< with its unit; where several figures are compared, each with its name
    bool met = false;
};

/// A run without a single success meets no objective on times: it has none to show, and "not" does not turn
/// that into a yes.
[[nodiscard]] ObjectiveResult judge(const Objective& objective, const LoadRecord& record);
[[nodiscard]] std::vector<ObjectiveResult> judge_all(const std::vector<Objective>& objectives,
                                                     const LoadRecord& record);

}  // namespace assay::load
