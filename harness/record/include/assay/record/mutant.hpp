// A named breach of the reference service, and what finds it: the proof that a check can turn red.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace assay::record {

struct Mutant {
    std::string id;
    std::string violates;  ///< Rule::id
    std::string title;
    std::vector<std::string> killed_by;  ///< ids of the cases with a finding of that rule, in plan order
};

/// A mutant that more cases kill than this is too blunt: it proves of none of them what it alone looks at.
inline constexpr std::size_t blunt_kills = 20;

/// How well cases and mutants fit each other.
struct Fit {
    std::vector<const Mutant*> blunt;
    std::vector<std::string> idle;   ///< cases that kill nothing
    std::vector<std::string> spare;  ///< cases that kill only what others kill too
};

/// @param mutants outlive what is returned
/// @param cases   ids; a result of a passive rule is no case here
[[nodiscard]] Fit fit_of(const std::vector<Mutant>& mutants, const std::vector<std::string>& cases);

}  // namespace assay::record
