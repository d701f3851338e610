#include <memory>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "assay/base/home.hpp"
#include "assay/xml/validator.hpp"
#include "commands.hpp"
#include "text.hpp"

namespace assay::apps {
namespace {

struct Options {
    std::vector<std::filesystem::path> files;
    std::filesystem::path schemas;
};

ExitCode validate(const Options& options) {
    const xml::XercesRuntime xerces;
    const xml::SchemaSet schemas = xml::SchemaSet::load(
        xerces, options.schemas.empty() ? base::home() / "fixtures/schemas" : options.schemas);
    ExitCode code = ExitCode::conforming;
    for (const xml::FileReport& report : xml::validate_files(options.files, schemas)) {
        for (const xml::SchemaError& error : report.errors) {
            fmt::print("{}\n", printable(xml::to_text(report.file.string(), error), 2000));
        }
        if (xml::has_errors(report.errors)) {
            code = ExitCode::findings;
        } else {
            fmt::print("{}: valid\n", report.file.string());
        }
    }
    return code;
}

}  // namespace

void add_validate_command(CLI::App& app, ExitCode& code) {
    const auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("validate", "Validate messages (XML files) against the schemas");
    command->add_option("files", options->files, "XML files")->required();
    command
        ->add_option("--schemas", options->schemas,
                     "a folder of schemas; else those of WS-Management and its companions")
        ->type_name("DIR");
    command->callback([options, &code] { code = validate(*options); });
}

}  // namespace assay::apps
