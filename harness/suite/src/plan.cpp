#include "assay/suite/plan.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include <fmt/format.h>
#include <openssl/sha.h>

#include "assay/base/octets.hpp"
#include "assay/base/setup_error.hpp"
#include "assay/suite/names.hpp"

namespace assay::suite {
namespace {

using script::CaseDefinition;

bool is_feature(const std::string& need) { return need.starts_with("feature."); }

/// Puts cases in order, each after those it needs.
class Planner {
public:
    Planner(const Collection& collection, const Profile& profile, const std::vector<Profile>& profiles)
        : collection_{collection}, profile_{profile} {
        for (const CaseDefinition& definition : collection.cases) {
            by_id_.emplace(definition.id, &definition);
            if (!definition.provides.empty()) providers_[definition.provides].push_back(definition.id);
        }
        for (const Profile& other : profiles) {
            for (const auto& [feature, has] : other.features) known_features_.insert(feature);
        }
        for (const auto& [feature, has] : profile.features) known_features_.insert(feature);
    }

    void add(const CaseDefinition& definition) {
        if (done_.contains(definition.id) || goes_in_a_circle(definition)) return;
        way_.push_back(definition.id);
        PlannedCase planned{definition, {}, {}, {}};
        for (const std::string& need : definition.needs) resolve(need, planned);
        if (planned.not_applicable.empty()) planned.not_applicable = forbidden(definition);
        way_.pop_back();
        done_.insert(definition.id);
        if (!broken_.contains(definition.id)) cases_.push_back(std::move(planned));
    }

    [[nodiscard]] Plan take() { return {std::move(cases_), std::move(troubles_), {}}; }

private:
    void resolve(const std::string& need, PlannedCase& planned) {
        if (is_feature(need)) return resolve_feature(need, planned);
        const auto found = by_id_.find(need);
        if (found == by_id_.end() || found->second->subject != planned.definition.subject)
            return refuse(planned.definition, need);
        planned.after.push_back(need);
        add(*found->second);
    }

    /// The profile's word counts; where it has none, the cases that provide the feature are asked.
    void resolve_feature(const std::string& feature, PlannedCase& planned) {
        const auto providers = providers_.find(feature);
        if (const auto declared = profile_.features.find(feature); declared != profile_.features.end()) {
            if (!declared->second)
                planned.not_applicable =
                    fmt::format("the profile '{}' says that the target has no {}", profile_.name, feature);
        } else if (providers != providers_.end()) {
            for (const std::string& provider : providers->second) {
                planned.probes.push_back(provider);
                add(*by_id_.at(provider));
            }
        } else if (known_features_.contains(feature)) {
            planned.not_applicable =
                fmt::format("the profile '{}' does not declare {}", profile_.name, feature);
        } else {
            refuse(planned.definition, feature);
        }
    }

    /// Why the profile does not let the case run; else empty.
    [[nodiscard]] std::string forbidden(const CaseDefinition& definition) const {
        const TargetSettings& target = profile_.target;
        if (definition.destructive && !target.destructive) {
            return fmt::format(
                "it changes the target, which neither the profile '{}' allows with destructive = true in "
                "[target] "
                "nor --destructive",
                profile_.name);
        }
        if (target.connections != 0 && definition.connections > target.connections) {
            return fmt::format("it takes {} connections at once, and the profile '{}' allows {}",
                               definition.connections, profile_.name, target.connections);
        }
        return {};
    }

    /// All cases of the circle are broken by the same mistake.
    bool goes_in_a_circle(const CaseDefinition& definition) {
        const auto again = std::ranges::find(way_, definition.id);
        if (again == way_.end()) return false;
        const base::SetupError error{
            fmt::format("needs go in a circle: {} → {}", fmt::join(again, way_.end(), " → "), definition.id),
            place(definition), "take one of these needs away"};
        for (auto each = again; each != way_.end(); ++each) give_up(*by_id_.at(*each), error.what());
        return true;
    }

    void give_up(const CaseDefinition& definition, const std::string& why) {
        if (broken_.insert(definition.id).second) troubles_.push_back({definition.id, definition.file, why});
    }

    void refuse(const CaseDefinition& definition, const std::string& need) {
        std::vector<std::string> known{known_features_.begin(), known_features_.end()};
        for (const auto& [id, other] : by_id_) known.push_back(id);
        for (const auto& [feature, ids] : providers_) known.push_back(feature);
        const char* remedy = !collection_.troubles.empty()
                                 ? "mend the suites that do not load first; it may be in them"
                             : is_feature(need) ? "declare it in the [features] of a profile"
                                                : "name a case that `assay list --cases` shows";
        const base::SetupError error{
            fmt::format("case '{}' needs '{}', which is neither a case nor a feature of any profile",
                        definition.id, need),
            place(definition), did_you_mean(need, known, remedy)};
        give_up(definition, error.what());
    }

    [[nodiscard]] std::string place(const CaseDefinition& definition) const {
        return fmt::format("{}:{}", collection_.library.path_of(definition.file), definition.line);
    }

    const Collection& collection_;
    const Profile& profile_;
    std::map<std::string, const CaseDefinition*, std::less<>> by_id_;
    std::map<std::string, std::vector<std::string>, std::less<>> providers_;
    std::set<std::string, std::less<>> known_features_;
    std::set<std::string, std::less<>> done_;
    std::vector<std::string> way_;
    std::vector<PlannedCase> cases_;
    std::set<std::string, std::less<>> broken_;
    std::vector<record::SuiteTrouble> troubles_;
};

PlannedCase planned_for(const Driver* driver, const CaseDefinition& definition) {
    PlannedCase planned{definition, {}, {}, {}};
    if (driver != nullptr && !driver->steps.contains(definition.step)) {
        planned.not_applicable = fmt::format("the driver '{}' does not say how to do the step '{}'",
                                             driver->name, definition.step);
    }
    return planned;
}

/// Whatever could make a case ask or judge otherwise goes in.
std::string hash_of(const std::vector<PlannedCase>& cases, const record::Rules& rules,
                    const script::Library& library) {
    std::string text;
    for (const PlannedCase& planned : cases) text += planned.definition.id + "\n";
    for (const auto& [file, script] : library.texts)
        text += fmt::format("{}\t{}\n{}", file, script.size(), script);
    for (const auto& [id, rule] : rules)
        text += fmt::format("{}\t{}\t{}\n", id, record::to_text(rule.level), rule.requirement);
    std::array<base::Octet, SHA256_DIGEST_LENGTH> digest{};
    SHA256(base::octets_of(text).data(), text.size(), digest.data());
    return base::to_hex(digest);
}

}  // namespace

Plan make_plan(const Collection& collection, const record::Rules& rules, const Profile& profile,
               const std::vector<Profile>& profiles, const Selection& selection) {
    Planner planner{collection, profile, profiles};
    const auto chosen = select(collection.cases, collection.troubles, rules, selection);
    for (const CaseDefinition* definition : chosen) planner.add(*definition);
    Plan plan = planner.take();
    const auto broken = selected_troubles(collection.troubles, selection);
    plan.troubles.insert(plan.troubles.begin(), broken.begin(), broken.end());
    plan.hash = hash_of(plan.cases, rules, collection.library);
    return plan;
}

Plan plan_of(const Collection& collection, const record::Rules& rules, const Profile& profile,
             const std::vector<Profile>& profiles, const std::vector<std::string>& ids) {
    Planner planner{collection, profile, profiles};
    for (const std::string& id : ids) {
        const auto found = std::ranges::find(collection.cases, id, &CaseDefinition::id);
        if (found != collection.cases.end()) planner.add(*found);
    }
    Plan plan = planner.take();
    plan.hash = hash_of(plan.cases, rules, collection.library);
    return plan;
}

Plan make_client_plan(const Collection& collection, const record::Rules& rules, const Driver* driver,
                      const Selection& selection) {
    Plan plan;
    const auto chosen = select(collection.client_cases, collection.troubles, rules, selection);
    for (const CaseDefinition* definition : chosen) plan.cases.push_back(planned_for(driver, *definition));
    plan.troubles = selected_troubles(collection.troubles, selection);
    plan.hash = hash_of(plan.cases, rules, collection.library);
    return plan;
}

Plan client_plan_of(const Collection& collection, const record::Rules& rules, const Driver* driver,
                    const std::vector<std::string>& ids) {
    Plan plan;
    for (const std::string& id : ids) {
        const auto found = std::ranges::find(collection.client_cases, id, &CaseDefinition::id);
        if (found != collection.client_cases.end()) plan.cases.push_back(planned_for(driver, *found));
    }
    plan.hash = hash_of(plan.cases, rules, collection.library);
    return plan;
}

}  // namespace assay::suite
