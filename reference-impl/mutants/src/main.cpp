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

}  // namespace

int main(int argc, char** argv) {
    using namespace assay;
    std::vector<std::string> arguments{argv + 1, argv + argc};
    const mutants::Mutants mutants = mutants::all_mutants();
    if (arguments == std::vector<std::string>{"--list"}) {
        std::fputs(vocab::to_json<server::Seams>(mutants).c_str(), stdout);
        return 0;
    }
    const mutants::Variations variations = mutants::all_variations();
    if (arguments == std::vector<std::string>{"--list-variations"}) {
        std::fputs(mutants::to_json(variations).c_str(), stdout);
        return 0;
    }
    server::Seams seams;
    const bool lawful = std::ranges::find(arguments, "--variation") != arguments.end();
    const char* trouble = lawful ? vocab::install_named(arguments, "--variation", variations, seams)
                                 : vocab::install_named(arguments, "--mutant", mutants, seams);
    if (trouble != nullptr) return wrong_usage(trouble);
    return server::run_wsmand(std::move(arguments), std::move(seams));
}
