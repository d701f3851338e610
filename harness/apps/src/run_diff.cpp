#include "run_diff.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "assay/record/journal.hpp"
#include "judging.hpp"
#include "load_folder.hpp"
#include "past_run.hpp"
#include "text.hpp"

namespace assay::apps {
namespace {

namespace fs = std::filesystem;
using record::FindingChange;
using record::RunDifference;
using record::VerdictChange;
using Json = nlohmann::ordered_json;

record::RunRecord judged(const fs::path& run) {
    const record::Journal journal = record::read_journal(journal_of(run));
    const ProductData data = load_product_data_of(journal.header);
    record::RunRecord record = judge_journal(journal, data);
    (void)reckoned(record, data, {.only_shall = counts_only_shall(journal.header)});
    return record;
}

/// A heading, with how many there are, and a paragraph for each.
template <class Items, class Show>
void add_list(std::string& out, std::string_view heading, const Items& items, Show show) {
    if (items.empty()) return;
    out += fmt::format("{}: {}\n", heading, items.size());
    for (const auto& item : items) out += wrapped(printable(show(item)), 2);
}

std::string shown(const VerdictChange& change) {
    std::string text = fmt::format("{}{}: {} -> {}", change.is_worse ? "WORSE " : "", change.case_id,
                                   record::to_text(change.before), record::to_text(change.after));
    return change.reason.empty() ? text : fmt::format("{}: {}", text, change.reason);
}

std::string shown(const FindingChange& change) {
    return fmt::format("{} {}{}: {}{}", change.level, change.rule,
                       change.case_id == "passive." + change.rule ? "" : " in " + change.case_id,
                       change.message, change.known ? " (a known deviation)" : "");
}

Json json_of(const FindingChange& change) {
    return {{"case", change.case_id},
            {"rule", change.rule},
            {"level", change.level},
            {"message", change.message},
            {"known", change.known}};
}

Json json_of(const std::vector<FindingChange>& changes) {
    Json json = Json::array();
    for (const FindingChange& each : changes) json.push_back(json_of(each));
    return json;
}

}  // namespace

bool is_run(const fs::path& path) {
    if (!fs::exists(path)) return false;
    if (!fs::is_directory(path)) return path.filename() == "run.json" || path.extension() != ".json";
    return !holds_load(path) && (fs::exists(path / "journal") || fs::exists(path / "run.json"));
}

RunDifference compare_runs(const fs::path& before, const fs::path& after) {
    return record::compare(judged(before), judged(after));
}

std::string to_text(const RunDifference& difference) {
    std::string out;
    const auto show = [](const auto& each) { return shown(each); };
    const auto id = [](const std::string& each) { return each; };
    add_list(out, "new findings", difference.new_findings, show);
    add_list(out, "fixed findings", difference.fixed_findings, show);
    add_list(out, "other verdicts", difference.verdicts, show);
    add_list(out, "cases of the first run alone", difference.only_before, id);
    add_list(out, "cases of the second run alone", difference.only_after, id);
    if (out.empty()) out = "no verdict and no finding differs\n";
    for (const std::string& note : difference.notes) out += wrapped("note: " + printable(note), 0);
    return out;
}

std::string to_json(const RunDifference& difference) {
    Json json = {{"format", "assay-run-diff-1"},
                 {"worse", difference.has_worse()},
                 {"new_findings", json_of(difference.new_findings)},
                 {"fixed_findings", json_of(difference.fixed_findings)},
                 {"verdicts", Json::array()},
                 {"only_before", difference.only_before},
                 {"only_after", difference.only_after},
                 {"notes", difference.notes}};
    for (const VerdictChange& each : difference.verdicts) {
        json["verdicts"].push_back({{"case", each.case_id},
                                    {"before", record::to_text(each.before)},
                                    {"after", record::to_text(each.after)},
                                    {"reason", each.reason},
                                    {"worse", each.is_worse},
                                    {"better", each.is_better}});
    }
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace assay::apps
