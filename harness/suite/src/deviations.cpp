#include "assay/suite/deviations.hpp"

#include <algorithm>
#include <sstream>

#include <fmt/format.h>

#include "assay/base/home.hpp"
#include "assay/suite/names.hpp"
#include "folder.hpp"
#include "toml_file.hpp"

namespace assay::suite {
namespace {

using record::Verdict;

std::string date(const TomlFile& file, const toml::table& table, const char* key) {
    const toml::node* node = table.get(key);
    if (node == nullptr)
        file.refuse(table, fmt::format("'{}' is missing", key),
                    "every deviation is looked at again; give a date");
    if (!node->is_date())
        file.refuse(*node, fmt::format("'{}' is not a date", key), "write it without quotes: 2027-01-01");
    std::ostringstream printed;
    printed << node->as_date()->get();
    return printed.str();
}

bool ran(const record::CaseResult& result) {
    return result.verdict == Verdict::passed || result.verdict == Verdict::failed ||
           result.verdict == Verdict::warned || result.verdict == Verdict::observed;
}

bool explains(const Deviation& deviation, const std::string& subject, const std::string& case_id,
              const record::Finding& finding) {
    return matches(deviation.subject, subject) && deviation.case_id == case_id &&
           deviation.finding == finding.rule;
}

/// Why the deviation has to be looked at; empty when it holds.
std::string staleness(const Deviation& deviation, const record::RunRecord& run, const std::string& today) {
    if (!matches(deviation.subject, run.header.profile_name)) return {};
    if (deviation.review_by < today) {
        return fmt::format("{}: the deviation of {} was to be reviewed by {}", deviation.where,
                           deviation.case_id, deviation.review_by);
    }
    const auto result = std::ranges::find(run.cases, deviation.case_id, &record::CaseResult::id);
    if (result == run.cases.end() || !ran(*result)) return {};
    const bool shows = std::ranges::find(result->findings, deviation.finding, &record::Finding::rule) !=
                       result->findings.end();
    if (shows) return {};
    return fmt::format("{}: unexpected pass: {} no longer breaks {}; remove the deviation", deviation.where,
                       deviation.case_id, deviation.finding);
}

bool counts(const record::Finding& finding, const record::Rules& rules, bool warned_counts) {
    const auto rule = rules.find(finding.rule);
    if (rule == rules.end()) return false;
    const Verdict verdict = record::verdict_of(rule->second.level);
    return verdict == Verdict::failed || (warned_counts && verdict == Verdict::warned);
}

}  // namespace

std::vector<Deviation> read_deviations(const std::filesystem::path& path) {
    const TomlFile file{base::read_file(path), path.string()};
    file.allow_only(file.root(), {"deviation"});
    std::vector<Deviation> deviations;
    for (const toml::table* table : file.tables("deviation")) {
        file.allow_only(*table, {"subject", "case", "finding", "because", "review_by"});
        deviations.push_back({file.required_text(*table, "subject"), file.required_text(*table, "case"),
                              file.required_text(*table, "finding"), file.required_text(*table, "because"),
                              date(file, *table, "review_by"), file.place(*table)});
    }
    return deviations;
}

std::vector<Deviation> read_deviations_in(const std::filesystem::path& folder) {
    std::vector<Deviation> all;
    if (!std::filesystem::is_directory(folder)) return all;
    for (const auto& file : files_in(folder, ".toml", false)) {
        for (Deviation& deviation : read_deviations(file)) all.push_back(std::move(deviation));
    }
    return all;
}

Reckoning reckon(const record::RunRecord& run, const std::vector<Deviation>& deviations,
                 const std::string& today, bool warned_counts) {
    Reckoning reckoning;
    for (const record::CaseResult& result : run.cases) {
        for (const record::Finding& finding : result.findings) {
            if (!ran(result) || !counts(finding, run.rules, warned_counts)) continue;
            const bool known = std::ranges::any_of(deviations, [&](const Deviation& deviation) {
                return explains(deviation, run.header.profile_name, result.id, finding);
            });
            ++(known ? reckoning.known : reckoning.findings);
        }
    }
    for (const Deviation& deviation : deviations) {
        if (auto sentence = staleness(deviation, run, today); !sentence.empty())
            reckoning.stale.push_back(std::move(sentence));
    }
    return reckoning;
}

}  // namespace assay::suite
