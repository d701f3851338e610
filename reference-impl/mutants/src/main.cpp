// wsmand with one named breach, or one lawful variation, switched on; never installed.
#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "assay/mutants/mutant.hpp"
#include "assay/mutants/variation.hpp"
#include "assay/server/command_line.hpp"

namespace {

constexpr int usage_error = 64;

int wrong_usage(const char* what) {
    std::fprintf(
        stderr,
        "%s\n  usage: wsmand-mutants --list | --list-variations | --mutant NAME [wsmand's arguments] |\n"
        "         --variation NAME [wsmand's arguments]\n",
        what);
    return usage_error;
}

/// Takes `option NAME` from the arguments and installs what `among` has of that name.
/// @return why not; nullptr when it was done
template <class Several>
const char* install(std::vector<std::string>& arguments, const char* option, const Several& among,
                    assay::server::Seams& seams) {
    const auto at = std::ranges::find(arguments, option);
    if (at == arguments.end() || at + 1 == arguments.end()) return "no mutant and no variation is named";
    const auto found = std::ranges::find_if(among, [&](const auto& each) { return each.id == *(at + 1); });
    if (found == among.end()) return "there is none of this name";
    arguments.erase(at, at + 2);
    found->install(seams);
    return nullptr;
}

}  // namespace

int main(int argc, char** argv) {
    using namespace assay;
    std::vector<std::string> arguments{argv + 1, argv + argc};
    const mutants::Mutants mutants = mutants::all_mutants();
    if (arguments == std::vector<std::string>{"--list"}) {
        std::fputs(mutants::to_json(mutants).c_str(), stdout);
        return 0;
    }
    const mutants::Variations variations = mutants::all_variations();
    if (arguments == std::vector<std::string>{"--list-variations"}) {
        std::fputs(mutants::to_json(variations).c_str(), stdout);
        return 0;
    }
    server::Seams seams;
    const bool lawful = std::ranges::find(arguments, "--variation") != arguments.end();
    const char* trouble = lawful ? install(arguments, "--variation", variations, seams)
                                 : install(arguments, "--mutant", mutants, seams);
    if (trouble != nullptr) return wrong_usage(trouble);
    return server::run_wsmand(std::move(arguments), std::move(seams));
}
