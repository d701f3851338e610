#include "compare_counted.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include <fmt/format.h>

namespace assay::load {
namespace {

double ratio(std::uint64_t part, std::uint64_t whole) {
    return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

/// Without an interval nobody knows whether a change is more than chance.
Change verdict_of(const Difference& found, const CompareOptions& options) {
    const double margin = found.quantity == Quantity::share ? options.error_margin : options.margin;
    return std::abs(found.change) < margin ? Change::same : Change::unclear;
}

Difference difference(const std::string& operation, std::string figure, Quantity quantity, double before,
                      double after) {
    return {.operation = operation,
            .figure = std::move(figure),
            .quantity = quantity,
            .before = before,
            .after = after,
            .change = change_of(quantity, before, after),
            .low = -HUGE_VAL,
            .high = HUGE_VAL,
            .has_series = false};
}

void add(RunComparison& into, Difference found, const CompareOptions& options) {
    if (found.before == 0 && found.after == 0) return;
    found.verdict = verdict_of(found, options);
    into.differences.push_back(std::move(found));
}

std::set<std::string> fault_names(const Tally& tally) {
    std::set<std::string> names;
    for (const FaultCounts::Entry* each : tally.faults.entries())
        names.insert(each->name.subcode.empty() ? each->name.code : each->name.subcode);
    names.erase("");
    return names;
}

void add_faults(RunComparison& into, const Tally& before, const Tally& after, const CompareOptions& options) {
    std::set<std::string> names = fault_names(before);
    names.merge(fault_names(after));
    for (const std::string& name : names) {
        Difference found = difference(before.operation, "fault " + name, Quantity::share,
                                      ratio(before.faults.count(name), before.offered),
                                      ratio(after.faults.count(name), after.offered));
        found.verdict = verdict_of(found, options);
        if (found.verdict != Change::same && found.before == 0) found.verdict = Change::worse;
        if (found.verdict != Change::same && found.after == 0) found.verdict = Change::better;
        into.differences.push_back(std::move(found));
    }
}

void add_connections(RunComparison& into, const LoadRecord& before, const LoadRecord& after,
                     const CompareOptions& options) {
    const std::string whose = before.scenario.is_ipmi() ? "sessions" : "connections";
    struct Times {
        const char* name;
        Histogram GeneratorReport::*times;
    };
    for (const Times& each :
         {Times{"connect", &GeneratorReport::connect_time}, Times{"TLS", &GeneratorReport::tls_time},
          Times{"challenge", &GeneratorReport::auth_time}}) {
        const Histogram& first = before.generator.*each.times;
        const Histogram& second = after.generator.*each.times;
        for (const double percentile : {50.0, 99.0}) {
            add(into,
                difference(whose, fmt::format("{} p{:g}", each.name, percentile), Quantity::nanoseconds,
                           static_cast<double>(first.at_percentile(percentile).count()),
                           static_cast<double>(second.at_percentile(percentile).count())),
                options);
        }
    }
    add(into,
        difference(whose, "messages", Quantity::number, before.messages_a_connection(),
                   after.messages_a_connection()),
        options);
}

const RuleCount* find_rule(const Conformance& found, const RuleCount& like) {
    const auto at = std::ranges::find_if(found.rules, [&](const RuleCount& each) {
        return each.rule == like.rule && each.of_requests == like.of_requests;
    });
    return at == found.rules.end() ? nullptr : &*at;
}

/// A rule that is broken in one run and held in the other. Where it did not apply, nobody can tell.
Change verdict_of(const RuleCount* before, const RuleCount* after) {
    if (before == nullptr || after == nullptr) return Change::unclear;
    if (before->is_finding() == after->is_finding()) return Change::same;
    return after->is_finding() ? Change::worse : Change::better;
}

void add_rules(RunComparison& into, const Conformance& before, const Conformance& after) {
    std::vector<const RuleCount*> broken = after.broken();
    for (const RuleCount* each : before.broken()) {
        const RuleCount* again = find_rule(after, *each);
        if (again == nullptr || again->findings == 0) broken.push_back(each);
    }
    for (const RuleCount* each : broken) {
        const RuleCount* first = find_rule(before, *each);
        const RuleCount* second = find_rule(after, *each);
        const auto share = [](const RuleCount* count) {
            return count == nullptr ? 0 : ratio(count->broken, count->examined);
        };
        Difference found = difference("judged", each->rule + (each->of_requests ? " (requests)" : ""),
                                      Quantity::share, share(first), share(second));
        found.verdict = verdict_of(first, second);
        into.differences.push_back(std::move(found));
    }
}

}  // namespace

double change_of(Quantity quantity, double before, double after) {
    if (quantity == Quantity::share) return after - before;
    return before > 0 ? after / before - 1 : 0;
}

void add_counted(RunComparison& into, const Tally& before, const Tally& after,
                 const CompareOptions& options) {
    add_faults(into, before, after, options);
    const auto count = [](const Tally& tally) { return tally.succeeded + tally.failed(); };
    const auto add_volume = [&](const char* figure, Quantity quantity, std::uint64_t Volume::*member) {
        add(into,
            difference(before.operation, figure, quantity, ratio(before.volume.*member, count(before)),
                       ratio(after.volume.*member, count(after))),
            options);
    };
    add_volume("octets sent", Quantity::octets, &Volume::sent);
    add_volume("octets got", Quantity::octets, &Volume::received);
    add_volume("items", Quantity::number, &Volume::items);
}

void add_counted(RunComparison& into, const LoadRecord& before, const LoadRecord& after,
                 const CompareOptions& options) {
    add_connections(into, before, after, options);
    if (before.conformance && after.conformance) add_rules(into, *before.conformance, *after.conformance);
}

}  // namespace assay::load
