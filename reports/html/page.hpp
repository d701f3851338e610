// What the parts of the HTML report share while one is being written.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "../src/markup.hpp"
#include "../src/summary.hpp"
#include "assay/reports/html_report.hpp"

namespace assay::reports {

struct Page {
    /// All have to outlive the page.
    Page(const record::RunRecord& of, const HtmlLimits& within, std::ostream& out);

    /// nullptr when the run has no exchange of that id.
    [[nodiscard]] const record::Exchange* exchange(std::uint32_t id) const;

    const record::RunRecord& run;
    const HtmlLimits& limits;
    Markup html;
    std::vector<RuleFindings> groups;
    std::unordered_map<std::uint32_t, const record::Exchange*> exchanges;
    std::unordered_set<std::string> cases;  ///< ids
    std::size_t evidence_left;              ///< octets of evidence that this file may still carry
    std::size_t switches = 0;               ///< numbers the switches of the page
    std::size_t places = 0;                 ///< numbers the marked places
};

/// The exchange of the place; for a finding without one, the last of its case. May be nullptr.
[[nodiscard]] const record::Exchange* exchange_of(const Page& page, const RuleFinding& at);

/// `id` as the fragment of a URL and the id of an element: "rule-selectors.unexpected".
[[nodiscard]] std::string anchor(std::string_view kind, std::string_view id);

/// Writes the verdict as a label that needs no colour to be read.
void write_chip(Markup& html, record::Verdict verdict, std::string_view words);

/// The same without its background, where it stands alone.
void write_label(Markup& html, record::Verdict verdict, std::string_view words);

/// A path or an id that may break into lines after "/" and ".".
void write_breakable(Markup& html, std::string_view name);

/// "v-failed": the class that gives an element the colour of a verdict.
[[nodiscard]] std::string verdict_class(record::Verdict verdict);

/// The sections, from the top of the page to its end.
void write_verdict(Page& page);
void write_suites(Page& page);
void write_findings(Page& page);
void write_open_cases(Page& page);
void write_cases(Page& page);
void write_rules(Page& page);
void write_dialects(Page& page);
void write_kills(Page& page);

/// The exchange of a finding with its place marked, folded unless `open`.
void write_evidence(Page& page, const RuleFinding& at, bool open);

/// The commands that cause the finding again.
void write_again(Page& page, const RuleFinding& at);

}  // namespace assay::reports
