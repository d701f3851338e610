#include <atomic>
#include <fstream>
#include <memory>
#include <stop_token>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "assay/base/clock.hpp"
#include "assay/base/setup_error.hpp"
#include "assay/base/usage_error.hpp"
#include "assay/reports/curl.hpp"
#include "commands.hpp"
#include "curl_lines.hpp"
#include "dialogue_shrinker.hpp"
#include "exchange_view.hpp"
#include "past_case.hpp"
#include "shrinker.hpp"
#include "stop_on_signal.hpp"
#include "target_options.hpp"
#include "text.hpp"

namespace assay::apps {
namespace {

struct Options {
    std::string what;
    TargetOptions target;
    std::string rule;
    ShrinkLimits limits;
    double seconds = 60;
    bool destructive = false;
    std::filesystem::path out;
};

std::string rule_for(const PastCase& past, const Options& options, const ProductData& data) {
    std::string rule = options.rule.empty() ? past.rule : options.rule;
    if (rule.empty()) rule = gravest_rule(past, data.rules);
    if (rule.empty())
        throw base::UsageError{"the case has no finding", options.what, "name a case that failed or warned"};
    if (!data.rules.contains(rule))
        throw base::UsageError{fmt::format("'{}' is no rule", rule), "--rule",
                               "`assay list --rules` shows them"};
    return rule;
}

/// Does nothing without a folder.
void write_into(const std::filesystem::path& folder, const std::string& name, const std::string& text) {
    if (folder.empty()) return;
    std::error_code ignored;  // a folder that is not there shows when the file is written
    std::filesystem::create_directories(folder, ignored);
    const auto file = folder / name;
    std::ofstream out{file, std::ios::binary | std::ios::trunc};
    if (!(out << text << std::flush))
        throw base::SetupError{"cannot write what was shrunk", file.string(),
                               "choose another folder with --out"};
    fmt::print("written to {}\n", file.string());
}

ExitCode not_shrunk(const std::string& why) {
    fmt::print(stderr, "assay: nothing was shrunk: {}\n", why);
    return ExitCode::harness;
}

ExitCode report(const DialogueOutcome& outcome, const std::filesystem::path& folder) {
    if (!outcome.shrunk) return not_shrunk(outcome.why_not);
    print_shrunk(*outcome.shrunk);
    write_into(folder, outcome.shrunk->case_id + ".datagrams", datagram_lines(*outcome.shrunk));
    return ExitCode::findings;
}

ExitCode report(const ShrinkOutcome& outcome, const std::filesystem::path& folder, const std::string& url) {
    if (!outcome.shrunk) return not_shrunk(outcome.why_not);
    print_shrunk(*outcome.shrunk, url);
    write_into(folder, outcome.shrunk->case_id + ".http", outcome.shrunk->request);
    return ExitCode::findings;
}

ExitCode shrink(Options options) {
    const ProductData data = load_data_of(options.what);
    const PastCase past = load_past_case(options.what, data);
    const std::string rule = rule_for(past, options, data);
    const suite::TargetSettings settings = settings_of(past, options.target, data);
    const TargetOptions where = target_of(past, options.target);
    refuse_changes(past, where, settings, options.destructive, "shrink");
    drive::Access access = access_for(where, settings, "shrink");
    if (access.target.is_bmc && !options.limits.keep.empty())
        throw base::UsageError{"--keep is about a text in a request over HTTP", access.target.url(),
                               "leave it out: a datagram to a BMC stays where the finding needs it"};
    const base::SystemClock clock;
    const record::Exchange first = drive::knock(access, clock, clock.now());
    options.limits.time = std::chrono::milliseconds{static_cast<std::int64_t>(options.seconds * 1000)};

    std::atomic<bool> stop{false};
    const StopOnSignal signals;
    const std::stop_callback pass_on{signals.token(), [&stop] { stop.store(true); }};
    if (access.target.is_bmc)
        return report(shrink_dialogue(past, rule, data, access, options.limits, clock, stop), options.out);
    return report(shrink_case(past, rule, data, access, first, options.limits, clock, stop), options.out,
                  access.target.url());
}

}  // namespace

void print_shrunk(const record::Shrunk& shrunk, const std::string& url) {
    record::Exchange exchange;
    exchange.request = shrunk.request;
    exchange.response = shrunk.response;
    fmt::print("{} breaks {} with {} of {} octets, found in {} tries{}\n", shrunk.case_id, shrunk.rule,
               shrunk.request.size(), shrunk.octets_before, shrunk.tries,
               shrunk.exhausted ? "" : "; more might go: the limit of the search was reached");
    fmt::print("{}", messages_shown(exchange));
    if (const auto line = reports::curl_line(exchange, url)) fmt::print("{}\n", *line);
}

void add_shrink_command(CLI::App& app, ExitCode& code) {
    const auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand(
        "shrink", "Find the smallest request or dialogue that breaks a rule as the case's did");
    command->add_option("case", options->what, "RUN#CASE: the run's folder or journal, and the case's id")
        ->required();
    add_target_options(*command, options->target);
    command->add_option("--rule", options->rule, "the rule whose finding is meant; else that of the gravest")
        ->type_name("RULE");
    command->add_option("--keep", options->limits.keep, "a text that has to stay in the request")
        ->type_name("TEXT");
    command->add_option("--tries", options->limits.tries, "how often the case is played at most")
        ->check(CLI::Range(1, 10000))
        ->type_name("N")
        ->capture_default_str();
    command->add_option("--max-duration", options->seconds, "seconds for all tries")
        ->check(CLI::Range(0.1, 86400.0))
        ->type_name("S")
        ->capture_default_str();
    command->add_flag(
        "--destructive", options->destructive,
        "also a case that changes the target, where the run was not allowed to; it does so at every "
        "try");
    command
        ->add_option("--out", options->out,
                     "write the request to DIR/CASE.http, datagrams to DIR/CASE.datagrams")
        ->type_name("DIR");
    command->footer(
        "Each try plays the case live with a smaller request. It counts when the same\nrule is broken with "
        "the same "
        "status and fault, when a request that was lawful\nstill is, and when the target answers Identify "
        "afterwards. An expectation of a\ncase is about something in its request: hold that with --keep.\n"
        "With a BMC the dialogue of the case is shrunk: datagrams and fields that the\ncase sets are left "
        "out and data cut, but the datagram where the finding shows\nstays whole. It counts when the case "
        "has "
        "the same finding there, and the BMC\nanswers afterwards.\n"
        "Exit code 1 when a request was found, 4 when the finding does not show again.");
    command->callback([options, &code] { code = shrink(*options); });
}

}  // namespace assay::apps
