// The data that comes with the product: rules, suites, profiles.
#pragma once

#include <filesystem>
#include <vector>

#include "assay/record/rule.hpp"
#include "assay/suite/collection.hpp"
#include "assay/suite/profile.hpp"

namespace assay::apps {

struct ProductData {
    std::filesystem::path home;
    record::Rules rules;
    suite::Collection collection;
    std::vector<suite::Profile> profiles;
};

/// @throws base::SetupError with file:line for what cannot be read
[[nodiscard]] ProductData load_product_data();

}  // namespace assay::apps
