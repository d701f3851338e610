// bmcsim with one named breach switched on; never installed.
#include <cstdio>

#include <fmt/format.h>

#include "../../apps/src/udp_server.hpp"
#include "assay/base/home.hpp"
#include "assay/base/setup_error.hpp"
#include "assay/bmc-mutants/mutant.hpp"
#include "assay/bmc/chassis_file.hpp"

namespace {

using namespace assay;

constexpr int setup_failed = 1;
constexpr int usage_error = 64;

int wrong_usage(const char* what) {
    fmt::print(stderr,
               "bmcsim-mutants: {}\n  usage: bmcsim-mutants --list | --mutant NAME [--listen ADDR:PORT]\n",
               what);
    return usage_error;
}

void announce(const std::string& address) {
    fmt::print("{{\"ready\":true,\"endpoints\":[\"{}\"]}}\n", address);
    std::fflush(stdout);
}

/// Takes `--listen ADDR:PORT` from the arguments; without it any free port of loopback is taken.
std::optional<bmcsim::ListenAddress> listen_from(std::vector<std::string>& arguments) {
    if (arguments.empty()) return bmcsim::parse_listen("127.0.0.1:0");
    if (arguments.size() != 2 || arguments.front() != "--listen") return std::nullopt;
    return bmcsim::parse_listen(arguments.back());
}

int serve(const bmc_mutants::Breach& breach, const bmcsim::ListenAddress& listen) {
    constexpr std::uint64_t seed = 1;
    bmc::ChassisModel model = bmc::read_chassis(base::home() / "fixtures/chassis/demo.toml");
    if (breach.model) breach.model(model);
    bmcsim::serve(model, listen, seed, announce, breach.seams);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    std::vector<std::string> arguments{argv + 1, argv + argc};
    const bmc_mutants::Mutants mutants = bmc_mutants::all_mutants();
    if (arguments == std::vector<std::string>{"--list"}) {
        std::fputs(vocab::to_json<bmc_mutants::Breach>(mutants).c_str(), stdout);
        return 0;
    }
    bmc_mutants::Breach breach;
    if (const char* trouble = vocab::install_named(arguments, "--mutant", mutants, breach))
        return wrong_usage(trouble);
    const auto listen = listen_from(arguments);
    if (!listen || !listen->is_loopback)
        return wrong_usage("only --listen with an address of loopback can follow");
    try {
        return serve(breach, *listen);
    } catch (const base::SetupError& error) {
        fmt::print(stderr, "bmcsim-mutants: {}\n", error.what());
        return setup_failed;
    }
}
