// bmcsim: a simulated BMC on a UDP port, or a fleet of them.
#include <chrono>
#include <cstdio>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>
#include <boost/asio/signal_set.hpp>

#include "assay/base/home.hpp"
#include "assay/base/setup_error.hpp"
#include "assay/base/usage_error.hpp"
#include "assay/bmc/chassis_file.hpp"
#include "assay/bmc/oem_script.hpp"
#include "assay/bmc/scenario_file.hpp"
#include "assay/bmc/waveform.hpp"
#include "assay/control/server.hpp"
#include "assay/fleet/server.hpp"
#include "controlled_fleet.hpp"
#include "ctl_command.hpp"
#include "import_command.hpp"
#include "keeper.hpp"
#include "machine_port.hpp"

namespace {

using namespace assay;

constexpr int exit_setup = 1;
constexpr int exit_usage = 64;  // EX_USAGE of sysexits.h

struct Options {
    std::string config;
    std::string listen = "127.0.0.1:6230";
    bool demo = false;
    std::uint64_t seed = 1;
    std::uint32_t fleet = 1;
    std::string spread;
    std::optional<double> speed;
    std::vector<std::string> scenarios;
    std::string control;
    bool insecure = false;
    std::string vm;
    std::string state;
};

/// One port of many addresses where the machine has them anyway, else many ports.
fleet::Spread spread_of(const Options& options, const fleet::Endpoint& first) {
    if (options.spread == "addresses") return fleet::Spread::addresses;
    if (options.spread == "ports") return fleet::Spread::ports;
    const bool has_them = first.address().is_v4() && first.address().is_loopback();
    return has_them ? fleet::Spread::addresses : fleet::Spread::ports;
}

/// What the command line asks for and cannot have; empty when all is well.
std::string misuse(const Options& options, const std::optional<fleet::Endpoint>& listen) {
    if (!listen) {
        return fmt::format(
            "--listen '{}' is not an address and a port; write it like 127.0.0.1:6230 or [::1]:0",
            options.listen);
    }
    if (options.demo == !options.config.empty()) return "give either --demo or --config FILE.toml";
    if (options.demo && !listen->address().is_loopback()) {
        return "--demo has a well-known password and listens on loopback only; use --config for other "
               "addresses";
    }
    const fleet::Layout layout{*listen, options.fleet, spread_of(options, *listen)};
    if (const std::string excess = layout.excess(); !excess.empty())
        return fmt::format("--fleet {}: {}", options.fleet, excess);
    return {};
}

/// Why other machines may not reach such a chassis; empty when they may.
std::string exposure(const Options& options, const fleet::Endpoint& listen, const bmc::ChassisModel& model) {
    const auto weaknesses = bmc::weaknesses_of(model.security);
    if (listen.address().is_loopback() || options.insecure || weaknesses.empty()) return {};
    return fmt::format(
        "--listen {}: other machines could reach a chassis with {}\n"
        "  listen on loopback, or add --insecure when that is what you want",
        options.listen, fmt::join(weaknesses, ", "));
}

/// What is wrong with --vm; empty when nothing is.
std::string misuse_of_vm(const Options& options) {
    if (options.vm.empty()) return {};
    const auto at = fleet::parse_endpoint(options.vm);
    if (!at)
        return fmt::format("--vm '{}' is not an address and a port; write it like 127.0.0.1:9002",
                           options.vm);
    // the machine is not asked for a password: whoever reaches the port is the host
    if (!at->address().is_loopback()) return "--vm listens on loopback only, because it asks for no password";
    if (options.fleet > 1) return "--vm is for one BMC, not for a fleet";
    return {};
}

/// The ready line: a JSON object with the endpoints and, where there is one, the control socket.
void announce(const fleet::Layout& layout, const std::optional<bmcsim::MachinePort>& machine,
              const std::optional<control::Server>& control) {
    std::string endpoints = fmt::format("\"{}\"", layout.text());
    if (machine) {
        const auto at = machine->endpoint();
        endpoints += fmt::format(",\"{}\"", fleet::text_of({at.address(), at.port()}));
    }
    const std::string controlled =
        control ? fmt::format(",\"control\":{}", control::quoted(control->address())) : std::string{};
    fmt::print("{{\"ready\":true,\"endpoints\":[{}]{}}}\n", endpoints, controlled);
    std::fflush(stdout);
}

void serve(const bmc::ChassisModel& model, const fleet::Layout& asked, const Options& options) {
    boost::asio::io_context io{1};
    boost::asio::signal_set signals{io, SIGINT, SIGTERM};
    signals.async_wait([&io](const boost::system::error_code&, int) { io.stop(); });
    const base::SystemClock world;
    fleet::SimulatedClock clock{world, model.clock.speed, model.clock.start.value_or(world.wall())};
    ipmi_wire::SystemRandom random;
    fleet::Sockets sockets{io, asked};
    fleet::Fleet fleet{{model, options.seed, clock.now(), clock.wall()}, sockets.layout(), random};
    std::optional<bmcsim::Keeper> keeper;
    if (!options.state.empty()) keeper.emplace(io, options.state, model.name, fleet, clock);
    fleet::Server server{io, sockets, fleet, clock};
    std::optional<bmcsim::MachinePort> machine;
    if (const auto at = fleet::parse_endpoint(options.vm)) {
        const bmcsim::MachinePort::Tcp::endpoint port{at->address(), at->port()};
        machine.emplace(io, port, fleet.at(0), clock, [&server] { server.attend(0); });
    }
    bmcsim::ControlledFleet plant{fleet, server, clock, keeper ? &*keeper : nullptr};
    std::optional<control::Server> control;
    if (!options.control.empty()) control.emplace(io, control::parse_address(options.control), plant);
    announce(sockets.layout(), machine, control);
    io.run();
    if (keeper) keeper->finish();
}

/// What the file says, and what the command line says otherwise.
bmc::ChassisModel model_of(const Options& options) {
    const std::filesystem::path file =
        options.demo ? base::home() / "fixtures/chassis/demo.toml" : std::filesystem::path{options.config};
    bmc::ChassisModel model = bmc::read_chassis(file);
    for (const std::string& scenario : options.scenarios) bmc::add_scenarios(scenario, model);
    model.clock.speed = options.speed.value_or(model.clock.speed);
    // people at their consoles are not faster than before
    using Seconds = std::chrono::duration<double>;
    model.security.session_timeout =
        std::chrono::ceil<std::chrono::seconds>(Seconds{model.security.session_timeout} * model.clock.speed);
    return model;
}

int run(const Options& options) {
    const auto listen = fleet::parse_endpoint(options.listen);
    if (const std::string what = misuse(options, listen); !what.empty()) {
        fmt::print(stderr, "bmcsim: {}\n", what);
        return exit_usage;
    }
    if (const std::string what = misuse_of_vm(options); !what.empty()) {
        fmt::print(stderr, "bmcsim: {}\n", what);
        return exit_usage;
    }
    const bmc::ChassisModel model = model_of(options);
    if (const std::string what = exposure(options, *listen, model); !what.empty()) {
        fmt::print(stderr, "bmcsim: {}\n", what);
        return exit_usage;
    }
    if (model.oem)
        model.oem->report_to([](const std::string& line) { fmt::print(stderr, "bmcsim: {}\n", line); });
    serve(model, {*listen, options.fleet, spread_of(options, *listen)}, options);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    CLI::App app{"Simulates BMCs that speak IPMI 1.5 and 2.0 over the network."};
    bmcsim::ImportOptions import;
    CLI::App& import_command = bmcsim::add_import(app, import);
    bmcsim::CtlOptions ctl;
    CLI::App& ctl_command = bmcsim::add_ctl(app, ctl);
    app.add_option("--config", options.config, "chassis to simulate\n(see fixtures/chassis/README.md)")
        ->type_name("FILE.toml");
    app.add_option("--listen", options.listen, "where to listen; port 0 takes any free port")
        ->type_name("ADDR:PORT")
        ->capture_default_str();
    app.add_flag("--demo", options.demo,
                 "simulate fixtures/chassis/demo.toml:\nuser assay, password assay-demo");
    app.add_option("--seed", options.seed, "moves the sensors reproducibly;\n0 lets them stand still")
        ->type_name("N")
        ->capture_default_str();
    app.add_option("--fleet", options.fleet, "so many BMCs, each with an identity and\na seed of its own")
        ->type_name("N")
        ->check(CLI::Range(std::uint32_t{1}, std::uint32_t{16'777'214}))
        ->capture_default_str();
    app.add_option("--spread", options.spread,
                   "put the fleet on one port of successive addresses,\nusual from 127.x.y.z on, or on "
                   "successive ports\nof one address")
        ->type_name("addresses|ports")
        ->check(CLI::IsMember({"addresses", "ports"}));
    app.add_option("--speed", options.speed,
                   "seconds that pass for the BMC in one second\n(usual: 1, or what the chassis says)")
        ->type_name("X")
        ->check(CLI::Range(bmc::ClockModel::slowest, bmc::ClockModel::fastest));
    app.add_option("--scenario", options.scenarios, "what happens to the chassis, besides its own\nscenarios")
        ->type_name("FILE.toml");
    app.add_flag("--insecure", options.insecure,
                 "let other machines reach an insecure chassis\n(cipher suite 0, anonymous login, ...)");
    app.add_option("--control", options.control,
                   "where `bmcsim ctl` can reach it: the path of a\nsocket, or a loopback address and a port")
        ->type_name("PATH|ADDR:PORT");
    app.add_option("--vm", options.vm,
                   "the port that a virtual machine's BMC device\nconnects to (QEMU's ipmi-bmc-extern)")
        ->type_name("ADDR:PORT");
    app.add_option(
           "--state", options.state,
           "keep there what a BMC's non-volatile memory holds;\ndelete a file to begin with the chassis "
           "again")
        ->type_name("DIR");
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& done) {
        return app.exit(done);
    } catch (const CLI::ParseError& error) {
        fmt::print(stderr, "bmcsim: {}\n  see bmcsim --help\n", error.what());
        return exit_usage;
    }
    try {
        if (import_command.parsed()) return bmcsim::run_import(import);
        if (ctl_command.parsed()) return bmcsim::run_ctl(ctl);
        return run(options);
    } catch (const base::UsageError& error) {
        fmt::print(stderr, "bmcsim: {}\n", error.what());
        return exit_usage;
    } catch (const base::SetupError& error) {
        fmt::print(stderr, "bmcsim: {}\n", error.what());
        return exit_setup;
    }
}
