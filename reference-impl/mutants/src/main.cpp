// wsmand with one named breach switched on; never installed.
#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "assay/mutants/mutant.hpp"
#include "assay/server/command_line.hpp"

namespace {

constexpr int usage_error = 64;

int wrong_usage(const char* what) {
    std::fprintf(stderr, "%s\n  usage: wsmand-mutants --list | --mutant NAME [wsmand's arguments]\n", what);
    return usage_error;
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
    const auto option = std::ranges::find(arguments, "--mutant");
    if (option == arguments.end() || option + 1 == arguments.end()) return wrong_usage("no mutant is named");
    const auto mutant = std::ranges::find(mutants, *(option + 1), &mutants::Mutant::id);
    if (mutant == mutants.end()) return wrong_usage("there is no mutant of this name");
    arguments.erase(option, option + 2);
    server::Seams seams;
    mutant->install(seams);
    return server::run_wsmand(std::move(arguments), std::move(seams));
}
