// How far each rule is proved: by which cases, known to turn red by which mutants; or why not.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "product_data.hpp"

namespace assay::apps {

enum class State {
    proved,        ///< something examines it and a mutant of that side is known to be found by it
    not_testable,  ///< it cannot show on the wire, for a reason
    declined,      ///< it is optional and the reference service does without, for a reason
    left,          ///< it belongs to a capability that the suites do not drive yet
    examined,      ///< something examines it, but nothing is known to turn that red
    silent,        ///< nothing examines it and nothing says why
    not_bound,     ///< it binds the other side alone
};

/// What one side is known to keep.
struct SideCoverage {
    State state = State::silent;
    std::vector<std::string> cases{};  ///< those of the passive rules' own results included
    std::vector<std::string>
        mutants{};              ///< of the reference service or client, killed by a finding of this rule
    std::string_view reason{};  ///< of the catalogue; empty where the state needs none
};

/// Of services, and of clients.
struct RuleCoverage : SideCoverage {
    SideCoverage clients{};
};

/// Every rule by its id.
using Coverage = std::map<std::string, RuleCoverage>;

/// @param data has to outlive what is returned
/// @throws base::SetupError when the list of mutants cannot be read
[[nodiscard]] Coverage coverage_of(const ProductData& data);

[[nodiscard]] std::string_view to_text(State state);

/// How many rules of a specification are in a state; those that bind clients under "… of clients", too.
using Totals = std::map<std::string, std::map<State, std::size_t>>;
[[nodiscard]] Totals totals_of(const Coverage& coverage, const record::Rules& rules);

}  // namespace assay::apps
