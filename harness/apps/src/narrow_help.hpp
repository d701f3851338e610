// --help that fits a terminal of 80 columns.
#pragma once

#include <string>
#include <string_view>

#include <CLI/CLI.hpp>

#include "text.hpp"

namespace assay::apps {

/// CLI11 gives each description one line, however long.
class NarrowHelp : public CLI::Formatter {
public:
    NarrowHelp() { column_width(30); }

protected:
    std::string make_option(const CLI::Option* option, bool is_positional) const override {
        return row("  " + make_option_name(option, is_positional) + make_option_opts(option),
                   make_option_desc(option));
    }

    std::string make_subcommand(const CLI::App* command) const override {
        return row("  " + command->get_display_name(true), command->get_description());
    }

    std::string make_description(const CLI::App* app) const override {
        return app->get_description().empty() ? std::string{} : wrapped(app->get_description(), 0);
    }

private:
    /// The name, then the description beside it where there is room, else below.
    [[nodiscard]] std::string row(const std::string& name, std::string_view description) const {
        const std::size_t column = get_column_width();
        if (description.empty()) return name + "\n";
        const std::string lines = wrapped(description, column);
        return name.size() < column ? name + lines.substr(name.size()) : name + "\n" + lines;
    }
};

}  // namespace assay::apps
