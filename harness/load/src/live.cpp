#include "assay/load/live.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "assay/load/quantity.hpp"

namespace assay::load {
namespace {

constexpr std::array<std::string_view, 8> blocks{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
constexpr std::size_t widest = 80;  // columns of a terminal
constexpr std::string_view ascii_blocks = "_.-=+*%#";

/// The last second that every worker has told of.
const Live::Second* latest(const Live::Operation& operation) {
    const std::size_t count = operation.seconds.size();
    return count == 0 ? nullptr : &operation.seconds[count >= 2 ? count - 2 : 0];
}

std::string times_of(const Histogram& times) {
    return fmt::format("p50 {}, p90 {}, p99 {}, max {}", to_text(times.at_percentile(50)),
                       to_text(times.at_percentile(90)), to_text(times.at_percentile(99)),
                       to_text(times.max()));
}

std::string share_of_errors(const Live::Operation& operation) {
    const std::uint64_t all = operation.succeeded + operation.failed;
    const double share = all == 0 ? 0 : static_cast<double>(operation.failed) / static_cast<double>(all);
    return fmt::format("{} errors ({:.3g} %)", grouped(operation.failed), share * 100);
}

std::string sparkline(const Live::Operation& operation, bool unicode) {
    if (operation.seconds.empty()) return {};
    std::uint64_t most = 1;
    for (const Live::Second& each : operation.seconds) most = std::max(most, each.slot.succeeded);
    const std::uint64_t last = operation.seconds.back().number;
    const std::uint64_t first =
        std::max(operation.seconds.front().number, last < Live::kept ? 0 : last - Live::kept + 1);
    std::string line;
    auto at = operation.seconds.begin();
    for (std::uint64_t number = first; number <= last; ++number) {
        while (at != operation.seconds.end() && at->number < number) ++at;
        const bool spoke = at != operation.seconds.end() && at->number == number;
        const std::uint64_t height = spoke ? at->slot.succeeded * 7 / most : 0;
        line += unicode ? blocks[height] : ascii_blocks.substr(height, 1);
    }
    return line;
}

/// A label's value, its backslashes, quotes and line feeds escaped.
std::string label(std::string_view text) {
    std::string escaped;
    for (const char c : text) {
        if (c == '\\' || c == '"') escaped += '\\';
        escaped += c == '\n' ? std::string{"\\n"} : std::string{c};
    }
    return escaped;
}

double seconds(base::Duration duration) { return std::chrono::duration<double>(duration).count(); }

void add_faults(std::string& text, const std::vector<Live::Operation>& operations) {
    if (std::ranges::all_of(operations, [](const auto& each) { return each.faults.empty(); })) return;
    text +=
        "# HELP assay_faults_total SOAP faults, with the code of the provider if any, and IPMI completion "
        "codes in the measured phase.\n"
        "# TYPE assay_faults_total counter\n";
    for (const Live::Operation& each : operations) {
        for (const auto& [name, count] : each.faults)
            text += fmt::format("assay_faults_total{{operation=\"{}\",fault=\"{}\"}} {}\n", label(each.name),
                                label(name), count);
    }
}

void add_conformance(std::string& text, const LiveConformance& conformance) {
    text += fmt::format(
        "# HELP assay_judged_total Exchanges that were judged by every rule and schema.\n"
        "# TYPE assay_judged_total counter\n"
        "assay_judged_total {}\n"
        "# HELP assay_judged_dropped_total Exchanges of the sample that were not judged because too many "
        "waited.\n"
        "# TYPE assay_judged_dropped_total counter\n"
        "assay_judged_dropped_total {}\n",
        conformance.judged, conformance.dropped);
    if (conformance.broken.empty()) return;
    text +=
        "# HELP assay_broken_total Judged exchanges in which a rule was found broken.\n"
        "# TYPE assay_broken_total counter\n";
    for (const auto& [rule, count] : conformance.broken)
        text += fmt::format("assay_broken_total{{rule=\"{}\"}} {}\n", label(rule), count);
}

}  // namespace

void Live::begins_at(base::Instant begin) {
    const std::scoped_lock lock{mutex_};
    begin_ = begin;
}

std::optional<base::Instant> Live::begin() const {
    const std::scoped_lock lock{mutex_};
    return begin_;
}

void Live::expect(const std::vector<std::string>& names) {
    const std::scoped_lock lock{mutex_};
    operations_.clear();
    for (const std::string& name : names) operations_.push_back({.name = name});
}

void Live::add(std::size_t operation, std::uint64_t second, const Slot& slot,
               const FaultCounts::News& faults) {
    const std::scoped_lock lock{mutex_};
    Operation& into = operations_.at(operation);
    into.succeeded += slot.succeeded;
    into.failed += slot.failed;
    for (const auto& [name, count] : faults) into.faults[name] += count;
    into.response_time.merge(slot.response_time.dense());
    const auto at = std::ranges::lower_bound(into.seconds, second, {}, &Second::number);
    if (at != into.seconds.end() && at->number == second) {
        at->slot.merge(slot);
    } else {
        into.seconds.insert(at, {second, slot});
    }
    if (into.seconds.size() > kept) into.seconds.pop_front();
}

std::vector<Live::Operation> Live::now() const {
    const std::scoped_lock lock{mutex_};
    return operations_;
}

std::optional<LiveConformance> Live::conformance() const {
    if (!source_) return std::nullopt;
    return source_();
}

std::string live_panel(const Live::Operation& operation, base::Duration elapsed, base::Duration whole,
                       bool unicode) {
    const Live::Second* second = latest(operation);
    const std::string rate =
        second == nullptr ? "no answer yet" : fmt::format("{}/s", grouped(second->slot.succeeded));
    std::string panel = fmt::format("{:.40}  {:.0f} s of {:.0f} s  {}  {}\n", operation.name,
                                    seconds(elapsed), seconds(whole), rate, share_of_errors(operation));
    panel += fmt::format("  last second  {}\n",
                         second == nullptr ? "" : times_of(second->slot.response_time.dense()));
    panel += fmt::format("  so far       {}\n", times_of(operation.response_time));
    return panel + fmt::format("  a second     {}\n", sparkline(operation, unicode));
}

std::string live_line(const Live::Operation& operation, base::Duration elapsed) {
    const Live::Second* second = latest(operation);
    return fmt::format("{:.0f} s: {} {}/s, {}, {}\n", seconds(elapsed), operation.name,
                       second == nullptr ? 0 : second->slot.succeeded, times_of(operation.response_time),
                       share_of_errors(operation));
}

std::string live_json(const Live::Operation& operation, base::Duration elapsed) {
    const Live::Second* second = latest(operation);
    const Histogram& times = operation.response_time;
    const auto at = [&](double percentile) { return times.at_percentile(percentile).count(); };
    const nlohmann::ordered_json json = {
        {"elapsed_s", std::round(seconds(elapsed) * 1000) / 1000},
        {"operation", operation.name},
        {"rate", second == nullptr ? 0 : second->slot.succeeded},
        {"succeeded", operation.succeeded},
        {"failed", operation.failed},
        {"faults", operation.faults},
        {"response_time_ns",
         {{"p50", at(50)}, {"p90", at(90)}, {"p99", at(99)}, {"max", times.max().count()}}}};
    return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

std::string conformance_line(const LiveConformance& conformance) {
    std::vector<std::pair<std::uint64_t, std::string>> often;
    for (const auto& [rule, count] : conformance.broken) often.emplace_back(count, rule);
    std::ranges::stable_sort(often, std::ranges::greater{}, [](const auto& each) { return each.first; });
    std::string line = fmt::format("  judged       {} exchanges", grouped(conformance.judged));
    if (often.empty()) return line + ", no rule broken\n";
    line += fmt::format(", {} {} broken", often.size(), often.size() == 1 ? "rule" : "rules");
    std::string_view before = ": ";
    for (const auto& [count, rule] : often) {
        const std::string more = fmt::format("{}{} {}", before, rule, grouped(count));
        if (line.size() + more.size() > widest - std::string_view{", ..."}.size())
            return line + (before == ": " ? "\n" : ", ...\n");
        line += more;
        before = ", ";
    }
    return line + "\n";
}

std::string conformance_json(const LiveConformance& conformance, base::Duration elapsed) {
    const nlohmann::ordered_json json = {{"elapsed_s", std::round(seconds(elapsed) * 1000) / 1000},
                                         {"judged", conformance.judged},
                                         {"dropped", conformance.dropped},
                                         {"broken", conformance.broken}};
    return json.dump() + "\n";
}

std::string prometheus_text(const Live& live) {
    const std::vector<Live::Operation> operations = live.now();
    std::string text =
        "# HELP assay_requests_total Requests that came to an end in the measured phase.\n"
        "# TYPE assay_requests_total counter\n";
    for (const Live::Operation& each : operations) {
        for (const auto& [result, count] :
             {std::pair{"succeeded", each.succeeded}, std::pair{"failed", each.failed}})
            text += fmt::format("assay_requests_total{{operation=\"{}\",result=\"{}\"}} {}\n",
                                label(each.name), result, count);
    }
    add_faults(text, operations);
    if (const auto conformance = live.conformance()) add_conformance(text, *conformance);
    text +=
        "# HELP assay_response_time_seconds From the moment when a request was due to its answer.\n"
        "# TYPE assay_response_time_seconds summary\n";
    for (const Live::Operation& each : operations) {
        for (const double quantile : {0.5, 0.9, 0.99, 0.999}) {
            text += fmt::format("assay_response_time_seconds{{operation=\"{}\",quantile=\"{:g}\"}} {:.9f}\n",
                                label(each.name), quantile,
                                seconds(each.response_time.at_percentile(quantile * 100)));
        }
        text += fmt::format(
            "assay_response_time_seconds_sum{{operation=\"{0}\"}} {1:.9f}\n"
            "assay_response_time_seconds_count{{operation=\"{0}\"}} {2}\n",
            label(each.name), each.response_time.sum_ns() / 1e9, each.response_time.count());
    }
    return text;
}

}  // namespace assay::load
