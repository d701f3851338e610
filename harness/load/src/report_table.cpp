#include <fmt/format.h>

#include "assay/load/quantity.hpp"
#include "assay/load/report.hpp"

namespace assay::load {
namespace {

constexpr std::size_t columns = 80;

std::string counted(unsigned number, std::string_view what) {
    return fmt::format("{} {}{}", number, what, number == 1 ? "" : "s");
}

std::string what_of(const Scenario& scenario) {
    if (scenario.program) return "scenario";
    if (!scenario.ipmi) return std::string{scenario.operation()};
    return fmt::format("{} in suite {}, {}", scenario.operation(), scenario.ipmi->suite,
                       counted(static_cast<unsigned>(scenario.ipmi->target.addresses.size()), "BMC"));
}

std::string heading(const Scenario& scenario) {
    const std::string loop =
        scenario.rate ? fmt::format("open loop at {}/s", scenario.rate->text()) : "closed loop";
    return fmt::format(
        "{}\n  {}, {}, {}, {}\n  {} measured after {} of warm-up\n", scenario.url(), what_of(scenario), loop,
        counted(scenario.connections, scenario.ipmi ? "session" : "connection"),
        counted(scenario.threads, "thread"), to_text(scenario.duration), to_text(scenario.warm_up));
}

void add_times(std::string& out, std::string_view label, const Histogram& times) {
    out += fmt::format("{:<15}", label);
    if (times.count() == 0) {
        out += "  none\n";
        return;
    }
    for (const double percentile : {50.0, 90.0, 99.0, 99.9}) {
        out += fmt::format("{:>9}", to_text(times.at_percentile(percentile)));
    }
    out += fmt::format("{:>9}{:>9}\n", to_text(times.max()), to_text(times.mean()));
}

std::string errors_line(const ErrorCounts& errors) {
    std::string line;
    for (std::size_t i = 0; i < errors.size(); ++i) {
        if (errors[i] == 0) continue;
        if (!line.empty()) line += ", ";
        line += fmt::format("{} {}", grouped(errors[i]), name_of(static_cast<ErrorKind>(i)));
    }
    return line;
}

// Breaks at spaces so that no line is longer than the console.
void add_wrapped(std::string& out, std::string_view label, std::string_view text) {
    const std::size_t indent = 15;
    std::string line = fmt::format("{:<{}}", label, indent);
    bool begun = false;
    while (!text.empty()) {
        const auto space = std::min(text.find(' '), text.size());
        const std::string_view word = text.substr(0, space);
        if (begun && line.size() + 1 + word.size() > columns) {
            out += line + "\n";
            line.assign(indent, ' ');
            begun = false;
        }
        if (begun) line += ' ';
        line += word;
        begun = true;
        text.remove_prefix(std::min(space + 1, text.size()));
    }
    out += line + "\n";
}

void add_operation(std::string& out, const LoadRecord& record, const Tally& tally) {
    add_wrapped(out, tally.operation,
                fmt::format("{} offered, {} sent, {} succeeded, {} failed", grouped(tally.offered),
                            grouped(tally.sent), grouped(tally.succeeded), grouped(tally.failed())));
    if (tally.failed() > 0) add_wrapped(out, "  errors", errors_line(tally.errors));
    const std::string offered = record.scenario.rate && &tally == &record.operation()
                                    ? fmt::format(" of {:.1f}/s offered", record.offered_rate())
                                    : std::string{};
    add_wrapped(out, "  throughput", fmt::format("{:.1f}/s{}", record.achieved_rate(tally), offered));
    add_times(out, "  response time", tally.response_time);
    add_times(out, "  service time", tally.service_time);
}

}  // namespace

std::string to_table(const LoadRecord& record, std::span<const ObjectiveResult> objectives) {
    std::string out = heading(record.scenario);
    out += fmt::format("{:<15}{:>9}{:>9}{:>9}{:>9}{:>9}{:>9}\n", "", "p50", "p90", "p99", "p99.9", "max",
                       "mean");
    for (const Tally& tally : record.operations) add_operation(out, record, tally);
    const GeneratorReport& generator = record.generator;
    add_wrapped(out, record.scenario.ipmi ? "sessions" : "connections",
                fmt::format("{} opened{}{}", grouped(generator.connections_opened),
                            total(generator.connection_errors) > 0 ? ", " : "",
                            errors_line(generator.connection_errors)));
    for (const ObjectiveResult& result : objectives) {
        add_wrapped(out, result.met ? "met" : "BREACHED",
                    fmt::format("{}: {}", result.objective.text, result.actual));
    }
    for (const std::string& note : notes_on(record)) add_wrapped(out, "note", note);
    return out;
}

}  // namespace assay::load
