// Verdicts are computed from findings and the levels of their rules, never assigned by a case.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "assay/record/finding.hpp"
#include "assay/record/rule.hpp"

namespace assay::record {

enum class Verdict {
    passed,
    failed,          ///< a SHALL or SHALL NOT is broken
    warned,          ///< a SHOULD or SHOULD NOT is broken
    observed,        ///< a MAY went one way or the other; worth knowing, never wrong
    not_applicable,  ///< the target does not offer what the case needs; the reason says what
    blocked,         ///< a case this one needs did not pass, or the run ended first
    setup_failed,    ///< the target refused a step that only prepares the case
    harness_error    ///< our own trouble, never the subject's fault
};

/// The verdict of a case that ran to its end: that of its gravest finding, passed when there is none.
/// A finding whose rule is not in `rules` is our own mistake: harness_error.
[[nodiscard]] Verdict verdict_of(std::span<const Finding> findings, const Rules& rules);

/// The graver of two verdicts that attempts at one case came to. What was found outweighs what kept a case
/// from being judged, and that outweighs a pass.
[[nodiscard]] Verdict graver_of(Verdict left, Verdict right);

/// Did attempts at one case disagree: did one pass, and did another find something or could not be set up?
[[nodiscard]] bool is_flaky(std::span<const Verdict> attempts);

/// The verdict that a single finding against a rule of this level leads to.
[[nodiscard]] Verdict verdict_of(Level level);

[[nodiscard]] std::string_view to_text(Verdict verdict);
[[nodiscard]] std::optional<Verdict> verdict_from(std::string_view text);

}  // namespace assay::record
