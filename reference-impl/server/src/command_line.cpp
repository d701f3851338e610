#include "assay/server/command_line.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/asio/ip/host_name.hpp>
#include <cstdio>
#include <iostream>
#include <memory>

#include "assay/base/setup_error.hpp"
#include "assay/server/config.hpp"
#include "assay/server/endpoint.hpp"
#include "assay/wire/server.hpp"
#include "bmc_section.hpp"
#include "classes.hpp"
#include "reload.hpp"

namespace assay::server {
namespace {

constexpr int usage_error = 64;

struct Options {
    std::string config;
    std::vector<std::string> listen;
    unsigned threads = 0;
    std::vector<std::string> bmcs;
    std::string profile;
    bool demo = false;
    bool hash_password = false;
    std::string user;
    std::string realm = AccessSettings{}.realm;
};

void describe(CLI::App& app, Options& options) {
    app.add_option("--config", options.config, "TOML file with listeners, users, limits and the BMCs");
    app.add_option("--listen", options.listen,
                   "[https://]ADDR:PORT to serve; may be repeated; port 0 picks one");
    app.add_flag(
        "--demo", options.demo,
        "fixture mode: user assay, password assay-demo, conformance classes, and a second user who reads");
    app.add_option("--bmc", options.bmcs,
                   "HOST:PORT of a BMC whose hardware classes are served; may be repeated, and be a range: "
                   "HOST:7000-7099, 10.0.0.1-10.0.0.99:623");
    auto* hash = app.add_flag("--hash-password", options.hash_password,
                              "read a password from standard input and print its hash for [[user]]");
    app.add_option("--user", options.user, "print the whole [[user]], with what Digest needs")->needs(hash);
    app.add_option("--realm", options.realm, "the realm that Digest's part is for, as under [auth]")
        ->needs(hash);
    app.add_option("--profile", options.profile, "dialect to speak: dmtf, winrm, amt or strict");
    app.add_option("--threads", options.threads, "event loops")->check(CLI::Range(1, 256));
}

Config config_from(const Options& options) {
    Config config = options.config.empty() ? Config{} : read_config(options.config);
    if (!options.listen.empty()) config.listen.clear();
    for (const std::string& each : options.listen) {
        config.listen.push_back({.address = wire::parse_address(each, "--listen"), .tls = config.tls});
    }
    if (config.listen.empty()) config.listen.push_back({.address = {.host = "127.0.0.1", .port = 5985}});
    if (options.threads != 0) config.threads = options.threads;
    if (!options.bmcs.empty()) config.bmcs = at_addresses(options.bmcs, config.bmcs);
    if (!options.profile.empty()) config.profile = &profile_of(options.profile, "--profile");
    if (options.demo) add_demo(config);
    check(config);
    return config;
}

std::string ready_line(const std::vector<wire::Address>& listening) {
    std::string endpoints;
    for (const wire::Address& each : listening) {
        endpoints += fmt::format("{}\"{}/wsman\"", endpoints.empty() ? "" : ",", each.origin());
    }
    return fmt::format("{{\"ready\":true,\"endpoints\":[{}]}}\n", endpoints);
}

void serve(const Options& options, Seams seams) {
    const Config config = config_from(options);
    const base::SystemClock clock;
    service::Registry registry;
    const auto access = std::make_shared<const Access>(config.access);
    const auto is_secure = [](const Listener& each) { return each.address.secure; };
    const bool any_secure = std::ranges::any_of(config.listen, is_secure);
    const bool all_secure = std::ranges::all_of(config.listen, is_secure);
    service::Identity identity{.version = ASSAY_VERSION,
                               .security_profiles = access->security_profiles(!all_secure, any_secure),
                               .machine = boost::asio::ip::host_name()};
    service::Service service{registry, config.service, std::move(identity), seams.envelope, *config.profile};
    std::optional<AccessLog> log;
    if (!config.access_log.empty()) log.emplace(config.access_log);
    AccessLog* const log_or_none = log ? &*log : nullptr;
    auto listeners = listeners_of(config, seams.tls);
    wire::OctetTwist twist = std::move(seams.received_octets);
    Endpoint endpoint{service, access, clock, log_or_none, std::move(seams)};
    wire::Server server{std::move(listeners), config.threads, config.wire, endpoint, clock, std::move(twist)};
    // after the server, because what is under way holds a place on the server's loops
    Classes classes{config, registry};
    if (config.conformance) classes.add_conformance(registry, clock.wall());
    Reload reload{config, [&options] { return config_from(options); }, endpoint, server, log_or_none};
    server.on_hangup([&reload] { reload.begin(); });
    fmt::print("{}", ready_line(server.listening()));
    std::fflush(stdout);
    // also when running ends with an exception
    const std::unique_ptr<Endpoint, void (*)(Endpoint*)> end{&endpoint, [](Endpoint* it) { it->stop(); }};
    server.run();
    classes.stop();
}

/// A basic string of TOML.
std::string toml_string(std::string_view text) {
    std::string made = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') made += '\\';
        made += c;
    }
    return made + "\"";
}

void print_password_hash(const Options& options) {
    std::string password;
    std::getline(std::cin, password);
    if (password.empty()) {
        throw base::SetupError{"no password was given", "standard input",
                               "write it there, e.g. wsmand --hash-password < file"};
    }
    const std::string hash = auth::PasswordHash::of(password).text();
    if (options.user.empty()) {
        fmt::print("{}\n", hash);
        return;
    }
    const auto secret = [&](auth::Algorithm algorithm) {
        return auth::digest_secret(algorithm, options.user, options.realm, password);
    };
    fmt::print("[[user]]\nname = {}\npassword_hash = \"{}\"\ndigest_sha256 = \"{}\"\ndigest_md5 = \"{}\"\n",
               toml_string(options.user), hash, secret(auth::Algorithm::sha256),
               secret(auth::Algorithm::md5));
}

}  // namespace

int run_wsmand(std::vector<std::string> arguments, Seams seams) {
    CLI::App app{"Reference WS-Management service"};
    Options options;
    describe(app, options);
    std::ranges::reverse(arguments);  // CLI11 takes them from the back
    try {
        app.parse(std::move(arguments));
        if (options.hash_password) {
            print_password_hash(options);
        } else {
            serve(options, std::move(seams));
        }
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : usage_error;
    } catch (const base::SetupError& error) {
        fmt::print(stderr, "wsmand: {}\n", error.what());
        return 1;
    }
    return 0;
}

}  // namespace assay::server
