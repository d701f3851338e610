// The report of a load for people: one HTML file with charts that needs nothing but a browser.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace assay::reports {

/// What the report shows of a load; how it was measured is not its business. Texts are shown as they are.
struct LoadFigures {
    using Named = std::vector<std::pair<std::string, std::string>>;

    struct Objective {
        std::string text;
        std::string actual;
        bool met = false;
    };
    /// A slot of the time series. Times in seconds; none where nothing was answered.
    struct Slot {
        std::optional<double> succeeded{};  ///< a second; none where nothing was sent any more
        std::optional<double> failed{};     ///< a second
        std::optional<double> p50{};
        std::optional<double> p99{};
        std::optional<double> max{};
    };
    /// A point of the distribution: so many percent took no longer than this, in seconds.
    struct Percentile {
        double percent = 0;  ///< below 100
        double response = 0;
        double service = 0;
    };
    /// Rows of texts under the names of their columns.
    struct Table {
        std::vector<std::string> columns{};  ///< without that of the rows' names
        std::vector<std::pair<std::string, std::vector<std::string>>> rows{};
    };
    struct Operation {
        std::string name;
        Named counts{};
        Named errors{};  ///< how many of each kind
        Table faults{};  ///< how many of each name, and after what time
        Table times{};
        double slot_seconds = 1;
        std::vector<Slot> slots{};
        std::vector<Percentile> distribution{};  ///< ascending
    };

    /// A rule that was broken in the exchanges that were judged.
    struct BrokenRule {
        std::string rule;
        std::string level;       ///< "SHALL"
        bool is_finding = true;  ///< is the service to blame?
        std::string count;       ///< "7 of 130"
        std::string example;     ///< one finding in words
    };
    /// Conformance under load.
    struct Judged {
        std::string what;  ///< "1 234 exchanges (1 %), 57 rules"
        std::vector<BrokenRule> broken{};
    };

    std::string target;
    std::string what;     ///< "get, open loop at 100/s"
    std::string started;  ///< RFC 3339
    bool complete = false;
    bool answered = false;  ///< did any request succeed?
    Named facts{};
    std::vector<Objective> objectives{};
    std::vector<Operation> operations{};
    Named connections{};
    Table connection_times{};  ///< of opening them
    std::optional<Judged> judged{};
    std::vector<std::string> notes{};
};

/// Opens on whether the objectives are met, then for each operation its figures and four charts: the rate,
/// percentiles over time, the latency by percentile on a logarithmic axis, and errors. Then what connections
/// cost, and which rules were broken where exchanges were judged. The charts are SVG
/// that is read without script; script adds zooming and the values under the pointer. Style and script are
/// inline and pinned by a Content-Security-Policy; nothing is loaded.
class LoadReport {
public:
    /// The same figures give the same octets.
    void write(const LoadFigures& figures, std::ostream& out) const;
};

}  // namespace assay::reports
