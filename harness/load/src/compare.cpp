#include "assay/load/compare.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include <fmt/format.h>

#include "assay/base/setup_error.hpp"
#include "assay/load/slo.hpp"
#include "blocks.hpp"
#include "compare_counted.hpp"

namespace assay::load {
namespace {

constexpr std::size_t fewest_blocks = 8;
/// So many times lie beyond a percentile before its bootstrap says anything.
constexpr double fewest_beyond = 20;

double share_of_errors(std::uint64_t succeeded, std::uint64_t all) {
    return all == 0 ? 1 : 1 - static_cast<double>(succeeded) / static_cast<double>(all);
}

double mean_of(const Draw& draw) {
    std::uint64_t count = 0;
    for (const std::uint64_t each : draw.counts) count += each;
    return count == 0 ? 0 : draw.sum_ns / static_cast<double>(count);
}

/// How a figure is read from a run and from a draw of one.
struct Figure {
    std::string_view name;
    double percentile = -1;  ///< of a percentile only
    Quantity quantity = Quantity::nanoseconds;
    bool more_is_better = false;
    double (*of_run)(const Figure&, const LoadRecord&, const Tally&);
    double (*of_draw)(const Figure&, const Blocks&, const Draw&);
};

double run_percentile(const Figure& figure, const LoadRecord&, const Tally& tally) {
    return static_cast<double>(tally.response_time.at_percentile(figure.percentile).count());
}
double draw_percentile(const Figure& figure, const Blocks& blocks, const Draw& draw) {
    return blocks.percentile(draw, figure.percentile);
}

constexpr Figure percentile_figure(std::string_view name, double percentile) {
    return {.name = name, .percentile = percentile, .of_run = run_percentile, .of_draw = draw_percentile};
}

const std::array figures{
    percentile_figure("p50", 50),
    percentile_figure("p90", 90),
    percentile_figure("p99", 99),
    percentile_figure("p99.9", 99.9),
    Figure{
        .name = "mean",
        .of_run = [](const Figure&, const LoadRecord&,
                     const Tally& tally) { return static_cast<double>(tally.response_time.mean().count()); },
        .of_draw = [](const Figure&, const Blocks&, const Draw& draw) { return mean_of(draw); }},
    Figure{.name = "rate",
           .quantity = Quantity::per_second,
           .more_is_better = true,
           .of_run = [](const Figure&, const LoadRecord& record,
                        const Tally& tally) { return record.achieved_rate(tally); },
           .of_draw = [](const Figure&, const Blocks&,
                         const Draw& draw) { return static_cast<double>(draw.succeeded) / draw.seconds; }},
    Figure{.name = "errors",
           .quantity = Quantity::share,
           .of_run = [](const Figure&, const LoadRecord&,
                        const Tally& tally) { return share_of_errors(tally.succeeded, tally.offered); },
           .of_draw =
               [](const Figure&, const Blocks&, const Draw& draw) {
                   return share_of_errors(draw.succeeded, draw.succeeded + draw.failed);
               }}};

double change_of(const Figure& figure, double before, double after) {
    return change_of(figure.quantity, before, after);
}

bool says_enough(const Figure& figure, const Blocks& blocks) {
    if (blocks.size() < fewest_blocks) return false;
    if (figure.percentile < 0) return true;
    return static_cast<double>(blocks.times()) * (100 - figure.percentile) / 100 >= fewest_beyond;
}

Change verdict_of(const Figure& figure, const Difference& found, const CompareOptions& options) {
    const double margin = figure.quantity == Quantity::share ? options.error_margin : options.margin;
    if (found.low > -margin && found.high < margin) return Change::same;
    if (std::abs(found.change) < margin || (found.low <= 0 && found.high >= 0)) return Change::unclear;
    return (found.change > 0) == figure.more_is_better ? Change::better : Change::worse;
}

/// Draws of one operation from both runs, shared by all its figures.
struct Draws {
    Blocks before;
    Blocks after;
    std::vector<std::pair<Draw, Draw>> pairs{};

    Draws(const LoadRecord& one, const Tally& first, const LoadRecord& other, const Tally& second,
          const CompareOptions& options)
        : before{first, one.measured}, after{second, other.measured} {
        if (before.size() < fewest_blocks || after.size() < fewest_blocks) return;
        std::mt19937_64 random{20240229};
        for (unsigned i = 0; i < options.replicates; ++i) {
            Draw left = before.draw(random);
            pairs.emplace_back(std::move(left), after.draw(random));
        }
    }

    /// The interval that leaves out `beyond` on either side.
    void set_interval(Difference& into, const Figure& figure, double beyond) const {
        std::vector<double> changes;
        changes.reserve(pairs.size());
        for (const auto& [left, right] : pairs) {
            changes.push_back(change_of(figure, figure.of_draw(figure, before, left),
                                        figure.of_draw(figure, after, right)));
        }
        std::ranges::sort(changes);
        const auto last = static_cast<double>(changes.size() - 1);
        into.low = changes[static_cast<std::size_t>(std::floor(beyond * last))];
        into.high = changes[static_cast<std::size_t>(std::ceil((1 - beyond) * last))];
    }
};

void add_notes(RunComparison& result, const LoadRecord& before, const LoadRecord& after) {
    const auto note = [&](bool when, const char* text) {
        if (when) result.notes.emplace_back(text);
    };
    note(before.parts.front().run == after.parts.front().run, "both are the same run.");
    note(before.scenario.rate != after.scenario.rate ||
             before.scenario.connections != after.scenario.connections,
         "the runs differ in their load (rate or connections): what changed may be that.");
    note(before.scenario.what() != after.scenario.what(), "the runs differ in what they ask.");
    note(before.conformance.has_value() != after.conformance.has_value(),
         "the exchanges of one run alone were judged.");
    note(!before.complete || !after.complete, "a run is not complete.");
    note(std::ranges::any_of(
             result.differences,
             [](const Difference& each) { return each.has_series && each.verdict == Change::unclear; }),
         "where it is unclear, measure longer: the interval narrows with the square root of the time.");
}

}  // namespace

std::string_view name_of(Change change) {
    switch (change) {
        case Change::same: return "same";
        case Change::better: return "better";
        case Change::worse: return "worse";
        case Change::unclear: break;
    }
    return "unclear";
}

bool RunComparison::has_worse() const {
    return std::ranges::any_of(differences,
                               [](const Difference& each) { return each.verdict == Change::worse; });
}

RunComparison compare(const LoadRecord& before, const LoadRecord& after, const CompareOptions& options) {
    RunComparison result;
    const std::vector<std::string> names = after.operation_names();
    std::vector<std::pair<const Tally*, const Tally*>> common;
    for (const Tally& tally : before.operations) {
        const auto same = std::ranges::find(names, tally.operation);
        if (same != names.end())
            common.emplace_back(&tally, &after.operations[static_cast<std::size_t>(same - names.begin())]);
    }
    if (common.empty()) {
        throw base::SetupError{"the runs have no operation in common",
                               fmt::format("{} and {}", before.scenario.url, after.scenario.url),
                               "compare runs of the same operation"};
    }
    const double beyond = (1 - options.confidence) / 2 / static_cast<double>(common.size() * figures.size());
    for (const auto& [first, second] : common) {
        const Draws draws{before, *first, after, *second, options};
        for (const Figure& figure : figures) {
            Difference found{.operation = first->operation,
                             .figure = std::string{figure.name},
                             .quantity = figure.quantity};
            found.before = figure.of_run(figure, before, *first);
            found.after = figure.of_run(figure, after, *second);
            found.change = change_of(figure, found.before, found.after);
            if (says_enough(figure, draws.before) && says_enough(figure, draws.after)) {
                draws.set_interval(found, figure, beyond);
                found.verdict = verdict_of(figure, found, options);
            } else {
                found.low = -HUGE_VAL;
                found.high = HUGE_VAL;
            }
            result.differences.push_back(std::move(found));
        }
    }
    for (const auto& [first, second] : common) add_counted(result, *first, *second, options);
    add_counted(result, before, after, options);
    add_notes(result, before, after);
    return result;
}

}  // namespace assay::load
