#include "assay/record/mutant.hpp"

#include <algorithm>
#include <iterator>
#include <set>

namespace assay::record {

Fit fit_of(const std::vector<Mutant>& mutants, const std::vector<std::string>& cases) {
    const std::set<std::string> known{cases.begin(), cases.end()};
    std::set<std::string> kill;
    std::set<std::string> are_needed;
    Fit fit;
    for (const Mutant& mutant : mutants) {
        std::vector<std::string> killers;
        std::ranges::copy_if(mutant.killed_by, std::back_inserter(killers),
                             [&](const std::string& id) { return known.contains(id); });
        if (killers.size() > blunt_kills) fit.blunt.push_back(&mutant);
        if (killers.size() == 1) are_needed.insert(killers.front());
        kill.insert(killers.begin(), killers.end());
    }
    for (const std::string& id : cases) {
        if (!are_needed.contains(id)) (kill.contains(id) ? fit.spare : fit.idle).push_back(id);
    }
    return fit;
}

}  // namespace assay::record
