// Reads fixtures/exchanges; PROVENANCE.md there tells the form.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "assay/record/exchange.hpp"

namespace assay::rules::testing {

struct ExpectedFinding {
    std::string rule;
    std::string part;   ///< "response_body"
    std::string place;  ///< "7:1"
    std::string path;
};

struct Fixture {
    std::string name;
    std::vector<std::string> after;
    record::Exchange exchange;
    std::vector<ExpectedFinding> breaks;
};

using Fixtures = std::map<std::string, Fixture>;

/// @throws std::runtime_error that names the block when the files are not in their form
Fixtures read_fixtures(const std::filesystem::path& folder);

}  // namespace assay::rules::testing
