#include <atomic>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <random>
#include <stop_token>

#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "assay/base/clock.hpp"
#include "assay/peer/peer.hpp"
#include "assay/record/journal.hpp"
#include "commands.hpp"
#include "console.hpp"
#include "judging.hpp"
#include "out_folder.hpp"
#include "playing.hpp"
#include "product_data.hpp"
#include "selection_options.hpp"
#include "stop_on_signal.hpp"
#include "version.hpp"

namespace assay::apps {
namespace {

struct Options {
    std::string driver_file;
    std::string listen = "127.0.0.1:0";
    SelectionOptions selection;
    Presentation presentation;
    std::string progress;
    std::uint64_t seed = 0;
    bool has_seed = false;
    double patience_seconds = 60;
};

/// What the client is given. The fixture's own where nothing else is said: the service is ours and protects
/// nothing.
drive::Credentials credentials_for_client() {
    const char* user = std::getenv("ASSAY_USER");
    const char* password = std::getenv("ASSAY_PASSWORD");
    if (user == nullptr || *user == '\0') return {"assay", "assay-demo"};
    return {user, password == nullptr ? "" : password};
}

record::RunHeader header_for(const Options& options, const peer::PeerJob& job, const peer::Listener& listener,
                             const ProductData& data, const base::Clock& clock) {
    record::RunHeader header;
    header.tool_version = tool_version;
    header.began = base::to_rfc3339(clock.wall());
    header.target = job.setting.url;
    header.seed = options.seed;
    header.plan_hash = job.plan->hash;
    header.profile_name = job.driver == nullptr ? "by-hand" : job.driver->name;
    header.profile_toml = job.driver == nullptr ? "" : job.driver->toml;
    for (const suite::PlannedCase& planned : job.plan->cases)
        header.case_ids.push_back(planned.definition.id);
    header.troubles = job.plan->troubles;
    for (const suite::Outside& outside : data.outside) header.suite_paths.push_back(outside.path.string());
    header.options[record::judged_option] = record::judged_client;
    header.options[elsewhere_option] = listener.other_authority();
    if (!options.selection.level.empty()) header.options["level"] = options.selection.level;
    return header;
}

/// The line by which whoever started us knows that clients may come. Kept from standard output where run.json
/// goes.
void print_ready(const Options& options, const std::string& url) {
    const std::string line = nlohmann::ordered_json{{"ready", true}, {"endpoints", {url}}}.dump();
    (options.presentation.json ? std::cerr : std::cout) << line << std::endl;
}

/// @return false when a signal came
bool certify_until_signal(const peer::PeerJob& job, peer::Listener& listener, record::JournalWriter& journal,
                          const base::Clock& clock, Progress& progress) {
    std::atomic<bool> stop{false};
    const StopOnSignal signals;
    const std::stop_callback pass_on{signals.token(), [&stop] { stop.store(true); }};
    return peer::certify(
        job, listener, journal, clock, stop,
        [&](const suite::PlannedCase& planned, record::Verdict verdict) {
            progress.ended({&planned, verdict});
        },
        [](const std::string& sentence) { fmt::print(stderr, "{}\n", sentence); });
}

ExitCode certify(Options options) {
    const ProductData data = load_product_data(options.selection.globs.suites);
    std::optional<suite::Driver> driver;
    if (!options.driver_file.empty()) driver = suite::read_driver(options.driver_file);
    const suite::Driver* known = driver ? &*driver : nullptr;
    options.presentation.only_shall = options.selection.level == "shall";
    if (!options.has_seed) options.seed = std::random_device{}();
    const suite::Plan plan =
        suite::make_client_plan(data.collection, data.rules, known, selection_of(options.selection, data));
    warn_of(plan.troubles);

    const base::SystemClock clock;
    peer::Listener listener{options.listen, clock};
    const auto patience =
        std::chrono::milliseconds{static_cast<std::int64_t>(options.patience_seconds * 1000)};
    const peer::PeerJob job{
        &plan,
        &data.collection.library,
        &data.rules,
        known,
        peer::setting_for(listener.authority(), listener.other_authority(), known, options.seed),
        credentials_for_client(),
        data.home,
        clock.now(),
        patience};
    const OutFolder out{options.presentation.out};
    record::JournalWriter journal{out.journal(), header_for(options, job, listener, data, clock)};
    Progress progress{progress_style(options.progress), count_to_run(plan), job.began};
    print_ready(options, job.setting.url);
    const bool complete = certify_until_signal(job, listener, journal, clock, progress);
    progress.finish();
    if (!complete) return interrupted(out);
    return present(judge_journal(record::read_journal(out.journal()), data), data, options.presentation);
}

}  // namespace

void add_peer_command(CLI::App& app, ExitCode& code) {
    const auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand(
        "peer", "Play a service, lead a client through the suites and judge what it sends");
    command
        ->add_option(
            "--driver", options->driver_file,
            "how the client is started for each step (TOML, see suites/drivers); without it, what is to be "
            "done by hand is told on standard error")
        ->type_name("FILE");
    command->add_option("--listen", options->listen, "where the client is to come; port 0 for any free one")
        ->type_name("ADDRESS:PORT")
        ->capture_default_str();
    add_selection_options(*command, options->selection);
    command
        ->add_option("--out", options->presentation.out,
                     "write run.json, junit.xml, index.html and the journal into DIR")
        ->type_name("DIR");
    command
        ->add_option("--deviations", options->presentation.deviations,
                     "known deviations; else those of suites/deviations")
        ->type_name("FILE");
    command->add_option("--progress", options->progress, "how to tell what goes on")
        ->check(CLI::IsMember({"tty", "plain", "json", "none"}));
    command->add_flag("--json", options->presentation.json, "print run.json instead of the summary");
    CLI::Option* seed =
        command->add_option("--seed", options->seed, "repeat the message ids of an earlier run");
    command
        ->add_option("--patience", options->patience_seconds,
                     "without a driver: seconds that a client may take to come")
        ->check(CLI::Range(0.1, 3600.0))
        ->capture_default_str();
    command->footer(
        "Prints one JSON line when clients may come:\n"
        "{\"ready\":true,\"endpoints\":[\"http://…\"]}.\n"
        "The client is given ASSAY_USER and ASSAY_PASSWORD, else assay and assay-demo;\n"
        "what it sends of them is never kept.");
    command->callback([options, seed, &code] {
        options->has_seed = seed->count() > 0;
        code = certify(*options);
    });
}

}  // namespace assay::apps
