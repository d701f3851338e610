#include "dry_run.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "text.hpp"

namespace assay::apps {
namespace {

using suite::PlannedCase;

enum class Fate { runs, depends, does_not };

struct Forecast {
    const PlannedCase* planned;
    Fate fate = Fate::runs;
    std::string why;
};

std::string features_of(const PlannedCase& planned) {
    std::vector<std::string> features;
    for (const std::string& need : planned.definition.needs) {
        if (need.starts_with("feature.")) features.push_back(need);
    }
    return fmt::format("{}", fmt::join(features, ", "));
}

/// What becomes of each case. One that needs another shares its fate.
class Forecaster {
public:
    Forecaster(const suite::Plan& plan, bool knows_profile, bool destructive)
        : knows_profile_{knows_profile}, destructive_{destructive} {
        for (const PlannedCase& planned : plan.cases) all.push_back(forecast(planned));
    }

    std::vector<Forecast> all;

private:
    [[nodiscard]] Forecast forecast(const PlannedCase& planned) const {
        if (!planned.not_applicable.empty() && knows_profile_)
            return {&planned, Fate::does_not, planned.not_applicable};
        if (const std::string asked = asked_of_profile(planned); !asked.empty())
            return {&planned, Fate::depends, "if the target's profile " + asked};
        const auto is_out = [this](const std::string& need) { return fate_of(need) == Fate::does_not; };
        const auto is_open = [this](const std::string& need) { return fate_of(need) == Fate::depends; };
        if (const auto need = std::ranges::find_if(planned.after, is_out); need != planned.after.end())
            return {&planned, Fate::does_not, fmt::format("it needs {}, which would not run", *need)};
        if (const auto need = std::ranges::find_if(planned.after, is_open); need != planned.after.end())
            return {&planned, Fate::depends, fmt::format("if {} runs and passes", *need)};
        if (!planned.probes.empty())
            return {&planned, Fate::depends, fmt::format("if {} passes", fmt::join(planned.probes, " or "))};
        return {&planned, Fate::runs, {}};
    }

    /// What the profile would have to say, while it is not known.
    [[nodiscard]] std::string asked_of_profile(const PlannedCase& planned) const {
        std::vector<std::string> asked;
        if (!planned.not_applicable.empty()) asked.push_back("has " + features_of(planned));
        if (!knows_profile_ && !destructive_ && planned.definition.destructive)
            asked.emplace_back("allows changes, as --destructive does");
        return fmt::format("{}", fmt::join(asked, " and "));
    }

    [[nodiscard]] Fate fate_of(const std::string& id) const {
        const auto found = std::ranges::find_if(
            all, [&](const Forecast& each) { return each.planned->definition.id == id; });
        return found == all.end() ? Fate::runs : found->fate;
    }

    bool knows_profile_;
    bool destructive_;
};

constexpr std::array<std::pair<Fate, const char*>, 3> headings{
    {{Fate::runs, "would run"}, {Fate::depends, "might run"}, {Fate::does_not, "would not run"}}};

std::string profile_text(const suite::Profile* profile) {
    if (profile != nullptr) return fmt::format("as profile '{}'", profile->name);
    return "The target's profile is not known without asking it; --target FILE names one.";
}

void print_text(const std::vector<Forecast>& all, const suite::Profile* profile, std::size_t not_selected) {
    std::vector<std::string> counts;
    for (const auto& [fate, heading] : headings) {
        const auto count = std::ranges::count(all, fate, &Forecast::fate);
        if (count == 0) continue;
        counts.push_back(fmt::format("{} {}", count, heading));
        fmt::print("{}:\n", heading);
        for (const Forecast& each : all) {
            if (each.fate != fate) continue;
            fmt::print("  {}\n", each.planned->definition.id);
            if (!each.why.empty()) fmt::print("{}", wrapped(each.why, 6));
        }
    }
    fmt::print("{}",
               wrapped(fmt::format("cases: {}; {} not selected", fmt::join(counts, ", "), not_selected), 0));
    fmt::print("{}", wrapped(profile_text(profile), 0));
}

void print_json(const std::vector<Forecast>& all, const suite::Profile* profile, std::size_t not_selected) {
    nlohmann::ordered_json json{{"profile", nullptr}, {"not_selected", not_selected}};
    if (profile != nullptr) json["profile"] = profile->name;
    json["cases"] = nlohmann::ordered_json::array();
    for (const Forecast& each : all) {
        const auto heading = std::ranges::find(headings, each.fate, &std::pair<Fate, const char*>::first);
        json["cases"].push_back(
            {{"id", each.planned->definition.id}, {"forecast", heading->second}, {"reason", each.why}});
    }
    fmt::print("{}\n", json.dump(2));
}

}  // namespace

void print_dry_run(const suite::Plan& plan, script::Subject subject, const suite::Profile* profile,
                   bool destructive, const ProductData& data, bool json) {
    const Forecaster forecaster{plan, profile != nullptr, destructive};
    const auto of_target =
        std::ranges::count(data.collection.cases, subject, &script::CaseDefinition::subject);
    const std::size_t not_selected = static_cast<std::size_t>(of_target) - plan.cases.size();
    json ? print_json(forecaster.all, profile, not_selected)
         : print_text(forecaster.all, profile, not_selected);
}

}  // namespace assay::apps
