#include "past_run.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "assay/base/home.hpp"
#include "assay/base/setup_error.hpp"
#include "assay/base/usage_error.hpp"
#include "judging.hpp"

namespace assay::apps {
namespace {

namespace fs = std::filesystem;
using record::Verdict;

bool is_report(const fs::path& file) { return file.extension() == ".json"; }

record::RunRecord read_report(const fs::path& file) {
    record::RunRecord run;
    try {
        const auto json = nlohmann::json::parse(base::read_file(file));
        run.header.options = json.at("meta").at("options").get<std::map<std::string, std::string>>();
        for (const auto& each : json.at("cases")) {
            record::CaseResult result;
            result.id = each.at("id");
            result.verdict = record::verdict_from(each.at("verdict").get<std::string>()).value();
            result.exchanges = each.at("exchanges").get<std::vector<std::uint32_t>>();
            run.cases.push_back(std::move(result));
        }
        for (const auto& each : json.at("exchanges")) {
            record::Exchange exchange;
            exchange.id = each.at("id");
            exchange.case_id = each.at("case");
            run.exchanges.push_back(std::move(exchange));
        }
    } catch (const nlohmann::json::exception& trouble) {
        throw base::SetupError{fmt::format("not a run.json: {}", trouble.what()), file.string(),
                               "name the run's folder, its run.json or its journal"};
    } catch (const std::bad_optional_access&) {
        throw base::SetupError{"a verdict in it is not known here", file.string(),
                               "name the run's journal, which is judged again"};
    }
    return run;
}

bool did_not_pass(const record::CaseResult& result) {
    return result.verdict != Verdict::passed && result.verdict != Verdict::observed &&
           result.verdict != Verdict::not_applicable;
}

}  // namespace

CaseOfRun parse_case_of_run(const std::string& text) {
    const auto mark = text.rfind('#');
    if (mark == std::string::npos || mark == 0 || mark + 1 == text.size()) {
        throw base::UsageError{fmt::format("'{}' does not name a case of a run", text), "RUN#CASE",
                               "write FOLDER#CASE, as in out#identify.answers"};
    }
    return {text.substr(0, mark), text.substr(mark + 1)};
}

fs::path journal_of(const fs::path& run) {
    if (fs::is_directory(run)) return run / "journal";
    return is_report(run) ? run.parent_path() / "journal" : run;
}

record::RunRecord read_past_run(const fs::path& run, const ProductData& data) {
    const fs::path report = fs::is_directory(run) ? run / "run.json" : run;
    if (is_report(report) && fs::exists(report)) return read_report(report);
    return judge_journal(record::read_journal(journal_of(run)), data);
}

std::vector<std::string> failed_cases(const record::RunRecord& run) {
    std::set<std::string> failed;
    for (const record::CaseResult& result : run.cases) {
        if (!did_not_pass(result)) continue;
        if (!result.id.starts_with("passive.")) failed.insert(result.id);
        for (const record::Exchange& exchange : run.exchanges) {
            const bool is_its = std::ranges::find(result.exchanges, exchange.id) != result.exchanges.end();
            if (is_its && !exchange.case_id.empty()) failed.insert(exchange.case_id);
        }
    }
    return {failed.begin(), failed.end()};
}

}  // namespace assay::apps
