#include <algorithm>
#include <exception>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "assay/base/setup_error.hpp"
#include "assay/base/usage_error.hpp"
#include "assay/drive/target.hpp"
#include "assay/suite/names.hpp"
#include "commands.hpp"
#include "narrow_help.hpp"

namespace assay::apps {
namespace {

constexpr const char* description =
    "Tells whether a WS-Management endpoint is right, interoperable and fast, and proves what it says.";

constexpr const char* footer =
    "Exit codes: 0 conforming; 1 findings; 2 an unexpected pass or a stale deviation;\n"
    "3 target unreachable, at the start or later, or authentication refused;\n"
    "4 the harness's own trouble, a case that could not be set up or took too long,\n"
    "or no case with a result; 5 an objective of bench is breached; 64 usage.\n"
    "Everything selected is run before the code is given.";

int fail(ExitCode code, const std::string& message) {
    fmt::print(stderr, "assay: {}\n", message);
    return static_cast<int>(code);
}

/// What CLI11 says of a misspelt command ("A subcommand is required") helps nobody.
std::string complaint_of(const CLI::App& app, const CLI::ParseError& error, int argc, char** argv) {
    std::vector<std::string> commands;
    for (const CLI::App* command : app.get_subcommands({})) commands.push_back(command->get_name());
    const std::string word = argc > 1 ? argv[1] : "";
    const bool is_command =
        word.empty() || word.starts_with('-') || std::ranges::find(commands, word) != commands.end();
    if (is_command)
        return fmt::format("{}\n  `assay --help` and `assay COMMAND --help` tell more", error.what());
    return fmt::format("'{}' is no command\n  {}", word,
                       suite::did_you_mean(word, commands, "`assay --help` lists them"));
}

int parse_and_run(int argc, char** argv) {
    CLI::App app{description, "assay"};
    app.formatter(std::make_shared<NarrowHelp>());
    app.footer(footer);
    app.require_subcommand(1);
    ExitCode code = ExitCode::conforming;
    add_run_command(app, code);
    add_peer_command(app, code);
    add_list_command(app, code);
    add_explain_command(app, code);
    add_judge_command(app, code);
    add_proxy_command(app, code);
    add_replay_command(app, code);
    add_shrink_command(app, code);
    add_validate_command(app, code);
    add_schema_command(app, code);
    add_bench_command(app, code);
    add_merge_command(app, code);
    add_diff_command(app, code);
    add_report_command(app, code);
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& success) {
        return app.exit(success);
    } catch (const CLI::ParseError& error) {
        return fail(ExitCode::usage, complaint_of(app, error, argc, argv));
    }
    return static_cast<int>(code);
}

}  // namespace
}  // namespace assay::apps

int main(int argc, char** argv) {
    using namespace assay;
    try {
        return apps::parse_and_run(argc, argv);
    } catch (const base::UsageError& error) {
        return apps::fail(apps::ExitCode::usage, error.what());
    } catch (const drive::TargetError& error) {
        return apps::fail(apps::ExitCode::target, error.what());
    } catch (const base::SetupError& error) {
        return apps::fail(apps::ExitCode::harness, error.what());
    } catch (const std::exception& error) {
        return apps::fail(apps::ExitCode::harness, fmt::format("an internal mistake: {}", error.what()));
    }
}
