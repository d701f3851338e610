#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "assay/load/compare.hpp"
#include "assay/load/quantity.hpp"
#include "wrapped.hpp"

namespace assay::load {
namespace {

std::string_view name_of(Quantity quantity) {
    switch (quantity) {
        case Quantity::nanoseconds: return "nanoseconds";
        case Quantity::per_second: return "per_second";
        case Quantity::share: return "share";
        case Quantity::octets: return "octets";
        case Quantity::number: break;
    }
    return "number";
}

std::string value_text(Quantity quantity, double value) {
    switch (quantity) {
        case Quantity::per_second: return fmt::format("{:.1f}/s", value);
        case Quantity::share: return fmt::format("{:.3g} %", value * 100);
        case Quantity::octets: return octets_text(value);
        case Quantity::number: return fmt::format("{:.1f}", value);
        case Quantity::nanoseconds: break;
    }
    return to_text(base::Duration{std::llround(value)});
}

/// A long name has a line of its own.
std::string figure_text(const std::string& figure) {
    constexpr std::size_t column = 12;
    const std::string text = fmt::format("  {:<{}}", figure, column);
    return figure.size() <= column ? text : fmt::format("{}\n  {:<{}}", text, "", column);
}

std::string percent(double change) { return fmt::format("{:+.1f} %", change * 100); }

std::string interval(const Difference& difference) {
    if (!difference.has_series) return "no interval";
    if (!std::isfinite(difference.low)) return "too little to tell";
    return fmt::format("{} to {}", percent(difference.low), percent(difference.high));
}

}  // namespace

std::string to_table(const RunComparison& comparison) {
    std::string out = fmt::format("{:<14}{:>11}{:>11}{:>9}   {:<23}\n", "", "before", "after", "change",
                                  "interval (all 95 %)");
    std::string operation;
    for (const Difference& each : comparison.differences) {
        if (each.operation != operation) out += each.operation + "\n";
        operation = each.operation;
        out += fmt::format("{}{:>11}{:>11}{:>9}   {:<23}{}\n", figure_text(each.figure),
                           value_text(each.quantity, each.before), value_text(each.quantity, each.after),
                           percent(each.change), interval(each),
                           each.verdict == Change::worse ? "WORSE" : name_of(each.verdict));
    }
    for (const std::string& note : comparison.notes) add_wrapped(out, "note", note);
    return out;
}

std::string to_json(const RunComparison& comparison) {
    using Json = nlohmann::ordered_json;
    Json json = {
        {"format", "assay-load-diff-1"}, {"differences", Json::array()}, {"notes", comparison.notes}};
    for (const Difference& each : comparison.differences) {
        const bool known = std::isfinite(each.low);
        json["differences"].push_back({{"operation", each.operation},
                                       {"figure", each.figure},
                                       {"quantity", name_of(each.quantity)},
                                       {"before", each.before},
                                       {"after", each.after},
                                       {"change", each.change},
                                       {"low", known ? Json(each.low) : Json()},
                                       {"high", known ? Json(each.high) : Json()},
                                       {"verdict", name_of(each.verdict)}});
    }
    return json.dump(2) + "\n";
}

}  // namespace assay::load
