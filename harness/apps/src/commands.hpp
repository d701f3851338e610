// The commands of `assay`. Each is one file; each adds itself to the command line and leaves its exit code.
#pragma once

namespace CLI {  // NOLINT(readability-identifier-naming): the name that its library gives it
class App;
}

namespace assay::apps {

/// The contract of the command line; see `assay --help`.
enum class ExitCode {
    conforming = 0,
    findings = 1,
    stale_deviation = 2,
    target = 3,  ///< unreachable, or refused authentication
    harness = 4,
    slo_breached = 5,
    usage = 64
};

/// What `run` and `list` say of --suite.
inline constexpr const char* suite_help =
    "only cases of suites that match GLOB, e.g. 'dsp0226/*'. A folder or *.lua file that is on disk (or "
    "begins with "
    "/, ./ or ../) is a suite of your own: it is loaded beside ours, with what its catalogue/, lib/, "
    "profiles/ and "
    "deviations/ hold, and its cases are selected";

/// @param app  the parser; the command runs in its callback
/// @param code where the command leaves what came of it; outlives the parsing
void add_run_command(CLI::App& app, ExitCode& code);
void add_list_command(CLI::App& app, ExitCode& code);
void add_explain_command(CLI::App& app, ExitCode& code);
void add_proxy_command(CLI::App& app, ExitCode& code);
void add_peer_command(CLI::App& app, ExitCode& code);
void add_judge_command(CLI::App& app, ExitCode& code);
void add_replay_command(CLI::App& app, ExitCode& code);
void add_shrink_command(CLI::App& app, ExitCode& code);
void add_validate_command(CLI::App& app, ExitCode& code);
void add_schema_command(CLI::App& app, ExitCode& code);
void add_bench_command(CLI::App& app, ExitCode& code);
void add_merge_command(CLI::App& app, ExitCode& code);
void add_diff_command(CLI::App& app, ExitCode& code);
void add_report_command(CLI::App& app, ExitCode& code);

}  // namespace assay::apps
