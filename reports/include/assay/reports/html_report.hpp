// The report for people: one HTML file that needs nothing but a browser.
#pragma once

#include <cstddef>

#include "assay/reports/report.hpp"

namespace assay::reports {

/// How much evidence one file carries. What is left out is counted and said in its place; the journal has
/// all.
struct HtmlLimits {
    std::size_t body_octets = 16'384;          ///< of one body, folded around the place
    std::size_t evidence_octets = 4'194'304;   ///< of all heads and bodies together
    std::size_t findings_a_rule = 25;          ///< shown with their exchange; the rest without it
    std::size_t listed_findings_a_rule = 250;  ///< shown at all; the rest are counted
    std::size_t text_octets = 2000;            ///< of one message, expectation or reason
};

/// Opens on the verdict, then findings by rule (gravest first) with their evidence, then all cases and rules.
/// Self-contained: style and script are inline and pinned by a Content-Security-Policy; readable without
/// script.
class HtmlReport final : public Report {
public:
    explicit HtmlReport(const HtmlLimits& limits = {}) : limits_{limits} {}
    void write(const record::RunRecord& run, std::ostream& out) const override;

private:
    HtmlLimits limits_;
};

}  // namespace assay::reports
