#include "product_data.hpp"

#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "assay/base/home.hpp"
#include "assay/base/setup_error.hpp"
#include "assay/suite/catalogue.hpp"

namespace assay::apps {
ProductData load_product_data() {
    ProductData data;
    data.home = base::home();
    data.rules = suite::read_catalogue(data.home / "suites/catalogue");
    data.collection = suite::read_suites(data.home / "suites", data.rules);
    data.profiles = suite::read_profiles(data.home / "suites/profiles");
    data.dialects = suite::read_dialects(data.home / "suites/dialects");
    return data;
}

suite::Profile profile_of(const std::filesystem::path& file, const ProductData& data) {
    suite::Profile profile = suite::read_profile(file, data.home / "suites/profiles");
    suite::check_features(profile, features_of(data.collection));
    return profile;
}

std::vector<std::string> features_of(const suite::Collection& collection) {
    std::set<std::string> features;
    for (const script::CaseDefinition& definition : collection.cases) {
        if (!definition.provides.empty()) features.insert(definition.provides);
        for (const std::string& need : definition.needs) {
            if (need.starts_with("feature.")) features.insert(need);
        }
    }
    return {features.begin(), features.end()};
}

namespace {

std::vector<Mutant> read_mutants(const ProductData& data, const std::filesystem::path& file,
                                 const std::string& remedy) {
    const auto refuse = [&](const std::string& what) { throw base::SetupError{what, file.string(), remedy}; };
    std::vector<Mutant> mutants;
    try {
        for (const auto& each : nlohmann::json::parse(base::read_file(file)))
            mutants.push_back({each.at("id"), each.at("violates"), each.at("title")});
    } catch (const nlohmann::json::exception& trouble) {
        refuse(fmt::format("not a list of mutants: {}", trouble.what()));
    }
    for (const Mutant& mutant : mutants) {
        if (!data.rules.contains(mutant.violates))
            refuse(fmt::format("'{}' violates '{}', which is no rule", mutant.id, mutant.violates));
    }
    return mutants;
}

}  // namespace

std::vector<Mutant> load_mutants(const ProductData& data) {
    return read_mutants(data, data.home / "suites/mutants.json", "`wsmand-mutants --list` writes the file");
}

std::vector<Mutant> load_client_mutants(const ProductData& data) {
    return read_mutants(data, data.home / "suites/client-mutants.json",
                        "`fixtures/peers/client.py --list` writes the file");
}

}  // namespace assay::apps
