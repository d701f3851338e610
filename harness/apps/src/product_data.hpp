// The data that comes with the product: rules, suites, profiles.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "assay/record/rule.hpp"
#include "assay/suite/collection.hpp"
#include "assay/suite/dialects.hpp"
#include "assay/suite/profile.hpp"

namespace assay::apps {

/// A breach of the reference service, or of our client, that a finding of the rule is known to show
/// (suites/mutants.json, suites/client-mutants.json).
struct Mutant {
    std::string id;
    std::string violates;  ///< a rule of the catalogue
    std::string title;
};

struct ProductData {
    std::filesystem::path home;
    record::Rules rules;
    suite::Collection collection;
    std::vector<suite::Profile> profiles;
    std::vector<suite::Dialect> dialects;
};

/// @throws base::SetupError with file:line for what cannot be read
[[nodiscard]] ProductData load_product_data();

/// The profile in a file of the user's, with what it is based on; its features are held against the suites.
/// @throws base::SetupError with file:line:column
[[nodiscard]] suite::Profile profile_of(const std::filesystem::path& file, const ProductData& data);

/// Every feature that a case needs or provides, sorted, each once.
[[nodiscard]] std::vector<std::string> features_of(const suite::Collection& collection);

/// What only lists need.
/// @throws base::SetupError when the list cannot be read or names no rule of `data`
[[nodiscard]] std::vector<Mutant> load_mutants(const ProductData& data);

/// The same of the client that is ours (suites/client-mutants.json).
[[nodiscard]] std::vector<Mutant> load_client_mutants(const ProductData& data);

}  // namespace assay::apps
