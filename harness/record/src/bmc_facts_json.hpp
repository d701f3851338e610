// What an exchange with a BMC has in its line of the journal beside other exchanges.
#pragma once

#include "assay/record/bmc_facts.hpp"
#include "octets_json.hpp"

namespace assay::record {

[[nodiscard]] Json from_facts(const BmcFacts& facts);
/// @throws std::invalid_argument or a JSON exception for what are none
[[nodiscard]] BmcFacts to_facts(const Json& value);

}  // namespace assay::record
