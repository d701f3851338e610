#include <cstdio>
#include <memory>
#include <optional>

#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "assay/base/clock.hpp"
#include "assay/base/usage_error.hpp"
#include "assay/drive/target.hpp"
#include "assay/load/quantity.hpp"
#include "assay/proxy/proxy.hpp"
#include "commands.hpp"
#include "judging.hpp"
#include "out_folder.hpp"
#include "product_data.hpp"
#include "stop_on_signal.hpp"
#include "version.hpp"

namespace assay::apps {
namespace {

struct Options {
    std::string listen = "127.0.0.1:0";
    std::string to;
    std::string duration;
    proxy::ProxyJob job;
    Presentation presentation;
};

std::optional<base::Duration> duration_of(const std::string& text) {
    if (text.empty()) return std::nullopt;
    const auto duration = load::parse_duration(text);
    if (!duration)
        throw base::UsageError{fmt::format("'{}' is not a duration", text), "--duration",
                               "write e.g. 90s or 10m"};
    return duration;
}

proxy::ProxyJob job_of(const Options& options) {
    proxy::ProxyJob job = options.job;
    job.listen = proxy::parse_listening(options.listen);
    const drive::ParsedTarget service = drive::parse_target(options.to);
    if (service.credentials.given()) {
        throw base::UsageError{"the proxy sends nothing of its own, and no credentials", "--to",
                               "leave them out of the URL; clients bring theirs"};
    }
    job.service = service.target;
    job.duration = duration_of(options.duration);
    return job;
}

record::RunHeader header_for(const proxy::ProxyJob& job, const base::Clock& clock) {
    record::RunHeader header;
    header.tool_version = tool_version;
    header.began = base::to_rfc3339(clock.wall());
    header.target = job.service.url();
    header.profile_name = observed_profile;
    header.options[record::observed_option] = record::observed_live;
    return header;
}

/// A signal asks only the relaying to stop; what follows it is ended by one, as usual.
void relay_until_signal(const proxy::ProxyJob& job, record::JournalWriter& journal, const base::Clock& clock,
                        base::Instant began) {
    const StopOnSignal signals;
    proxy::run_proxy(job, journal, clock, began, signals.token(), [](const std::string& url) {
        fmt::print("{}\n", nlohmann::ordered_json{{"ready", true}, {"endpoints", {url}}}.dump());
        std::fflush(stdout);
    });
}

ExitCode run(const Options& options) {
    const proxy::ProxyJob job = job_of(options);
    const ProductData data = load_product_data();
    const base::SystemClock clock;
    const base::Instant began = clock.now();
    const OutFolder out{options.presentation.out};
    record::JournalWriter journal{out.journal(), header_for(job, clock)};
    relay_until_signal(job, journal, clock, began);
    return present(judge_journal(record::read_journal(out.journal()), data), data, options.presentation);
}

}  // namespace

void add_proxy_command(CLI::App& app, ExitCode& code) {
    const auto options = std::make_shared<Options>();
    CLI::App* command =
        app.add_subcommand("proxy", "Stand between a client and a service, and judge what both sent");
    command->add_option("--listen", options->listen, "ADDRESS:PORT for clients; port 0 takes a free one")
        ->capture_default_str();
    command->add_option("--to", options->to, "http[s]://HOST[:PORT]/PATH of the service")->required();
    command->add_option("--ca", options->job.ca_file, "authorities that may vouch for the service, PEM")
        ->type_name("FILE");
    command->add_flag("!--no-verify", options->job.verify, "take any certificate of the service");
    CLI::Option* certificate =
        command
            ->add_option("--certificate", options->job.certificate,
                         "speak TLS to clients and show this certificate, PEM, with its chain")
            ->type_name("FILE");
    CLI::Option* key =
        command->add_option("--key", options->job.key, "the certificate's key, PEM")->type_name("FILE");
    certificate->needs(key);
    key->needs(certificate);
    command->add_option("--duration", options->duration, "stop by itself, e.g. after 10m");
    add_presentation_options(*command, options->presentation);
    command->footer(
        "Prints a line of JSON with the URL for clients when it is ready. Ctrl-C or\n"
        "SIGTERM stops it; then everything is judged: findings about the service's\n"
        "answers and about the client's requests. Octets pass unchanged; credentials\n"
        "are not kept. With --to https:// the journal has clear text.\n"
        "Exit code 3 says that the service was not to be reached: clients got 502.");
    command->callback([options, &code] { code = run(*options); });
}

}  // namespace assay::apps
