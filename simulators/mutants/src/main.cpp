// bmcsim with one named breach switched on; never installed.
#include <cstdio>

#include <fmt/format.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include "assay/base/home.hpp"
#include "assay/base/setup_error.hpp"
#include "assay/bmc-mutants/mutant.hpp"
#include "assay/bmc/chassis_file.hpp"
#include "assay/fleet/server.hpp"

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

/// Takes `--listen ADDR:PORT` from the arguments; without it any free port of loopback is taken.
std::optional<fleet::Endpoint> listen_from(std::vector<std::string>& arguments) {
    if (arguments.empty()) return fleet::parse_endpoint("127.0.0.1:0");
    if (arguments.size() != 2 || arguments.front() != "--listen") return std::nullopt;
    return fleet::parse_endpoint(arguments.back());
}

void serve(const bmc_mutants::Breach& breach, const fleet::Endpoint& listen) {
    constexpr std::uint64_t seed = 1;
    bmc::ChassisModel model = bmc::read_chassis(base::home() / "fixtures/chassis/demo.toml");
    if (breach.model) breach.model(model);
    boost::asio::io_context io{1};
    boost::asio::signal_set signals{io, SIGINT, SIGTERM};
    signals.async_wait([&io](const boost::system::error_code&, int) { io.stop(); });
    const base::SystemClock world;
    const fleet::SimulatedClock clock{world, model.clock.speed, world.wall()};
    ipmi_wire::SystemRandom random;
    fleet::Sockets sockets{io, {.first = listen}};
    fleet::Fleet one{{model, seed, clock.now(), clock.wall()}, sockets.layout(), random};
    one.at(0).install(breach.seams);
    const fleet::Server server{io, sockets, one, clock};
    fmt::print("{{\"ready\":true,\"endpoints\":[\"{}\"]}}\n", sockets.layout().text());
    std::fflush(stdout);
    io.run();
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
    if (!listen || !listen->address().is_loopback())
        return wrong_usage("only --listen with an address of loopback can follow");
    try {
        serve(breach, *listen);
    } catch (const base::SetupError& error) {
        fmt::print(stderr, "bmcsim-mutants: {}\n", error.what());
        return setup_failed;
    }
    return 0;
}
