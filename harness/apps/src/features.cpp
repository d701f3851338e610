#include "features.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "assay/suite/plan.hpp"
#include "assay/suite/profile_schema.hpp"
#include "assay/suite/subject.hpp"
#include "text.hpp"

namespace assay::apps {
namespace {

using Json = nlohmann::ordered_json;

struct Feature {
    std::string name;
    std::string meaning;
    std::string table;
    std::vector<std::string> needed_by;
    std::vector<std::string> provided_by;
    std::string state;  ///< for a target; else empty
};

struct Left {
    std::string id;
    std::string why;
};

struct Overview {
    std::vector<Feature> features;
    std::size_t applicable = 0;
    std::vector<Left> left;  ///< cases that do not apply to the target
    std::vector<suite::Quirk> quirks;
};

std::string state_in(const suite::Profile& profile, const Feature& feature) {
    const auto declared = profile.features.find(feature.name);
    if (declared != profile.features.end()) return declared->second ? "offered" : "not offered";
    return feature.provided_by.empty() ? "not declared" : "tried";
}

std::vector<Feature> features_in(const ProductData& data) {
    std::vector<Feature> features;
    for (const std::string& name : features_of(data.collection)) {
        const suite::FeatureFact* fact = suite::feature_fact(name);
        Feature feature{name, {}, {}, {}, {}, {}};
        feature.meaning = fact == nullptr ? "" : fact->meaning;
        feature.table = fact == nullptr ? "" : fact->table;
        for (const script::CaseDefinition& definition : data.collection.cases) {
            if (std::ranges::find(definition.needs, name) != definition.needs.end())
                feature.needed_by.push_back(definition.id);
            if (definition.provides == name) feature.provided_by.push_back(definition.id);
        }
        features.push_back(std::move(feature));
    }
    return features;
}

Overview overview_of(const ProductData& data, const std::filesystem::path& target) {
    Overview overview{features_in(data), 0, {}, {}};
    if (target.empty()) return overview;
    const suite::Profile profile = profile_of(target, data);
    overview.quirks = profile.quirks;
    for (Feature& feature : overview.features) feature.state = state_in(profile, feature);
    suite::Selection all;
    all.subject = suite::subject_of(profile.target.url);
    const suite::Plan plan = suite::make_plan(data.collection, data.rules, profile, data.profiles, all);
    for (const suite::PlannedCase& planned : plan.cases) {
        if (planned.not_applicable.empty()) {
            ++overview.applicable;
        } else {
            overview.left.push_back({planned.definition.id, planned.not_applicable});
        }
    }
    return overview;
}

std::string table_text(const Feature& feature) {
    if (!feature.table.empty()) return fmt::format("takes [{}]", feature.table);
    return feature.provided_by.empty()
               ? ""
               : fmt::format("else tried by {}", fmt::join(feature.provided_by, ", "));
}

void print(const Feature& feature) {
    fmt::print("{:<36} {:<13} {}\n", feature.name.substr(std::string_view{"feature."}.size()), feature.state,
               feature.meaning);
    const std::string table = table_text(feature);
    fmt::print("{}", wrapped(fmt::format("{}{}{} cases need it", table, table.empty() ? "" : "; ",
                                         feature.needed_by.size()),
                             6));
}

}  // namespace

void list_features(const ProductData& data, const std::filesystem::path& target) {
    const Overview overview = overview_of(data, target);
    for (const Feature& feature : overview.features) print(feature);
    fmt::print("{} features\n", overview.features.size());
    if (target.empty()) return;
    for (const Left& each : overview.left) fmt::print("{}\n{}", each.id, wrapped(each.why, 6));
    for (const suite::Quirk& quirk : overview.quirks)
        fmt::print("quirk: {}\n{}", quirk.does,
                   wrapped(fmt::format("{} {} {}", fmt::join(quirk.rules, " "), fmt::join(quirk.cases, " "),
                                       quirk.source),
                           6));
    fmt::print(
        "{} cases apply, {} do not; more may find while they run that the profile leaves something out\n",
        overview.applicable, overview.left.size());
}

Json features_json(const ProductData& data, const std::filesystem::path& target) {
    const Overview overview = overview_of(data, target);
    Json json = Json::object();
    json["features"] = Json::array();
    for (const Feature& feature : overview.features) {
        Json one{{"name", feature.name},
                 {"meaning", feature.meaning},
                 {"table", feature.table},
                 {"needed_by", feature.needed_by},
                 {"provided_by", feature.provided_by}};
        if (!target.empty()) one["state"] = feature.state;
        json["features"].push_back(std::move(one));
    }
    if (target.empty()) return json;
    json["applicable"] = overview.applicable;
    json["not_applicable"] = Json::array();
    for (const Left& each : overview.left)
        json["not_applicable"].push_back({{"case", each.id}, {"reason", each.why}});
    json["quirks"] = Json::array();
    for (const suite::Quirk& quirk : overview.quirks)
        json["quirks"].push_back(
            {{"does", quirk.does}, {"rules", quirk.rules}, {"cases", quirk.cases}, {"source", quirk.source}});
    return json;
}

void list_profile_keys() {
    std::string_view table;
    for (const suite::ProfileKey& key : suite::profile_keys()) {
        if (key.table != table) fmt::print("[{}]\n", key.table);
        table = key.table;
        fmt::print("  {}{}: {}\n{}", key.name, key.required ? ", required" : "", suite::to_text(key.kind),
                   wrapped(std::string{key.meaning}, 6));
    }
    fmt::print("[features]\n      what the endpoint offers: `assay list --features`\n");
    fmt::print("[namespaces]\n      further prefixes for XPath; each table with a uri is a prefix already\n");
}

Json profile_keys_json() {
    Json json = Json::array();
    for (const suite::ProfileKey& key : suite::profile_keys()) {
        json.push_back({{"table", key.table},
                        {"key", key.name},
                        {"kind", suite::to_text(key.kind)},
                        {"required", key.required},
                        {"meaning", key.meaning}});
    }
    return json;
}

}  // namespace assay::apps
