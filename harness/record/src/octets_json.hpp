// Octets in a line of the journal: as text where they are readable, else as base64.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

namespace assay::record {

using Json = nlohmann::ordered_json;

[[nodiscard]] Json from_octets(const std::string& octets);
/// @throws std::invalid_argument for what is no base64
[[nodiscard]] std::string to_octets(const Json& value);

}  // namespace assay::record
