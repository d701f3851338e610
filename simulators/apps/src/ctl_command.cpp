#include "ctl_command.hpp"

#include <cstdio>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "assay/control/client.hpp"

namespace assay::bmcsim {

CLI::App& add_ctl(CLI::App& app, CtlOptions& options) {
    CLI::App& command = *app.add_subcommand("ctl", "ask a running bmcsim, or tell it what is to happen");
    command.add_option("--control", options.control, "where it was told to be reached")
        ->type_name("PATH|ADDR:PORT")
        ->required();
    command.add_option("--bmc", options.bmc, "which one of a fleet, from 0 on")
        ->type_name("N")
        ->capture_default_str();
    command.add_flag("--json", options.json, "print the result as JSON");
    command.add_option("command", options.words, "see below; -- before a negative number")
        ->type_name("")
        ->required();
    command.positionals_at_end(false);
    command.footer(std::string{control::commands_help()});
    return command;
}

int run_ctl(const CtlOptions& options) {
    const std::string request = control::request_of(options.words, options.bmc);
    const auto said =
        control::said_by(control::ask(control::parse_address(options.control), request), options.json);
    if (said.ok) {
        fmt::print("{}", said.text);
        return 0;
    }
    fmt::print(stderr, "bmcsim: {}\n", said.text);
    return 1;
}

}  // namespace assay::bmcsim
