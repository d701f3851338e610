#include <algorithm>
#include <atomic>
#include <memory>
#include <random>
#include <set>
#include <stop_token>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "assay/base/clock.hpp"
#include "assay/base/usage_error.hpp"
#include "assay/drive/solo.hpp"
#include "assay/judge/judge.hpp"
#include "assay/record/journal.hpp"
#include "commands.hpp"
#include "curl_lines.hpp"
#include "exchange_view.hpp"
#include "judging.hpp"
#include "out_folder.hpp"
#include "past_case.hpp"
#include "stop_on_signal.hpp"
#include "target_options.hpp"
#include "text.hpp"

namespace assay::apps {
namespace {

struct Options {
    std::string what;
    TargetOptions target;
    bool curl = false;
    bool fresh_ids = false;
    bool destructive = false;
    std::filesystem::path out;
};

std::uint32_t unused_attempt() {
    std::random_device device;
    return std::uniform_int_distribution<std::uint32_t>{1U << 16U, 1U << 30U}(device);
}

/// What to send; the script knows more of how than the octets do.
std::vector<script::Ask> asks_for(const PastCase& past, bool fresh_ids, std::uint32_t attempt,
                                  const ProductData& data) {
    try {
        return asks_of(past, attempt, data);
    } catch (const base::UsageError& misfit) {
        if (fresh_ids) throw;
        fmt::print(stderr, "assay: {}\n  the octets are sent as they were recorded, each in one piece\n",
                   misfit.what());
        return asks_from_octets(past.exchanges());
    }
}

record::RunHeader header_for(const PastCase& past, const Options& options, const drive::Access& access,
                             const base::Clock& clock) {
    record::RunHeader header = past.journal.header;
    header.began = base::to_rfc3339(clock.wall());
    header.options["replay_of"] = options.what;
    if (options.destructive) header.options[record::destructive_option] = "true";
    header.options["sent_to"] = access.target.url();
    header.options[judge::credentials_option] =
        access.authentication->credentials().given()
            ? std::string{drive::to_text(access.authentication->scheme())}
            : judge::no_credentials;
    return header;
}

std::vector<const record::Exchange*> exchanges_of_case(const record::RunRecord& run) {
    std::vector<const record::Exchange*> own;
    for (const record::Exchange& exchange : run.exchanges) {
        if (!exchange.case_id.empty()) own.push_back(&exchange);
    }
    return own;
}

void print_exchanges(const PastCase& past, const record::RunRecord& now) {
    const auto recorded = past.exchanges();
    const auto sent = exchanges_of_case(now);
    for (std::size_t i = 0; i < sent.size(); ++i) {
        fmt::print("exchange {} of {}, {}, connection {}\n{}", i + 1, sent.size(), printable(sent[i]->label),
                   sent[i]->connection, shown(*sent[i]));
        const std::string was = i < recorded.size() ? gist(*recorded[i]) : "nothing";
        const std::string is = gist(*sent[i]);
        fmt::print(
            "{}", wrapped(was == is ? "as recorded: " + is : fmt::format("now {}, recorded {}", is, was), 2));
    }
}

std::set<std::string> findings_of(const record::RunRecord& run) {
    std::set<std::string> findings;
    for (const record::CaseResult& result : run.cases) {
        for (const record::Finding& finding : result.findings)
            findings.insert(fmt::format("[{}] {}", finding.rule, printable(finding.message)));
    }
    return findings;
}

void print_finding(const char* when, const std::string& finding) {
    fmt::print("{}", wrapped(fmt::format("{} {}", when, finding), 2));
}

void print_findings(const std::set<std::string>& were, const std::set<std::string>& are) {
    for (const std::string& finding : are) print_finding(were.contains(finding) ? "still" : "new", finding);
    for (const std::string& finding : were) {
        if (!are.contains(finding)) print_finding("gone", finding);
    }
}

void print_verdict(const PastCase& past, const record::RunRecord& now) {
    const record::CaseResult& result = now.cases.front();
    const auto verdict = record::to_text(result.verdict);
    const auto recorded = record::to_text(past.result().verdict);
    fmt::print("{} {}\n", verdict, result.id);
    if (!result.reason.empty()) fmt::print("{}", wrapped(printable(result.reason, 1200), 2));
    if (verdict != recorded) fmt::print("  recorded as {}\n", recorded);
    print_findings(findings_of(past.run), findings_of(now));
}

/// @return false when a signal came
bool send_again(const drive::DriveJob& job, const PastCase& past, const std::vector<script::Ask>& asks,
                std::uint32_t attempt, const record::Exchange& first, record::JournalWriter& journal,
                const base::Clock& clock) {
    std::atomic<bool> stop{false};
    const StopOnSignal signals;
    const std::stop_callback pass_on{signals.token(), [&stop] { stop.store(true); }};
    return drive::resend(job, past.planned, asks, attempt, first, journal, clock, stop);
}

ExitCode replay(const Options& options) {
    const ProductData data = load_data_of(options.what);
    const PastCase past = load_past_case(options.what, data);
    const TargetOptions where = target_of(past, options.target);
    const suite::TargetSettings settings = settings_of(past, options.target, data);
    if (options.curl) return print_curl_lines(past, where.url, settings, options.out);
    refuse_changes(past, where, settings, options.destructive, "replay");

    const base::SystemClock clock;
    const base::Instant began = clock.now();
    drive::Access access = access_for(where, settings, "replay");
    const std::uint32_t attempt = options.fresh_ids ? unused_attempt() : past.span.attempt;
    const auto asks = asks_for(past, options.fresh_ids, attempt, data);
    const record::Exchange first = drive::knock(access, clock, began);
    const OutFolder out{options.out};
    record::JournalWriter journal{out.journal(), header_for(past, options, access, clock)};
    const drive::DriveJob job{
        &past.plan,  &data.collection.library,
        &data.rules, drive::setting_for(access.target, past.profile, past.journal.header.seed),
        access,      1,
        began};
    if (!send_again(job, past, asks, attempt, first, journal, clock)) {
        fmt::print(stderr, "assay: interrupted\n");
        return ExitCode::harness;
    }
    record::RunRecord now = judge_journal(record::read_journal(out.journal()), data);
    Presentation presentation;
    presentation.only_shall = counts_only_shall(past.journal.header);
    const ExitCode code = reckoned(now, data, presentation);
    print_exchanges(past, now);
    print_verdict(past, now);
    if (out.is_kept()) write_reports(now, out.path());
    return code;
}

}  // namespace

void add_replay_command(CLI::App& app, ExitCode& code) {
    const auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("replay", "Send the requests of a case of an earlier run again");
    command->add_option("case", options->what, "RUN#CASE: the run's folder or journal, and the case's id")
        ->required();
    add_target_options(*command, options->target);
    command->add_flag("--fresh-ids", options->fresh_ids, "with message ids and other UUIDs of their own");
    command->add_flag("--destructive", options->destructive,
                      "also a case that changes the target, where the run was not allowed to");
    command->add_flag("--curl", options->curl,
                      "print a curl line for each request instead of sending it; bodies that cannot stand in "
                      "a line are written beside the journal, or into DIR");
    command->add_option("--out", options->out, "write the journal and the reports of it into DIR")
        ->type_name("DIR");
    command->footer(
        "The octets are those of the recording, Host and wsa:To included, also when\nanother URL is given. "
        "What "
        "the target gave out then, such as an\nEnumerationContext, is sent as it was; `assay run --case` "
        "makes a\n"
        "conversation of its own. Credentials are filled in anew, as run takes them.\nThe exit code is that "
        "of "
        "the case and of what was broken in its exchanges.");
    command->callback([options, &code] { code = replay(*options); });
}

}  // namespace assay::apps
