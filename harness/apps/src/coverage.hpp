// Which rule is proven by which case, or examined in every exchange.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "product_data.hpp"

namespace assay::apps {

/// Case ids by rule id, those of the passive rules' own results included; a rule that nothing proves is there
/// with an empty list.
using Coverage = std::map<std::string, std::vector<std::string>>;

[[nodiscard]] Coverage coverage_of(const ProductData& data);

}  // namespace assay::apps
