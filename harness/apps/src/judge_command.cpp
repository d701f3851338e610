#include <filesystem>
#include <memory>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "assay/base/home.hpp"
#include "assay/base/usage_error.hpp"
#include "assay/capture/capture.hpp"
#include "assay/capture/har.hpp"
#include "assay/record/journal.hpp"
#include "commands.hpp"
#include "judging.hpp"
#include "out_folder.hpp"
#include "past_run.hpp"
#include "product_data.hpp"
#include "version.hpp"

namespace assay::apps {
namespace {

struct Options {
    std::filesystem::path source;
    std::filesystem::path key_log;
    std::vector<std::uint16_t> ports;
    std::filesystem::path har;
    std::vector<std::string> suites;  ///< instead of those that the journal names
    Presentation presentation;
};

record::Journal journal_of_capture(const Options& options) {
    capture::CaptureOptions reading;
    reading.ports = {options.ports.begin(), options.ports.end()};
    if (!options.key_log.empty())
        reading.keys.add(base::read_file(options.key_log), options.key_log.string());
    return capture::read_capture(options.source, std::move(reading));
}

/// What was seen of others: there is no profile and no seed.
record::Journal as_observed(record::Journal journal) {
    journal.header.tool_version = tool_version;
    journal.header.profile_name = observed_profile;
    return journal;
}

record::Journal journal_of(const Options& options) {
    const std::filesystem::path journal = apps::journal_of(options.source);
    if (std::filesystem::is_directory(options.source)) return record::read_journal(journal);
    if (capture::is_capture(options.source)) return as_observed(journal_of_capture(options));
    if (!options.key_log.empty() || !options.ports.empty()) {
        throw base::UsageError{"--keylog and --port are for pcap and pcapng files", options.source.string(),
                               "leave them out, or give a capture"};
    }
    if (capture::is_har(options.source)) return as_observed(capture::read_har(options.source));
    return record::read_journal(journal);
}

void write_har(const Options& options, const record::Journal& journal) {
    if (options.har.empty()) return;
    const std::size_t left_out = capture::write_har(journal.header, journal.exchanges, options.har);
    if (left_out > 0) {
        fmt::print(stderr,
                   "assay: {}: {} exchanges have no request that a HAR could show and were left out\n",
                   options.har.string(), left_out);
    }
}

ExitCode judge(const Options& options) {
    const record::Journal journal = journal_of(options);
    const ProductData data =
        options.suites.empty() ? load_product_data_of(journal.header) : load_product_data(options.suites);
    warn_of(data.collection.troubles);
    record::RunRecord run = judge_journal(journal, data);
    if (record::judged_otherwise(run)) {
        fmt::print(stderr,
                   "assay: the catalogue or the suites are not those of the run (plan {:.12}, now {:.12});\n"
                   "  cases that ask otherwise now are blocked, the rest is judged by the rules of today\n",
                   run.header.plan_hash, run.judged_by);
    }
    if (!options.presentation.out.empty()) const OutFolder prepared{options.presentation.out};
    write_har(options, journal);
    Presentation presentation = options.presentation;
    presentation.only_shall = counts_only_shall(journal.header);
    const ExitCode code = present(std::move(run), data, presentation);
    const bool is_whole =
        options.suites.empty() ? data.outside.size() == journal.header.suite_paths.size() : true;
    return is_whole && data.collection.troubles.empty() ? code : ExitCode::harness;
}

}  // namespace

void add_judge_command(CLI::App& app, ExitCode& code) {
    const auto options = std::make_shared<Options>();
    CLI::App* command =
        app.add_subcommand("judge", "Judge the journal of a run again, or what a network recorder saw");
    command
        ->add_option("source", options->source,
                     "what `assay run` or `assay proxy` left: its folder, run.json or journal; a pcap or "
                     "pcapng; a HAR")
        ->required();
    command
        ->add_option("--keylog", options->key_log,
                     "secrets of the TLS connections of a capture, as SSLKEYLOGFILE gives them")
        ->type_name("FILE");
    command
        ->add_option("--suite", options->suites,
                     "where suites outside the tree are now, when they are not where the run found them")
        ->type_name("PATH");
    command
        ->add_option(
            "--port", options->ports,
            "only services on this port of a capture, read as HTTP whatever it looks like; may be repeated")
        ->type_name("PORT");
    add_presentation_options(*command, options->presentation);
    command->add_option("--har", options->har, "write the exchanges as an HTTP archive, for other tools")
        ->type_name("FILE");
    command->footer(
        "Of a capture or HAR, both sides are judged: findings about the service's\n"
        "answers and about the client's requests. What is in it and cannot be judged is\nlisted as notes.");
    command->callback([options, &code] { code = judge(*options); });
}

}  // namespace assay::apps
