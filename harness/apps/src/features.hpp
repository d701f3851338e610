// What endpoints may offer, what a profile has to say for it, and which cases that makes applicable.
#pragma once

#include <filesystem>

#include <nlohmann/json.hpp>

#include "product_data.hpp"

namespace assay::apps {

/// Every feature with its meaning, the table it takes and how many cases need it. With a target's file also
/// whether the target has it, and each case that does not apply there with the reason.
/// @throws base::SetupError with file:line:column when the file is no profile
void list_features(const ProductData& data, const std::filesystem::path& target);
[[nodiscard]] nlohmann::ordered_json features_json(const ProductData& data,
                                                   const std::filesystem::path& target);

/// Every table and key of a profile.
void list_profile_keys();
[[nodiscard]] nlohmann::ordered_json profile_keys_json();

}  // namespace assay::apps
