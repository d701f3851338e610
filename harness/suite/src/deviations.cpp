#include "assay/suite/deviations.hpp"

#include <algorithm>
#include <sstream>

#include <fmt/format.h>

#include "assay/base/home.hpp"
#include "assay/base/setup_error.hpp"
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

bool is_of(const Deviation& deviation, const record::Finding& finding) {
    return deviation.finding == finding.rule &&
           (deviation.expected.empty() || matches("*" + deviation.expected + "*", finding.actual));
}

bool explains(const Deviation& deviation, const std::string& subject, const std::string& case_id,
              const record::Finding& finding) {
    return matches(deviation.subject, subject) && deviation.case_id == case_id && is_of(deviation, finding);
}

/// Why the deviation has to be looked at; empty when it holds.
std::string staleness(const Deviation& deviation, const record::RunRecord& run, const std::string& today) {
    if (!matches(deviation.subject, run.header.profile_name)) return {};
    if (deviation.review_by < today) {
        return fmt::format("{}: the deviation of {} was to be reviewed by {}; ask {}", deviation.where,
                           deviation.case_id, deviation.review_by, deviation.owner);
    }
    const auto result = std::ranges::find(run.cases, deviation.case_id, &record::CaseResult::id);
    if (result == run.cases.end() || !ran(*result)) return {};
    const auto shows = [&](const record::Finding& finding) { return is_of(deviation, finding); };
    if (std::ranges::any_of(result->findings, shows)) return {};
    const bool otherwise = std::ranges::find(result->findings, deviation.finding, &record::Finding::rule) !=
                           result->findings.end();
    if (otherwise) {
        return fmt::format("{}: {} breaks {} otherwise than by '{}'; look at it again", deviation.where,
                           deviation.case_id, deviation.finding, deviation.expected);
    }
    return fmt::format("{}: unexpected pass: {} no longer breaks {}; remove the deviation of {}",
                       deviation.where, deviation.case_id, deviation.finding, deviation.owner);
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
        file.allow_only(*table, {"subject", "case", "finding", "expected", "because", "owner", "review_by"});
        deviations.push_back({.subject = file.required_text(*table, "subject"),
                              .case_id = file.required_text(*table, "case"),
                              .finding = file.required_text(*table, "finding"),
                              .expected = file.text(*table, "expected"),
                              .because = file.required_text(*table, "because"),
                              .owner = file.required_text(*table, "owner"),
                              .review_by = date(file, *table, "review_by"),
                              .where = file.place(*table)});
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

Reckoning reckon(record::RunRecord& run, const std::vector<Deviation>& deviations, const std::string& today,
                 bool warned_counts) {
    Reckoning reckoning;
    for (record::CaseResult& result : run.cases) {
        for (record::Finding& finding : result.findings) {
            const auto known = std::ranges::find_if(deviations, [&](const Deviation& deviation) {
                return explains(deviation, run.header.profile_name, result.id, finding);
            });
            finding.known.reset();
            if (known != deviations.end())
                finding.known = {known->because, known->owner, known->review_by, known->where};
            if (!ran(result) || !counts(finding, run.rules, warned_counts)) continue;
            ++(finding.known ? reckoning.known : reckoning.findings);
        }
    }
    for (const Deviation& deviation : deviations) {
        if (auto sentence = staleness(deviation, run, today); !sentence.empty())
            reckoning.stale.push_back(std::move(sentence));
    }
    run.stale_deviations = reckoning.stale;
    return reckoning;
}

void check_deviations(const std::vector<Deviation>& deviations, const record::Rules& rules,
                      const std::vector<std::string>& cases) {
    constexpr std::string_view passive = "passive.";
    constexpr std::string_view of_requests = ".request";  // where those of a client were judged, too
    std::vector<std::string> rule_ids;
    for (const auto& [id, rule] : rules) rule_ids.push_back(id);
    const auto check = [](const Deviation& of, std::string_view what, const std::string& name,
                          const std::vector<std::string>& known) {
        if (std::ranges::find(known, name) != known.end()) return;
        throw base::SetupError{fmt::format("there is no {} '{}'", what, name), of.where,
                               did_you_mean(name, known, "`assay list --cases --rules` shows what there is")};
    };
    for (const Deviation& each : deviations) {
        check(each, "rule", each.finding, rule_ids);
        if (each.case_id.starts_with(passive)) {
            std::string rule = each.case_id.substr(passive.size());
            if (rule.ends_with(of_requests)) rule.resize(rule.size() - of_requests.size());
            check(each, "rule", rule, rule_ids);
        } else {
            check(each, "case", each.case_id, cases);
        }
    }
}

}  // namespace assay::suite
