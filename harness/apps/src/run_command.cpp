#include <atomic>
#include <memory>
#include <random>
#include <stop_token>
#include <utility>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "assay/base/clock.hpp"
#include "assay/drive/drive.hpp"
#include "assay/judge/judge.hpp"
#include "assay/record/journal.hpp"
#include "assay/suite/canary.hpp"
#include "assay/suite/plan.hpp"
#include "assay/suite/subject.hpp"
#include "commands.hpp"
#include "console.hpp"
#include "dry_run.hpp"
#include "judging.hpp"
#include "out_folder.hpp"
#include "playing.hpp"
#include "product_data.hpp"
#include "selection_options.hpp"
#include "shrink_run.hpp"
#include "stop_after.hpp"
#include "stop_on_signal.hpp"
#include "target_options.hpp"
#include "version.hpp"

namespace assay::apps {
namespace {

struct Options {
    TargetOptions target;
    SelectionOptions selection;
    bool dry_run = false;
    bool shrink = false;
    bool destructive = false;
    std::size_t jobs = 1;
    std::uint32_t retries = 0;
    double case_timeout_seconds = 120;
    double longest_seconds = 0;  ///< of the whole run; 0: no limit
    Presentation presentation;
    std::string progress;
    std::uint64_t seed = 0;
    bool has_seed = false;
};

std::chrono::milliseconds milliseconds_of(double seconds) {
    return std::chrono::milliseconds{static_cast<std::int64_t>(seconds * 1000)};
}

record::RunHeader header_for(const Options& options, const drive::Access& access,
                             const suite::Profile& profile, const suite::Plan& plan, const ProductData& data,
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
    header.troubles = plan.troubles;
    for (const suite::Outside& outside : data.outside) header.suite_paths.push_back(outside.path.string());
    header.options["jobs"] = std::to_string(options.jobs);
    header.options["retries"] = std::to_string(options.retries);
    header.options["timeout_seconds"] = fmt::format("{}", options.target.timeout_seconds);
    header.options["case_timeout_seconds"] = fmt::format("{}", options.case_timeout_seconds);
    if (options.longest_seconds > 0)
        header.options["max_duration_seconds"] = fmt::format("{}", options.longest_seconds);
    header.options[judge::credentials_option] =
        access.authentication->credentials().given()
            ? access.target.is_bmc ? std::string{suite::bmc_scheme}
                                   : std::string{drive::to_text(access.authentication->scheme())}
            : judge::no_credentials;
    if (!options.selection.level.empty()) header.options["level"] = options.selection.level;
    if (options.destructive) header.options[record::destructive_option] = "true";
    if (profile.target.requests_per_second > 0)
        header.options["requests_per_second"] = fmt::format("{}", profile.target.requests_per_second);
    if (profile.target.connections > 0)
        header.options["connections"] = std::to_string(profile.target.connections);
    return header;
}

/// The profile asked for, else the one that fits what the product says of itself.
suite::Profile profile_for(const std::optional<suite::Profile>& asked, const ProductData& data,
                           const record::Exchange& first) {
    if (asked) return *asked;
    const auto product = suite::product_of(first);
    return product ? suite::profile_for(data.profiles, product->vendor, product->version)
                   : suite::profile_for(data.profiles, "", "");
}

enum class Driven { complete, interrupted, out_of_time };

/// Only the driving is asked to stop by a signal; what follows it is ended by one, as usual.
/// @param longest the time the driving may take; 0: any
Driven drive_until_stopped(const drive::DriveJob& job, const record::Exchange& first,
                           record::JournalWriter& journal, const base::Clock& clock, Progress& progress,
                           std::chrono::milliseconds longest) {
    std::atomic<bool> stop{false};
    const StopOnSignal signals;
    const StopAfter time{longest, stop};
    const std::stop_callback pass_on{signals.token(), [&stop] { stop.store(true); }};
    const bool complete = drive::drive(job, first, journal, clock, stop,
                                       [&](const drive::CaseNews& news) { progress.ended(news); });
    if (signals.token().stop_requested()) return Driven::interrupted;
    return complete ? Driven::complete : Driven::out_of_time;
}

ExitCode run(Options options) {
    const ProductData data = load_product_data(options.selection.globs.suites);
    std::optional<suite::Profile> asked;
    if (!options.target.profile.empty()) asked = profile_of(options.target.profile, data);
    suite::Selection selection = selection_of(options.selection, data);
    const std::string url = options.target.url.empty() && asked ? asked->target.url : options.target.url;
    selection.subject = suite::subject_of(url);
    options.presentation.only_shall = options.selection.level == "shall";
    if (!options.has_seed) options.seed = std::random_device{}();

    // What was asked for is checked before anybody is bothered with it.
    suite::Profile foreseen = asked.value_or(suite::Profile{});
    if (!asked || options.destructive) foreseen.target.destructive = true;
    const suite::Plan forecast =
        suite::make_plan(data.collection, data.rules, foreseen, data.profiles, selection);
    warn_of(forecast.troubles);
    if (options.dry_run) {
        print_dry_run(forecast, *selection.subject, asked ? &*asked : nullptr, options.destructive, data,
                      options.presentation.json);
        return forecast.troubles.empty() ? ExitCode::conforming : ExitCode::harness;
    }
    const base::SystemClock clock;
    const base::Instant began = clock.now();
    drive::Access access = access_for(options.target, asked ? asked->target : suite::TargetSettings{}, "run");
    const record::Exchange first = drive::knock(access, clock, began);
    suite::Profile profile = profile_for(asked, data, first);
    profile.target.destructive = profile.target.destructive || options.destructive;
    if (!asked) keep_to_limits(access, profile.target);
    access.second_user = second_user_of(profile.target);
    const suite::Plan plan = suite::make_plan(data.collection, data.rules, profile, data.profiles, selection);

    if (!profile.target.destructive) hint_at_changes(options.selection, plan, data);

    const OutFolder out{options.presentation.out};
    record::JournalWriter journal{out.journal(), header_for(options, access, profile, plan, data, clock)};
    const drive::DriveJob job{&plan,
                              &data.collection.library,
                              &data.rules,
                              drive::setting_for(access.target, profile, options.seed),
                              access,
                              options.jobs,
                              began,
                              options.retries,
                              milliseconds_of(options.case_timeout_seconds)};
    Progress progress{progress_style(options.progress), count_to_run(plan), began};
    const Driven driven =
        drive_until_stopped(job, first, journal, clock, progress, milliseconds_of(options.longest_seconds));
    progress.finish();
    if (driven == Driven::interrupted) return interrupted(out);
    if (driven == Driven::out_of_time)
        fmt::print(stderr, "assay: the run was ended after {} s, as --max-duration demands\n",
                   options.longest_seconds);
    record::RunRecord judged = judge_journal(record::read_journal(out.journal()), data);
    if (options.shrink) {
        shrink_failures(judged, out.path(), journal, data, access, first, clock, profile.target.destructive);
        judged = judge_journal(record::read_journal(out.journal()), data);
    }
    return present(std::move(judged), data, options.presentation);
}

void add_flow_options(CLI::App& command, Options& options) {
    command
        .add_option(
            "--retries", options.retries,
            "play a case that did not pass up to N times more; it stays failed, but is called flaky when "
            "it passes then")
        ->check(CLI::Range(0, 20))
        ->type_name("N")
        ->capture_default_str();
    command
        .add_option("--case-timeout", options.case_timeout_seconds,
                    "seconds for a case that names no time limit itself; one that takes longer is blocked")
        ->check(CLI::Range(0.1, 3600.0))
        ->type_name("S")
        ->capture_default_str();
    command
        .add_option("--max-duration", options.longest_seconds,
                    "seconds for the whole run; what it does not come to is blocked")
        ->check(CLI::Range(0.1, 604800.0))
        ->type_name("S");
    command.add_flag("--shrink", options.shrink,
                     "afterwards, look for the smallest request of each failed case that still fails");
}

}  // namespace

void add_run_command(CLI::App& app, ExitCode& code) {
    const auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("run", "Test a service or a BMC and report what was found");
    add_target_options(*command, options->target);
    add_selection_options(*command, options->selection);
    command->add_flag("--dry-run", options->dry_run,
                      "say what would run and why the rest would not; the target is not asked");
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
    command->add_flag("--times", options->presentation.times, "list how long each case took, and which wait");
    command->add_flag("--json", options->presentation.json, "print run.json instead of the summary");
    command->add_flag("--destructive", options->destructive,
                      "let cases make, change and remove instances, whatever the profile says");
    CLI::Option* seed =
        command->add_option("--seed", options->seed, "repeat the message ids of an earlier run");
    add_flow_options(*command, *options);
    command->footer(
        "Exit code 1 says that a SHALL or a SHOULD is broken; with --level shall, only\na SHALL. "
        "A case that was retried counts by the gravest of its attempts.\n"
        "Ctrl-C stops with exit code 4 and keeps the journal for `assay judge`.\n"
        "Credentials come from the URL, from ASSAY_USER and ASSAY_PASSWORD, or from the\nprofile's "
        "[credentials]; they are never printed or kept.");
    command->callback([options, seed, &code] {
        options->has_seed = seed->count() > 0;
        code = run(*options);
    });
}

}  // namespace assay::apps
