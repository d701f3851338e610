#include "assay/load/slo.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "assay/base/setup_error.hpp"
#include "assay/base/text.hpp"
#include "assay/load/quantity.hpp"

namespace assay::load {
namespace {

[[noreturn]] void refuse(std::string_view text, const std::string& what) {
    throw base::SetupError{
        what, fmt::format("--slo '{}'", text),
        "write e.g. p99<20ms, service.p99.9<=1s, max<5s, mean<2ms, errors<0.1% or throughput>500"};
}

std::optional<double> number_of(std::string_view text) {
    double number = 0;
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
    if (error != std::errc{} || end != text.data() + text.size() || !(number >= 0)) return std::nullopt;
    return number;
}

void take_metric(Objective& objective, std::string_view name) {
    if (name == "errors" || name == "throughput") {
        objective.metric = name == "errors" ? Metric::errors : Metric::throughput;
        return;
    }
    if (name.starts_with("service.")) {
        objective.of_service_time = true;
        name.remove_prefix(std::string_view{"service."}.size());
    }
    if (name == "max" || name == "mean") {
        objective.metric = name == "max" ? Metric::maximum : Metric::mean;
        return;
    }
    const auto percentile = name.starts_with('p') ? number_of(name.substr(1)) : std::nullopt;
    if (!percentile || *percentile > 100) refuse(objective.text, fmt::format("'{}' is not a metric", name));
    objective.percentile = *percentile;
}

void take_bound(Objective& objective, std::string_view text) {
    if (objective.metric == Metric::errors) {
        const bool percent = text.ends_with('%');
        const auto share = number_of(base::trimmed(percent ? text.substr(0, text.size() - 1) : text));
        if (!share) refuse(objective.text, fmt::format("'{}' is not a share", text));
        objective.bound = percent ? *share / 100 : *share;
        return;
    }
    if (objective.metric == Metric::throughput) {
        const auto rate = number_of(text.ends_with("/s") ? text.substr(0, text.size() - 2) : text);
        if (!rate) refuse(objective.text, fmt::format("'{}' is not a rate", text));
        objective.bound = *rate;
        return;
    }
    const auto duration = parse_duration(text);
    if (!duration) refuse(objective.text, fmt::format("'{}' is not a duration", text));
    objective.bound = static_cast<double>(duration->count());
}

Objective parse_objective(std::string_view text) {
    Objective objective{.text = std::string{base::trimmed(text)}};
    const std::string_view whole = objective.text;
    const auto at = whole.find_first_of("<>");
    if (at == std::string_view::npos) refuse(whole, "an objective compares with < or >");
    objective.at_most = whole[at] == '<';
    objective.or_equal = whole.substr(at + 1).starts_with('=');
    take_metric(objective, base::trimmed(whole.substr(0, at)));
    take_bound(objective, base::trimmed(whole.substr(at + (objective.or_equal ? 2 : 1))));
    return objective;
}

base::Duration time_of(const Objective& objective, const Tally& tally) {
    const Histogram& histogram = objective.of_service_time ? tally.service_time : tally.response_time;
    switch (objective.metric) {
        case Metric::maximum: return histogram.max();
        case Metric::mean: return histogram.mean();
        default: return histogram.at_percentile(objective.percentile);
    }
}

bool holds(const Objective& objective, double actual) {
    if (objective.or_equal && actual == objective.bound) return true;
    return objective.at_most ? actual < objective.bound : actual > objective.bound;
}

}  // namespace

std::vector<Objective> parse_objectives(std::string_view text) {
    std::vector<Objective> objectives;
    for (std::size_t from = 0; from <= text.size();) {
        const auto comma = std::min(text.find(',', from), text.size());
        objectives.push_back(parse_objective(text.substr(from, comma - from)));
        from = comma + 1;
    }
    return objectives;
}

ObjectiveResult judge(const Objective& objective, const LoadRecord& record) {
    const Tally& tally = record.operation();
    if (objective.metric == Metric::errors) {
        const double share = tally.offered == 0 ? 1
                                                : static_cast<double>(tally.offered - tally.succeeded) /
                                                      static_cast<double>(tally.offered);
        return {objective, fmt::format("{:.3g} %", share * 100), holds(objective, share)};
    }
    if (objective.metric == Metric::throughput) {
        const double rate = record.achieved_rate(tally);
        return {objective, fmt::format("{:.1f}/s", rate), holds(objective, rate)};
    }
    if (tally.succeeded == 0) return {objective, "no answer", false};
    const base::Duration time = time_of(objective, tally);
    return {objective, to_text(time), holds(objective, static_cast<double>(time.count()))};
}

}  // namespace assay::load
