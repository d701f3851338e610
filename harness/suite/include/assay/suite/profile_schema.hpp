// What may stand in a profile: every table and key, of which kind it is, and what it means.
#pragma once

#include <span>
#include <string_view>

namespace assay::suite {

enum class KeyKind {
    text,      ///< not empty
    count,     ///< a whole number, 0 or more
    rate,      ///< a number above 0
    flag,      ///< true or false
    texts,     ///< a list of texts
    texts_of,  ///< a table from names to texts or numbers: selectors, values of properties
    sample,    ///< { property = "…", values = ["…"] }
    types,     ///< a table from CIM types to properties
    free,      ///< a table of anything
};

[[nodiscard]] std::string_view to_text(KeyKind kind);

struct ProfileKey {
    std::string_view table;  ///< "" for the top of the file
    std::string_view name;
    KeyKind kind;
    bool required;  ///< where its table is
    std::string_view meaning;
};

/// Every key, table by table, in the order in which they are explained.
[[nodiscard]] std::span<const ProfileKey> profile_keys();

/// A feature that takes a table of the profile, and what it says of the target.
struct FeatureFact {
    std::string_view name;   ///< "feature.resource.item"
    std::string_view table;  ///< has to be there when the feature is true; "" for none
    std::string_view meaning;
};

/// Every feature that the suites which come with the product ask for.
[[nodiscard]] std::span<const FeatureFact> feature_facts();

/// What is known of a feature; nullptr when it is somebody's own.
[[nodiscard]] const FeatureFact* feature_fact(std::string_view name);

}  // namespace assay::suite
