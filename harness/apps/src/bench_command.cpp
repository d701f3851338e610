// assay bench: one operation under load, with the time users would have waited.
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "assay/base/clock.hpp"
#include "assay/base/setup_error.hpp"
#include "assay/load/generator.hpp"
#include "assay/load/quantity.hpp"
#include "bench_results.hpp"
#include "commands.hpp"
#include "stop_on_signal.hpp"

namespace assay::apps {
namespace {

// What `wsmand --demo` serves, so that a first bench needs no more than the URL.
constexpr const char* demo_resource = "http://schemas.assay.example/wbem/1/Assay_Item";

struct BenchOptions {
    std::string url;
    double rate = 0;
    bool closed = false;
    bool optimize = false;
    std::string operation;
    std::uint8_t suite = 17;
    std::uint8_t sensor = 1;
    bool connections_given = false;
    std::string resource;
    std::vector<std::string> selectors;
    std::string duration = "10s";
    std::string warm_up = "1s";
    std::string timeout = "10s";
    BenchResults results;
    load::Scenario scenario;
};

base::Duration duration_of(const char* option, const std::string& text) {
    const auto duration = load::parse_duration(text);
    if (!duration) {
        throw base::SetupError{fmt::format("'{}' is not a duration", text), option,
                               "write e.g. 500ms, 10s or 2m"};
    }
    return *duration;
}

void take_resource(load::Request& request, const BenchOptions& options) {
    for (const std::string& text : options.selectors) {
        const auto equals = text.find('=');
        if (equals == std::string::npos || equals == 0) {
            throw base::SetupError{fmt::format("'{}' is not a selector", text), "--selector",
                                   "write NAME=VALUE"};
        }
        request.selectors.emplace_back(text.substr(0, equals), text.substr(equals + 1));
    }
    request.resource = options.resource;
    if (!request.resource.empty()) return;
    request.resource = demo_resource;
    if (request.operation == load::Operation::get && request.selectors.empty()) {
        request.selectors = {{"Name", "item-01"}, {"Slot", "1"}};
    }
}

template <class Target>
void take_credentials(Target& target) {
    const bool is_given = !target.password.empty();
    if (const char* user = std::getenv("ASSAY_USER"); user != nullptr && target.user.empty())
        target.user = user;
    if (const char* password = std::getenv("ASSAY_PASSWORD"); password != nullptr && !is_given)
        target.password = password;
}

/// The operation of this name, or the first when there is none.
template <class Operation>
Operation operation_named(const std::string& name, std::initializer_list<Operation> known,
                          const char* scheme) {
    std::string names;
    for (const Operation operation : known) {
        if (name.empty() || load::name_of(operation) == name) return operation;
        names += fmt::format("{}{}", names.empty() ? "" : ", ", load::name_of(operation));
    }
    throw base::SetupError{fmt::format("{} has no operation '{}'", scheme, name), "--operation",
                           "give one of " + names};
}

load::IpmiRequest ipmi_request_of(const BenchOptions& options) {
    using enum load::IpmiOperation;
    load::IpmiRequest request;
    request.target = load::parse_ipmi_target(options.url);
    take_credentials(request.target);
    request.operation = operation_named(options.operation, {device_id, sensor, session}, "ipmi://");
    request.suite = options.suite;
    request.sensor = options.sensor;
    return request;
}

void take_http(load::Scenario& scenario, const BenchOptions& options) {
    using enum load::Operation;
    scenario.target = load::parse_target(options.url);
    take_credentials(scenario.target);
    scenario.request.operation = operation_named(options.operation, {identify, get, enumerate}, "http://");
    scenario.request.optimize = options.optimize;
    take_resource(scenario.request, options);
}

load::Scenario scenario_of(const BenchOptions& options) {
    load::Scenario scenario = options.scenario;
    if (load::is_ipmi(options.url)) {
        scenario.ipmi = ipmi_request_of(options);
        const auto bmcs = static_cast<unsigned>(scenario.ipmi->target.addresses.size());
        if (!options.connections_given && bmcs > 1) scenario.connections = bmcs;
    } else {
        take_http(scenario, options);
    }
    scenario.duration = duration_of("--duration", options.duration);
    scenario.warm_up = duration_of("--warmup", options.warm_up);
    scenario.timeout = duration_of("--timeout", options.timeout);
    load::validate(scenario);
    options.results.take_shard(scenario);
    return scenario;
}

std::string trouble_with_bmc(load::ErrorKind kind) {
    switch (kind) {
        case load::ErrorKind::connect_refused:
            return "nobody listens on this UDP port; is the BMC running there?";
        case load::ErrorKind::connect_timed_out:
        case load::ErrorKind::timed_out:
            return "no answer within --timeout; does a BMC speak IPMI 2.0 there?";
        case load::ErrorKind::unauthorized:
            return "the BMC refuses user, password or role; give them in ASSAY_USER and ASSAY_PASSWORD";
        case load::ErrorKind::refused:
            return "the BMC refuses a session; it may have none left, or not offer this cipher suite "
                   "(--suite 3)";
        case load::ErrorKind::malformed: return "what answers is not IPMI 2.0; check the port";
        default: return {};
    }
}

std::string trouble_with_service(load::ErrorKind kind) {
    switch (kind) {
        case load::ErrorKind::connect_refused:
            return "the connection is refused; is the service running there?";
        case load::ErrorKind::connect_timed_out:
            return "no connection within --timeout; check address and firewall";
        case load::ErrorKind::connect_failed: return "no connection; check the address and the network";
        case load::ErrorKind::timed_out:
            return "no answer within --timeout; does the service speak HTTP there?";
        case load::ErrorKind::reset:
        case load::ErrorKind::closed:
            return "the connection was closed before an answer came; is this its HTTP port?";
        case load::ErrorKind::malformed: return "what answers is not HTTP/1.1; check the port";
        case load::ErrorKind::unauthorized:
            return "authentication is refused; give user and password in ASSAY_USER and ASSAY_PASSWORD";
        default: return {};
    }
}

void fail(ExitCode& code, ExitCode with, const std::string& message) {
    code = with;
    fmt::print(stderr, "assay: {}\n", message);
}

void bench(const BenchOptions& options, const load::Scenario& scenario,
           const std::vector<load::Objective>& objectives, ExitCode& code) {
    const base::SystemClock clock;
    const StopOnSignal stop;
    const std::string url = scenario.url();
    load::Probe probe;
    try {
        probe = load::probe(scenario, clock, stop.token());
    } catch (const base::SetupError& error) {
        return fail(code, ExitCode::target, error.what());  // the name does not resolve
    }
    if (stop.token().stop_requested()) {
        return fail(code, ExitCode::harness, url + ": interrupted before the load began");
    }
    if (probe.error) {
        const std::string trouble =
            scenario.ipmi ? trouble_with_bmc(*probe.error) : trouble_with_service(*probe.error);
        if (!trouble.empty()) return fail(code, ExitCode::target, fmt::format("{}: {}", url, trouble));
        fmt::print(stderr, "assay: {}: the first answer is no success ({}); measuring nevertheless\n", url,
                   load::name_of(*probe.error));
    }
    if (!options.results.await_start(clock, stop.token()))
        return fail(code, ExitCode::harness, url + ": interrupted before the load began");
    load::LoadRecord record = options.results.run(scenario, probe.address, clock, stop.token());
    code = options.results.tell(record, objectives);
}

// Whatever the scenario complains of was said on the command line.
void run_bench(const BenchOptions& options, ExitCode& code) {
    load::Scenario scenario;
    std::vector<load::Objective> objectives;
    try {
        scenario = scenario_of(options);
        objectives = options.results.objectives(scenario);
    } catch (const base::SetupError& error) {
        throw CLI::ValidationError{error.what()};
    }
    bench(options, scenario, objectives, code);
}

}  // namespace

void add_bench_command(CLI::App& app, ExitCode& code) {
    auto options = std::make_shared<BenchOptions>();
    CLI::App* command =
        app.add_subcommand("bench", "Put one operation of an endpoint under load and measure it");
    command->footer(
        "Without --resource, Get and Enumerate use the Assay_Item that `wsmand --demo`\nserves.\n"
        "A BMC, or a fleet of them, is ipmi://[USER[:PASSWORD]@]HOST[:PORT], with a range\nof addresses "
        "(127.0.0.1-127.0.0.100:623) or of ports (127.0.0.1:6230-6329); each\nconnection is a session "
        "there.\n"
        "Exit codes: 0 measured; 1 no request succeeded; 3 target unreachable or\nauthentication refused; "
        "4 interrupted; 5 an objective of --slo is breached;\n64 usage.");
    load::Scenario& scenario = options->scenario;
    command->add_option("url", options->url, "http://[USER[:PASSWORD]@]HOST[:PORT][/PATH], or ipmi://…")
        ->required();
    auto* rate =
        command->add_option("--rate", options->rate, "Open loop: requests a second, whatever the answers do");
    command
        ->add_flag("--closed", options->closed,
                   "Closed loop: each connection asks when it was answered (default)")
        ->excludes(rate);
    auto* connections =
        command->add_option("--connections", scenario.connections, "In all; of a fleet one a BMC")
            ->capture_default_str();
    command->add_option("--threads", scenario.threads, "Of the generator")->capture_default_str();
    command->add_option("--duration", options->duration, "Of the measurement")->capture_default_str();
    command->add_option("--warmup", options->warm_up, "Before it")->capture_default_str();
    command->add_option("--timeout", options->timeout, "Of a connection attempt and of an answer")
        ->capture_default_str();
    command->add_option(
        "--operation", options->operation,
        "identify (default), get or enumerate; of a BMC device-id (default), sensor or session");
    command->add_option("--suite", options->suite, "Cipher suite of a BMC's sessions")->capture_default_str();
    command->add_option("--sensor", options->sensor, "Number of the sensor that is read")
        ->capture_default_str();
    command->add_option("--resource", options->resource, "ResourceURI of Get and Enumerate");
    command->add_option("--selector", options->selectors, "NAME=VALUE, may be repeated")
        ->allow_extra_args(false);
    command->add_option("--max-elements", scenario.request.max_elements, "Of a Pull")->capture_default_str();
    command->add_option("--max-envelope", scenario.request.max_envelope, "Octets that an answer may have");
    command->add_flag("--optimize", options->optimize, "Ask Enumerate for the first elements at once");
    options->results.add_options(*command);
    command->callback([options, rate, connections, &code] {
        options->connections_given = connections->count() > 0;
        if (rate->count() > 0) options->scenario.rate = options->rate;
        run_bench(*options, code);
    });
}

}  // namespace assay::apps
