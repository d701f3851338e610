#include <fstream>
#include <map>
#include <memory>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "assay/base/home.hpp"
#include "assay/base/setup_error.hpp"
#include "assay/mof/parse.hpp"
#include "assay/schema/compile.hpp"
#include "assay/schema/xsd.hpp"
#include "commands.hpp"
#include "text.hpp"

namespace assay::apps {
namespace {

constexpr const char* common_file = "wscim-common.xsd";

struct Options {
    std::filesystem::path file;
    std::filesystem::path out;
    std::string name_space = "root/cimv2";
};

void write(const std::filesystem::path& file, const std::string& text) {
    std::error_code error;
    std::filesystem::create_directories(file.parent_path(), error);
    std::ofstream stream{file, std::ios::binary};
    stream << text;
    if (!stream.flush()) {
        throw base::SetupError("cannot write the file", file.string(),
                               "name a folder with --out that can be written");
    }
}

std::string catalogue_entry(const std::string& name_space, const std::string& file) {
    return fmt::format("\n[[schema]]\nnamespace = \"{}\"\nfile = \"{}\"\n", name_space, file);
}

/// A folder for each CIM namespace, because classes of the same name may be in several.
std::filesystem::path folder_of(const std::string& name_space) {
    std::string name = name_space;
    for (char& c : name) {
        if (c == '/' || c == '\\' || c == ':') c = '_';
    }
    return name;
}

void write_all(const schema::Compiled& compiled, const std::filesystem::path& out) {
    std::map<std::string, std::string> catalogues;
    for (const schema::ClassPtr& of : compiled.order) {
        const std::filesystem::path folder = out / folder_of(of->name_space);
        std::string& catalogue = catalogues[of->name_space];
        if (catalogue.empty()) {
            write(folder / common_file, base::read_file(base::home() / "fixtures/schemas" / common_file));
            catalogue = "# The schemas of the classes in " + of->name_space +
                        "; `assay validate --schemas` takes this folder.\n" +
                        catalogue_entry("http://schemas.dmtf.org/wbem/wscim/1/common", common_file);
        }
        write(folder / (of->name + ".xsd"), schema::to_xsd(*of, common_file));
        catalogue += catalogue_entry(of->uri, of->name + ".xsd");
    }
    for (const auto& [name_space, catalogue] : catalogues)
        write(out / folder_of(name_space) / "catalogue.toml", catalogue);
}

ExitCode tell(const std::vector<mof::Diagnostic>& diagnostics) {
    for (const mof::Diagnostic& diagnostic : diagnostics)
        fmt::print("{}\n", printable(mof::to_text(diagnostic), 2000));
    fmt::print("{} mistake{}\n", diagnostics.size(), diagnostics.size() == 1 ? "" : "s");
    return ExitCode::findings;
}

ExitCode make_schemas(const Options& options) {
    const mof::Parsed parsed = mof::parse_file(options.file);
    if (!parsed.ok()) return tell(parsed.diagnostics);
    const schema::Compiled compiled = schema::compile(parsed.document, options.name_space);
    if (!compiled.ok()) return tell(compiled.diagnostics);
    if (!options.out.empty()) write_all(compiled, options.out);
    for (const schema::ClassPtr& of : compiled.order)
        fmt::print("{}:{}  {}\n", of->name_space, of->name, of->uri);
    return ExitCode::conforming;
}

}  // namespace

void add_schema_command(CLI::App& app, ExitCode& code) {
    const auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand(
        "schema", "Check a class file (MOF), and write the XML schemas of its classes as DSP0230 maps them");
    command->add_option("file", options->file, "a MOF file; what it includes is found beside it")->required();
    command
        ->add_option("--out", options->out,
                     "write DIR/<namespace>/<class>.xsd, for `assay validate --schemas DIR/<namespace>`")
        ->type_name("DIR");
    command
        ->add_option("--namespace", options->name_space, "where classes belong before any #pragma namespace")
        ->capture_default_str();
    command->callback([options, &code] { code = make_schemas(*options); });
}

}  // namespace assay::apps
