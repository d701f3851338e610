#include "bench_results.hpp"

#include <cstdlib>
#include <fstream>
#include <thread>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "assay/base/usage_error.hpp"
#include "assay/load/generator.hpp"
#include "assay/load/quantity.hpp"
#include "assay/load/report.hpp"
#include "assay/load/shard.hpp"
#include "live_view.hpp"
#include "load_folder.hpp"
#include "past_run.hpp"

namespace assay::apps {
namespace {

using namespace std::chrono_literals;

constexpr base::Duration farthest = 24h;

/// How long before an agreed start the connections are opened: a full TLS handshake costs about a
/// millisecond, and a service that sees an idle connection closes it after some tens of seconds.
base::Duration time_to_open(unsigned connections) {
    return std::min<base::Duration>(100ms + 1ms * connections, 10s);
}

std::optional<std::string> variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::nullopt : std::optional<std::string>{value};
}

base::WallTime start_of(const std::string& text) {
    if (const auto time = load::parse_wall_time(text)) return *time;
    throw base::UsageError{
        fmt::format("'{}' is no instant of civil time", text), "--start-at",
        "write e.g. 2026-11-29T06:00:00Z, or seconds since 1970 as `date +%s` prints them"};
}

void check_start(base::WallTime start, base::WallTime now) {
    const auto refuse = [](const std::string& what, const char* remedy) {
        throw base::SetupError{what, "--start-at", remedy};
    };
    if (start <= now)
        refuse(fmt::format("that was {} ago by this machine's clock", load::to_text(now - start)),
               "choose a later start, so that every shard is there in time");
    if (start - now > farthest)
        refuse(fmt::format("that is in {} by this machine's clock", load::to_text(start - now)),
               "it can be a day off at most; is the clock right?");
}

void check_clock(const std::string& limit) {
    const auto state = load::clock_state();
    const bool is_kept = state && state->synchronised;
    if (limit.empty()) {
        if (!is_kept)
            fmt::print(stderr,
                       "assay: --start-at: this machine's clock is not synchronised; if it is wrong, this "
                       "shard begins at another time than the others\n");
        return;
    }
    const auto most = load::parse_duration(limit);
    if (!most)
        throw base::UsageError{fmt::format("'{}' is not a duration", limit), "--clock-error",
                               "write e.g. 100ms"};
    if (is_kept && state->most_error <= *most) return;
    throw base::SetupError{
        is_kept ? fmt::format("the kernel knows its clock only to {}", load::to_text(state->most_error))
                : std::string{"this machine's clock is not synchronised"},
        "--clock-error", "set the clock right (chrony, ntpd, systemd-timesyncd), or leave it out"};
}

std::ofstream open_schedule_file(const std::string& file) {
    std::ofstream out{file, std::ios::binary};
    if (!out)
        throw base::SetupError{"the file cannot be written", "--record-schedule " + file,
                               "choose a folder that exists and may be written to"};
    return out;
}

}  // namespace

void BenchResults::add_options(CLI::App& command) {
    add_slo_options(command, slo_);
    command.add_option("--out", out_,
                       "Folder for load.json, HdrHistogram logs and the report; of a shard a "
                       "folder in it");
    command.add_option("--hdr", hdr_file_, "Write the histograms as an HdrHistogram log");
    command.add_option("--record-schedule", schedule_file_,
                       "Write when each request was due, sent and answered, as CSV; the first million");
    command.add_option("--metrics", metrics_, "ADDR:PORT to serve Prometheus' /metrics on while it runs");
    command
        .add_option("--progress", progress_, "tty, plain, json or none; by default what fits standard error")
        ->check(CLI::IsMember({"tty", "plain", "json", "none"}));
    command
        .add_option("--judge", judged_share_,
                    "Judge this share of the exchanges by every rule and schema, as `assay judge` does; "
                    "1% is enough for much")
        ->type_name("SHARE");
    command.add_flag("--json", json_, "Print JSON (format assay-load-1)");
    command.add_option("--shard", shard_,
                       "I/N, from 0: the part of the load that this generator makes, of rate, "
                       "connections and BMCs; auto: as Slurm, Kubernetes or MPI say");
    command.add_option("--start-at", start_at_,
                       "Begin at this time: 2026-11-29T06:00:00Z, or seconds since 1970");
    command.add_option("--clock-error", clock_error_,
                       "With --start-at: the most that the clock may be wrong");
}

void BenchResults::take_shard(load::Scenario& scenario) const {
    if (!start_at_.empty()) (void)start_of(start_at_);
    if (!shard_.empty()) load::take_shard(scenario, load::parse_shard(shard_, variable));
}

std::vector<load::Objective> BenchResults::objectives(const load::Scenario& scenario) const {
    auto objectives = slo_.objectives();
    load::check_operations(objectives, load::operations_of(scenario));
    if (judged_share_.empty()) {
        if (load::rules_in(objectives).empty()) return objectives;
        throw base::UsageError{"an objective asks for findings, and nothing is judged", "--slo",
                               "add --judge 1%, or leave it out"};
    }
    const auto share = load::parse_share(judged_share_);
    if (!share || *share == 0)
        throw base::UsageError{fmt::format("'{}' is no share of the exchanges", judged_share_), "--judge",
                               "write e.g. 1% or 0.01; 100% judges all of them"};
    if (scenario.ipmi)
        throw base::UsageError{"the rules over each exchange are WS-Management's, and this is a BMC",
                               "--judge", "leave it out; `assay run` judges BMCs case by case"};
    return objectives;
}

std::unique_ptr<BenchJudge> BenchResults::judge(const std::vector<load::Objective>& objectives) const {
    if (judged_share_.empty()) return nullptr;
    auto judge = std::make_unique<BenchJudge>(load::parse_share(judged_share_).value());
    judge->check_rules(objectives);
    return judge;
}

bool BenchResults::await_start(const load::Scenario& scenario, const base::Clock& clock,
                               const std::stop_token& stop) const {
    if (!out_.empty()) prepare_load_folder(out_);
    if (!schedule_file_.empty()) open_schedule_file(schedule_file_);
    if (start_at_.empty()) return true;
    const base::WallTime start = start_of(start_at_);
    check_start(start, clock.wall());
    check_clock(clock_error_);
    while (!stop.stop_requested()) {
        const base::Duration left = start - time_to_open(scenario.connections) - clock.wall();
        if (left <= 0ns) return true;
        std::this_thread::sleep_for(std::min<base::Duration>(left, 50ms));
    }
    return false;
}

load::LoadRecord BenchResults::run(const load::Scenario& scenario, const load::Probe& probe,
                                   const base::Clock& clock, const std::stop_token& stop,
                                   BenchJudge* judge) const {
    LiveView::Options shown{
        .style = progress_style(progress_), .metrics = metrics_, .measured = scenario.duration};
    if (judge != nullptr) shown.judged_by = [judge] { return judge->so_far(); };
    LiveView view{shown};
    load::RequestLog log{load::RequestLog::most_of_a_run};
    load::RunOptions options{.live = &view.live(), .log = schedule_file_.empty() ? nullptr : &log};
    if (judge != nullptr) options.sampling = judge->sampling(scenario.seed);
    if (!start_at_.empty()) options.not_before = clock.now() + (start_of(start_at_) - clock.wall());
    load::LoadRecord record = load::run(scenario, probe, clock, stop, options);
    if (judge != nullptr) judge->finish(record);
    if (!schedule_file_.empty()) write_schedule(log);
    return record;
}

void BenchResults::write_schedule(const load::RequestLog& log) const {
    std::ofstream out = open_schedule_file(schedule_file_);
    load::write_csv(out, log);
    if (!out.flush())
        throw base::SetupError{"the file could not be written to its end",
                               "--record-schedule " + schedule_file_, "is the disk full?"};
    if (log.left_out() > 0)
        fmt::print(stderr, "assay: {} holds {} requests; there was no room for {} more\n", schedule_file_,
                   log.requests().size(), log.left_out());
}

std::string BenchResults::folder(load::Share shard) const {
    if (shard.of == 1) return out_;
    return fmt::format("{}/shard-{:06}-of-{:06}", out_, shard.index, shard.of);
}

ExitCode BenchResults::tell(load::LoadRecord& record, const std::vector<load::Objective>& objectives,
                            const BenchJudge* judge) const {
    load::Part& part = record.parts.front();
    part.clock = load::clock_state();
    if (!start_at_.empty()) part.start_at = start_of(start_at_);
    const auto results = load::judge_all(objectives, record);
    fmt::print("{}", json_ ? load::to_json(record, results) : load::to_table(record, results));
    std::fflush(stdout);
    if (!hdr_file_.empty()) write_hdr_file(hdr_file_, record);
    if (!out_.empty()) {
        const std::string into = folder(part.shard);
        prepare_load_folder(into);
        write_load_folder(into, record, results);
        if (judge != nullptr) judge->write_journal(journal_of(into), record);
    }
    return exit_code_of(record, results);
}

}  // namespace assay::apps
