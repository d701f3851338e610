// The kill matrix: which case finds which breach of the reference service.
#pragma once

#include <string>
#include <vector>

#include "assay/record/run_record.hpp"
#include "product_data.hpp"

namespace assay::apps {

/// Those of the reference service and of bmcsim, with what the kill matrices say of each: suites/mutants.json
/// and suites/kills.json, suites/bmc-mutants.json and suites/bmc-kills.json.
/// @throws base::SetupError when a list cannot be read or names no rule of `data`
[[nodiscard]] std::vector<record::Mutant> load_mutants(const ProductData& data);

/// Breaches of the client that is ours (suites/client-mutants.json); which case finds each is not kept.
[[nodiscard]] std::vector<record::Mutant> load_client_mutants(const ProductData& data);

[[nodiscard]] std::vector<std::string> ids_of(const std::vector<script::CaseDefinition>& cases);

/// Puts those that the run's rules find into the run, for reports. An installation without the lists has
/// none.
void show_mutants(record::RunRecord& run, const ProductData& data);

}  // namespace assay::apps
