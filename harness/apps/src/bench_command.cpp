// assay bench: one operation under load, with the time users would have waited.
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "assay/base/clock.hpp"
#include "assay/base/open_files.hpp"
#include "assay/base/setup_error.hpp"
#include "assay/load/generator.hpp"
#include "assay/load/quantity.hpp"
#include "assay/scenario/scenario_file.hpp"
#include "bench_results.hpp"
#include "commands.hpp"
#include "stop_on_signal.hpp"

namespace assay::apps {
namespace {

// What `wsmand --demo` serves, so that a first bench needs no more than the URL.
constexpr const char* demo_resource = "http://schemas.assay.example/wbem/1/Assay_Item";

struct BenchOptions {
    std::string url;
    std::string rate;
    std::string arrivals;
    std::string think;
    std::string drain;
    std::string spin;
    std::string scheme;
    std::string scenario_file;
    bool closed = false;
    bool duration_given = false;
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

load::IpmiRequest ipmi_request_of(const BenchOptions& options, const std::string& url) {
    using enum load::IpmiOperation;
    load::IpmiRequest request;
    request.target = load::parse_ipmi_target(url);
    take_credentials(request.target);
    request.operation = operation_named(options.operation, {device_id, sensor, session}, "ipmi://");
    request.suite = options.suite;
    request.sensor = options.sensor;
    return request;
}

/// Events are delivered to this machine; which of its addresses the service can reach, it does not know.
void take_sink(load::Scenario& scenario) {
    if (!scenario.program || !scenario.program->sink || !scenario.sink.empty()) return;
    const std::string& host = scenario.target.host;
    if (host == "::1") {
        scenario.sink = "[::1]:0";
    } else if (host == "localhost" || host.starts_with("127.")) {
        scenario.sink = "127.0.0.1:0";
    } else {
        throw base::SetupError{
            "the scenario has events delivered here, and the service is on another machine", "--sink",
            "give an address of this machine that it can reach, with a port"};
    }
}

void take_http(load::Scenario& scenario, const BenchOptions& options) {
    using enum load::Operation;
    scenario.target = load::parse_target(options.url);
    take_credentials(scenario.target);
    if (options.scheme == "digest") scenario.target.scheme = load::Scheme::digest;
    scenario.request.operation = operation_named(options.operation, {identify, get, enumerate},
                                                 scenario.target.tls ? "https://" : "http://");
    scenario.request.optimize = options.optimize;
    take_resource(scenario.request, options);
    take_sink(scenario);
}

/// A rate whose every stage says how long it is says how long the measurement is.
void take_times(load::Scenario& scenario, const BenchOptions& options) {
    scenario.duration = duration_of("--duration", options.duration);
    scenario.warm_up = duration_of("--warmup", options.warm_up);
    scenario.timeout = duration_of("--timeout", options.timeout);
    if (!options.drain.empty()) scenario.drain = duration_of("--drain", options.drain);
    if (!options.spin.empty()) scenario.spin = duration_of("--spin", options.spin);
    if (!options.think.empty()) scenario.think = load::parse_think_time(options.think);
    if (options.arrivals == "poisson") scenario.arrivals = load::Arrivals::poisson;
    if (options.rate.empty()) return;
    scenario.rate = load::parse_rate(options.rate);
    if (!options.duration_given) scenario.duration = scenario.rate->length().value_or(scenario.duration);
}

/// That of the command line, else what the scenario file says.
std::string url_of(const BenchOptions& options, const load::Program* program) {
    const std::string url = options.url.empty() && program != nullptr ? program->targets : options.url;
    if (url.empty())
        throw base::SetupError{"it is not said what to put under load", "url",
                               "give one, or a scenario file of BMCs with its targets"};
    if (program != nullptr && program->is_of_bmcs() != load::is_ipmi(url)) {
        throw base::SetupError{
            load::is_ipmi(url) ? "a scenario's requests are WS-Management's, and this is a BMC"
                               : "a scenario's commands are those of BMCs, and this is a service",
            "--scenario",
            load::is_ipmi(url) ? "give a URL with http:// or https://, or write ipmi{…} steps"
                               : "give a URL with ipmi://"};
    }
    return url;
}

load::Scenario scenario_of(const BenchOptions& options) {
    load::Scenario scenario = options.scenario;
    if (!options.scenario_file.empty()) {
        scenario.program =
            std::make_shared<const load::Program>(scenario::read_scenario(options.scenario_file));
    }
    const std::string url = url_of(options, scenario.program.get());
    if (load::is_ipmi(url)) {
        scenario.ipmi = ipmi_request_of(options, url);
        const auto bmcs = static_cast<unsigned>(scenario.ipmi->target.addresses.size());
        if (!options.connections_given && bmcs > 1) scenario.connections = bmcs;
    } else {
        take_http(scenario, options);
    }
    take_times(scenario, options);
    load::validate(scenario);
    options.results.take_shard(scenario);
    base::allow_sockets(scenario.connections, "--connections",
                        "raise the limit with 'ulimit -n', or give fewer");
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
        case load::ErrorKind::tls_failed:
            return "the TLS handshake failed; is this its HTTPS port, and does it want a client certificate "
                   "(--certificate)?";
        case load::ErrorKind::tls_untrusted:
            return "its certificate is not trusted or names another host; give its authority with --ca FILE, "
                   "or take any certificate with --no-verify";
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
    const std::unique_ptr<BenchJudge> judge = options.results.judge(objectives);
    load::Probe probe;
    try {
        probe = load::probe(scenario, clock, stop.token());
    } catch (const base::SetupError& error) {
        return fail(code, ExitCode::target, error.what());  // the name does not resolve
    }
    if (stop.token().stop_requested()) {
        return fail(code, ExitCode::harness, url + ": interrupted before the load began");
    }
    if (probe.error && scenario.program && !scenario.program->setup.steps.empty()) {
        return fail(code, ExitCode::target,
                    fmt::format("{}: the setup of {} failed ({})", url, scenario.program->file,
                                load::name_of(*probe.error)));
    }
    if (probe.error) {
        const std::string trouble =
            scenario.ipmi ? trouble_with_bmc(*probe.error) : trouble_with_service(*probe.error);
        if (!trouble.empty()) return fail(code, ExitCode::target, fmt::format("{}: {}", url, trouble));
        fmt::print(stderr, "assay: {}: the first answer is no success ({}); measuring nevertheless\n", url,
                   load::name_of(*probe.error));
    }
    if (!options.results.await_start(scenario, clock, stop.token()))
        return fail(code, ExitCode::harness, url + ": interrupted before the load began");
    load::LoadRecord record = options.results.run(scenario, probe, clock, stop.token(), judge.get());
    code = options.results.tell(record, objectives, judge.get());
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

void add_tls_options(CLI::App& command, load::TlsOptions& tls) {
    command.add_option("--ca", tls.ca_file, "https: authorities that may vouch for the service, PEM")
        ->type_name("FILE");
    command.add_flag("!--no-verify", tls.verify, "https: take any certificate of the service");
    auto* certificate =
        command
            .add_option("--certificate", tls.certificate, "https: show this certificate, PEM, with its chain")
            ->type_name("FILE");
    auto* key = command.add_option("--key", tls.key, "https: the certificate's key, PEM")->type_name("FILE");
    certificate->needs(key);
    key->needs(certificate);
    command.add_flag("!--no-tls-reuse", tls.reuse_sessions,
                     "https: a full handshake for each connection, no session is taken up");
}

/// When requests are due, and of how many users.
void add_loop_options(CLI::App& command, BenchOptions& options) {
    load::Scenario& scenario = options.scenario;
    auto* rate =
        command.add_option("--rate", options.rate,
                           "Open loop: requests a second, whatever the answers do; or stages such as "
                           "100..1000/30s,1000/1m,..0/10s");
    command.add_option("--arrivals", options.arrivals, "uniform (default) or poisson, of --rate")
        ->check(CLI::IsMember({"uniform", "poisson"}))
        ->needs(rate);
    command.add_option("--seed", scenario.seed, "Of Poisson arrivals and of think times")
        ->capture_default_str();
    command
        .add_flag("--closed", options.closed,
                  "Closed loop: each connection asks when it was answered (default)")
        ->excludes(rate);
    command.add_option("--connections", scenario.connections, "In all; of a fleet one a BMC")
        ->capture_default_str();
    command.add_option("--threads", scenario.threads, "Of the generator")->capture_default_str();
    command.add_option("--think", options.think,
                       "Closed loop: the time from an answer to the next request, 100ms or 50ms..2s");
    command.add_option("--requests-per-connection", scenario.requests_per_connection,
                       "Open a new connection after so many answers");
    command.add_option("--spin", options.spin,
                       "Poll for so long before a request is due and after an answer, 2ms, instead of "
                       "sleeping: sends on time, and costs a core for each thread");
    command.add_option("--duration", options.duration, "Of the measurement")->capture_default_str();
    command.add_option("--warmup", options.warm_up, "Before it")->capture_default_str();
    command.add_option("--drain", options.drain,
                       "How long late answers are awaited at the end; as --timeout if not said");
    command.add_option("--timeout", options.timeout, "Of a connection attempt and of an answer")
        ->capture_default_str();
}

/// What is asked, as whom.
void add_request_options(CLI::App& command, BenchOptions& options) {
    load::Scenario& scenario = options.scenario;
    auto* file = command
                     .add_option("--scenario", options.scenario_file,
                                 "Play this Lua file's mix of requests, see suites/load")
                     ->type_name("FILE.lua");
    command.add_option("--sink", scenario.sink,
                       "ADDR:PORT where a scenario's events are delivered; loopback, for a service there");
    auto* operation = command.add_option(
        "--operation", options.operation,
        "identify (default), get or enumerate; of a BMC device-id (default), sensor or session");
    file->excludes(operation);
    command.add_option("--suite", options.suite, "Cipher suite of a BMC's sessions")->capture_default_str();
    command.add_option("--sensor", options.sensor, "Number of the sensor that is read")
        ->capture_default_str();
    command.add_option("--auth", options.scheme, "basic (default) or digest")
        ->check(CLI::IsMember({"basic", "digest"}));
    add_tls_options(command, scenario.tls);
    command.add_option("--resource", options.resource, "ResourceURI of Get and Enumerate");
    command.add_option("--selector", options.selectors, "NAME=VALUE, may be repeated")
        ->allow_extra_args(false);
    command.add_option("--max-elements", scenario.request.max_elements, "Of a Pull")->capture_default_str();
    command.add_option("--max-envelope", scenario.request.max_envelope, "Octets that an answer may have");
    command.add_flag("--optimize", options.optimize, "Ask Enumerate for the first elements at once");
    command
        .add_flag("!--no-checks", scenario.request.checks,
                  "Look at the status of an answer only, not at fault, RelatesTo and Action")
        ->excludes(file);
}

}  // namespace

void add_bench_command(CLI::App& app, ExitCode& code) {
    auto options = std::make_shared<BenchOptions>();
    CLI::App* command =
        app.add_subcommand("bench", "Put one operation of an endpoint under load and measure it");
    command->footer(
        "Without --resource, Get and Enumerate use the Assay_Item that `wsmand --demo`\nserves.\n"
        "A BMC, or a fleet of them, is ipmi://[USER[:PASSWORD]@]HOST[:PORT], with a range\nof addresses "
        "(127.0.0.1-127.0.0.100:623) or of ports (127.0.0.1:6230-6329), or\nseveral of these with "
        "commas between them; each connection is a session there.\n"
        "--judge shows in how many of the judged exchanges which rule is broken; with\n--out, "
        "`assay judge DIR` shows an exchange for each.\n"
        "Exit codes: 0 measured; 1 no request succeeded, or a SHALL or SHOULD is broken\n"
        "in what was judged; 3 target unreachable or authentication refused;\n"
        "4 interrupted; 5 an objective of --slo is breached; 64 usage.");
    command->add_option("url", options->url,
                        "http[s]://[USER[:PASSWORD]@]HOST[:PORT][/PATH], or ipmi://…; a scenario file may "
                        "name it");
    add_loop_options(*command, *options);
    add_request_options(*command, *options);
    options->results.add_options(*command);
    command->callback([options, command, &code] {
        options->connections_given = command->count("--connections") > 0;
        options->duration_given = command->count("--duration") > 0;
        run_bench(*options, code);
    });
}

}  // namespace assay::apps
