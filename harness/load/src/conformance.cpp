#include "assay/load/conformance.hpp"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "assay/load/quantity.hpp"

namespace assay::load {

bool RuleCount::is_finding() const { return findings > 0 && !of_requests && level != record::Level::may; }

std::string RuleCount::level_text() const {
    return fmt::format("{}{}", record::to_text(level), of_requests ? " of requests" : "");
}

std::string RuleCount::example_text() const {
    if (!example) return {};
    std::string text = example->message;
    if (!example->expected.empty()) text += fmt::format("; expected {}", example->expected);
    if (!example->actual.empty()) text += fmt::format(", was {}", example->actual);
    return text + fmt::format(" (exchange {}{}{})", example->exchange, example->where.empty() ? "" : ", ",
                              example->where);
}

std::uint64_t Conformance::findings(std::string_view rule) const {
    std::uint64_t count = 0;
    for (const RuleCount& each : rules) {
        if (each.is_finding() && (rule.empty() || rule == each.rule)) count += each.findings;
    }
    return count;
}

std::vector<const RuleCount*> Conformance::broken() const {
    std::vector<const RuleCount*> broken;
    for (const RuleCount& each : rules) {
        if (each.findings > 0) broken.push_back(&each);
    }
    return broken;
}

std::string Conformance::text() const {
    std::string text = fmt::format("{} exchange{} ({:g} %), {} rules", grouped(judged),
                                   judged == 1 ? "" : "s", share * 100, rules.size());
    if (dropped > 0) text += fmt::format("; {} more were drawn and left out", grouped(dropped));
    return text;
}

void Conformance::sort() {
    std::ranges::sort(rules, [](const RuleCount& left, const RuleCount& right) {
        return std::tie(left.of_requests, left.rule) < std::tie(right.of_requests, right.rule);
    });
}

void Conformance::merge(const Conformance& other) {
    judged += other.judged;
    dropped += other.dropped;
    for (const RuleCount& theirs : other.rules) {
        const auto mine = std::ranges::find_if(rules, [&](const RuleCount& each) {
            return each.rule == theirs.rule && each.of_requests == theirs.of_requests;
        });
        if (mine == rules.end()) {
            rules.push_back(theirs);
            continue;
        }
        mine->examined += theirs.examined;
        mine->broken += theirs.broken;
        mine->findings += theirs.findings;
        if (!mine->example) mine->example = theirs.example;
    }
    sort();
}

}  // namespace assay::load
