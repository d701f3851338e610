// From a journal to a judged run, a summary, reports and an exit code: what `run` and `judge` share.
#pragma once

#include <filesystem>
#include <string>

#include "assay/record/journal.hpp"
#include "assay/record/run_record.hpp"
#include "assay/rules/rule_book.hpp"
#include "assay/rules/validator.hpp"
#include "assay/script/dialogue.hpp"
#include "assay/xml/validator.hpp"
#include "commands.hpp"
#include "product_data.hpp"

namespace CLI {  // NOLINT(readability-identifier-naming): the name that its library gives it
class App;
}

namespace assay::apps {

/// How the journal of a client's run says where the other origin was.
inline constexpr const char* elsewhere_option = "elsewhere";

/// The passive rules with what they validate with; slow to make, to be used by one thread.
class StandardBook {
public:
    /// @param home where the schemas are
    /// @throws base::SetupError when they cannot be read
    explicit StandardBook(const std::filesystem::path& home);

    [[nodiscard]] const rules::RuleBook& book() const { return book_; }

private:
    xml::XercesRuntime xerces_;
    xml::SchemaSet schemas_;
    xml::Validator validator_;
    rules::SchemaValidator schema_validator_;
    rules::RuleBook book_;
};

/// The profile that a run had, with the changes of its target allowed if they were then.
[[nodiscard]] suite::Profile profile_of_run(const record::RunHeader& header);

/// Judges the journal with the suites and rules there are now; one that observed others, with the rules
/// alone.
[[nodiscard]] record::RunRecord judge_journal(const record::Journal& journal, const ProductData& data);

struct Presentation {
    std::filesystem::path out;         ///< folder for the reports; empty for none
    std::filesystem::path deviations;  ///< file; empty for those of suites/deviations
    bool json = false;                 ///< run.json on standard output instead of the summary
    bool only_shall = false;           ///< broken advice does not count
    bool times = false;                ///< list how long each case took, before the summary
};

/// Adds --out, --deviations and --json.
/// @param presentation outlives the parsing
void add_presentation_options(CLI::App& command, Presentation& presentation);

/// Did the run ask for SHALL alone?
[[nodiscard]] bool counts_only_shall(const record::RunHeader& header);

/// What came of the run, in the light of the known deviations, which are noted in it. Prints nothing.
[[nodiscard]] ExitCode reckoned(record::RunRecord& run, const ProductData& data,
                                const Presentation& presentation);

/// run.json, junit.xml and index.html.
/// @throws base::SetupError when one cannot be written
void write_reports(const record::RunRecord& run, const std::filesystem::path& out);

/// Writes the reports, prints the summary, and says what came of it all.
/// @throws base::SetupError when a report cannot be written
[[nodiscard]] ExitCode present(record::RunRecord run, const ProductData& data,
                               const Presentation& presentation);

}  // namespace assay::apps
