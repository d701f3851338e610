#include <atomic>
#include <cstdlib>
#include <memory>
#include <random>
#include <stop_token>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "assay/base/clock.hpp"
#include "assay/base/setup_error.hpp"
#include "assay/base/usage_error.hpp"
#include "assay/drive/drive.hpp"
#include "assay/judge/judge.hpp"
#include "assay/record/journal.hpp"
#include "assay/suite/canary.hpp"
#include "assay/suite/plan.hpp"
#include "commands.hpp"
#include "console.hpp"
#include "judging.hpp"
#include "out_folder.hpp"
#include "product_data.hpp"
#include "stop_on_signal.hpp"
#include "version.hpp"

namespace assay::apps {
namespace {

struct Options {
    std::string url;
    std::string target_file;
    suite::Selection selection;
    std::string level;
    std::size_t jobs = 1;
    Presentation presentation;
    std::string progress;
    std::uint64_t seed = 0;
    bool has_seed = false;
    double timeout_seconds = 10;
};

std::string variable(const std::string& name) {
    const char* value = name.empty() ? nullptr : std::getenv(name.c_str());
    return value == nullptr ? std::string{} : value;
}

/// The URL's user part first, then the environment, then the profile.
drive::Credentials credentials_for(const drive::Credentials& from_url,
                                   const suite::TargetSettings& settings) {
    if (from_url.given()) return from_url;
    if (const std::string user = variable("ASSAY_USER"); !user.empty())
        return {user, variable("ASSAY_PASSWORD")};
    const std::string password =
        settings.password.empty() ? variable(settings.password_env) : settings.password;
    return {settings.user, password};
}

drive::Access access_for(const Options& options, const suite::TargetSettings& settings) {
    const std::string url = options.url.empty() ? settings.url : options.url;
    if (url.empty()) {
        throw base::UsageError{"no target", "run", "give a URL, or a --target file whose [target] has a url"};
    }
    const drive::ParsedTarget parsed = drive::parse_target(url);
    drive::Access access;
    access.target = parsed.target;
    access.authentication = std::make_shared<drive::Authentication>(
        credentials_for(parsed.credentials, settings),
        settings.scheme == "digest" ? drive::Scheme::digest : drive::Scheme::basic);
    access.ca_file = settings.ca_file;
    access.verify = settings.verify;
    access.certificate = settings.certificate;
    access.key = settings.key;
    access.timeout = std::chrono::milliseconds{static_cast<std::int64_t>(options.timeout_seconds * 1000)};
    return access;
}

std::optional<record::Level> level_from(const std::string& word) {
    if (word.empty()) return std::nullopt;
    if (word == "shall") return record::Level::shall;
    return word == "should" ? record::Level::should : record::Level::may;
}

record::RunHeader header_for(const Options& options, const drive::Access& access,
                             const suite::Profile& profile, const suite::Plan& plan,
                             const base::Clock& clock) {
    record::RunHeader header;
    header.tool_version = tool_version;
    header.began = base::to_rfc3339(clock.wall());
    header.target = access.target.url();
    header.seed = options.seed;
    header.plan_hash = plan.hash;
    header.profile_name = profile.name;
    header.profile_toml = profile.toml;
    for (const suite::PlannedCase& planned : plan.cases) header.case_ids.push_back(planned.definition.id);
    header.options["jobs"] = std::to_string(options.jobs);
    header.options["timeout_seconds"] = fmt::format("{}", options.timeout_seconds);
    header.options[judge::credentials_option] =
        access.authentication->credentials().given()
            ? std::string{drive::to_text(access.authentication->scheme())}
            : judge::no_credentials;
    if (!options.level.empty()) header.options["level"] = options.level;
    return header;
}

std::size_t count_to_run(const suite::Plan& plan) {
    return static_cast<std::size_t>(std::ranges::count_if(
        plan.cases, [](const suite::PlannedCase& planned) { return planned.not_applicable.empty(); }));
}

/// The profile asked for, else the one that fits what the product says of itself.
suite::Profile profile_for(const std::optional<suite::Profile>& asked, const ProductData& data,
                           const record::Exchange& first) {
    if (asked) return *asked;
    const auto product = suite::product_of(first);
    return product ? suite::profile_for(data.profiles, product->vendor, product->version)
                   : suite::profile_for(data.profiles, "", "");
}

ExitCode interrupted(const OutFolder& out) {
    if (out.is_kept()) {
        fmt::print(stderr,
                   "assay: interrupted; what was seen until then is in the journal\n  `assay judge {} --out "
                   "{}` reports it\n",
                   out.journal().string(), out.path().string());
    } else {
        fmt::print(stderr, "assay: interrupted; with --out DIR the journal would have been kept\n");
    }
    return ExitCode::harness;
}

/// Only the driving is asked to stop by a signal; what follows it is ended by one, as usual.
/// @return false when a signal came
bool drive_until_signal(const drive::DriveJob& job, const record::Exchange& first,
                        record::JournalWriter& journal, const base::Clock& clock, Progress& progress) {
    std::atomic<bool> stop{false};
    const StopOnSignal signals;
    const std::stop_callback pass_on{signals.token(), [&stop] { stop.store(true); }};
    const bool complete = drive::drive(job, first, journal, clock, stop,
                                       [&](const drive::CaseNews& news) { progress.ended(news); });
    return complete && !stop.load();
}

ExitCode run(Options options) {
    const ProductData data = load_product_data();
    std::optional<suite::Profile> asked;
    if (!options.target_file.empty()) asked = suite::read_profile(options.target_file);
    options.selection.level = level_from(options.level);
    options.presentation.only_shall = options.level == "shall";
    if (!options.has_seed) options.seed = std::random_device{}();

    // What was asked for is checked before anybody is bothered with it.
    (void)suite::make_plan(data.collection, data.rules, asked.value_or(suite::Profile{}), data.profiles,
                           options.selection);
    const base::SystemClock clock;
    const base::Instant began = clock.now();
    const drive::Access access = access_for(options, asked ? asked->target : suite::TargetSettings{});
    const record::Exchange first = drive::knock(access, clock, began);
    const suite::Profile profile = profile_for(asked, data, first);
    const suite::Plan plan =
        suite::make_plan(data.collection, data.rules, profile, data.profiles, options.selection);

    const OutFolder out{options.presentation.out};
    record::JournalWriter journal{out.journal(), header_for(options, access, profile, plan, clock)};
    const drive::DriveJob job{&plan,       &data.collection.library,
                              &data.rules, drive::setting_for(access.target, profile, options.seed),
                              access,      options.jobs,
                              began};
    Progress progress{progress_style(options.progress), count_to_run(plan), began};
    const bool complete = drive_until_signal(job, first, journal, clock, progress);
    progress.finish();
    if (!complete) return interrupted(out);
    return present(judge_journal(record::read_journal(out.journal()), data), data, options.presentation);
}

}  // namespace

void add_run_command(CLI::App& app, ExitCode& code) {
    const auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("run", "Test a service and report what was found");
    command->add_option("url", options->url, "http[s]://[USER:PASSWORD@]HOST[:PORT]/PATH");
    command->add_option("--target", options->target_file,
                        "a profile (TOML) that says where the target is and what it has");
    command
        ->add_option("--suite", options->selection.suites,
                     "only cases of suites that match GLOB, e.g. 'dsp0226/*'")
        ->type_name("GLOB");
    command
        ->add_option("--case", options->selection.cases,
                     "only cases whose id matches GLOB, and what they need")
        ->type_name("GLOB");
    command->add_option("--rule", options->selection.rules, "only cases that prove a rule that matches GLOB")
        ->type_name("GLOB");
    command
        ->add_option("--level", options->level,
                     "only rules at least this strict; with 'shall', broken advice (SHOULD) does not lead to "
                     "exit code 1")
        ->check(CLI::IsMember({"shall", "should", "may"}));
    command
        ->add_option("--jobs", options->jobs,
                     "how many cases at a time; hostile and destructive ones always run alone")
        ->check(CLI::Range(1, 64))
        ->capture_default_str();
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
    command->add_option("--timeout", options->timeout_seconds, "seconds for an exchange")
        ->check(CLI::Range(0.1, 3600.0))
        ->capture_default_str();
    command->footer(
        "Exit code 1 says that a SHALL or a SHOULD is broken; with --level shall, a SHALL.\n"
        "Ctrl-C stops with exit code 4 and keeps the journal for `assay judge`.\n"
        "Credentials come from the URL, from ASSAY_USER and ASSAY_PASSWORD, or from the\nprofile's "
        "[credentials]; they are never printed or kept.");
    command->callback([options, seed, &code] {
        options->has_seed = seed->count() > 0;
        code = run(*options);
    });
}

}  // namespace assay::apps
