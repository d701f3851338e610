#include <memory>

#include <CLI/CLI.hpp>

#include "assay/record/journal.hpp"
#include "commands.hpp"
#include "judging.hpp"
#include "out_folder.hpp"
#include "product_data.hpp"

namespace assay::apps {
namespace {

struct Options {
    std::filesystem::path journal;
    Presentation presentation;
};

ExitCode judge(const Options& options) {
    const record::Journal journal = record::read_journal(options.journal);
    const ProductData data = load_product_data();
    const record::RunRecord run = judge_journal(journal, data);
    if (!options.presentation.out.empty()) const OutFolder prepared{options.presentation.out};
    Presentation presentation = options.presentation;
    const auto level = journal.header.options.find("level");
    presentation.only_shall = level != journal.header.options.end() && level->second == "shall";
    return present(run, data, presentation);
}

}  // namespace

void add_judge_command(CLI::App& app, ExitCode& code) {
    const auto options = std::make_shared<Options>();
    CLI::App* command =
        app.add_subcommand("judge", "Judge the journal of a run again, also of an interrupted one");
    command->add_option("journal", options->journal, "what `assay run --out DIR` left as DIR/journal")
        ->required();
    command
        ->add_option("--out", options->presentation.out, "write run.json, junit.xml and index.html into DIR")
        ->type_name("DIR");
    command
        ->add_option("--deviations", options->presentation.deviations,
                     "known deviations; else those of suites/deviations")
        ->type_name("FILE");
    command->add_flag("--json", options->presentation.json, "print run.json instead of the summary");
    command->callback([options, &code] { code = judge(*options); });
}

}  // namespace assay::apps
