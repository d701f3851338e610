// bmcsim: a simulated BMC on a UDP port.
#include <cstdio>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "assay/base/home.hpp"
#include "assay/base/setup_error.hpp"
#include "assay/bmc/chassis_file.hpp"
#include "assay/bmc/waveform.hpp"
#include "udp_server.hpp"

namespace {

using namespace assay;

constexpr int exit_setup = 1;
constexpr int exit_usage = 64;  // EX_USAGE of sysexits.h

struct Options {
    std::string config;
    std::string listen = "127.0.0.1:6230";
    bool demo = false;
    std::uint64_t seed = 1;
};

/// What the command line asks for and cannot have; empty when all is well.
std::string misuse(const Options& options, const std::optional<bmcsim::ListenAddress>& listen) {
    if (!listen) {
        return fmt::format(
            "--listen '{}' is not an address and a port; write it like 127.0.0.1:6230 or [::1]:0",
            options.listen);
    }
    if (options.demo == !options.config.empty()) return "give either --demo or --config FILE.toml";
    if (options.demo && !listen->is_loopback) {
        return "--demo has a well-known password and listens on loopback only; use --config for other "
               "addresses";
    }
    return {};
}

void announce(const std::string& address) {
    fmt::print("{{\"ready\":true,\"endpoints\":[\"{}\"]}}\n", address);
    std::fflush(stdout);
}

int run(const Options& options) {
    const auto listen = bmcsim::parse_listen(options.listen);
    if (const std::string what = misuse(options, listen); !what.empty()) {
        fmt::print(stderr, "bmcsim: {}\n", what);
        return exit_usage;
    }
    const std::filesystem::path file =
        options.demo ? base::home() / "fixtures/chassis/demo.toml" : std::filesystem::path{options.config};
    bmcsim::serve(bmc::read_chassis(file), *listen, options.seed, announce);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    CLI::App app{"Simulates a BMC that speaks IPMI 1.5 and 2.0 over the network."};
    app.add_option("--config", options.config, "chassis to simulate (see fixtures/chassis/README.md)")
        ->type_name("FILE.toml");
    app.add_option("--listen", options.listen, "where to listen; port 0 takes any free port")
        ->type_name("ADDR:PORT")
        ->capture_default_str();
    app.add_flag("--demo", options.demo,
                 "simulate fixtures/chassis/demo.toml: user assay, password assay-demo");
    app.add_option("--seed", options.seed, "moves the sensors reproducibly; 0 lets them stand still")
        ->type_name("N")
        ->capture_default_str();
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& done) {
        return app.exit(done);
    } catch (const CLI::ParseError& error) {
        fmt::print(stderr, "bmcsim: {}\n  see bmcsim --help\n", error.what());
        return exit_usage;
    }
    try {
        return run(options);
    } catch (const base::SetupError& error) {
        fmt::print(stderr, "bmcsim: {}\n", error.what());
        return exit_setup;
    }
}
