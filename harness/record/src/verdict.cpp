#include "assay/record/verdict.hpp"

#include <algorithm>

#include "names.hpp"

namespace assay::record {
namespace {

constexpr Names<Verdict, 8> verdicts{{{Verdict::passed, "passed"},
                                      {Verdict::failed, "failed"},
                                      {Verdict::warned, "warned"},
                                      {Verdict::observed, "observed"},
                                      {Verdict::not_applicable, "not_applicable"},
                                      {Verdict::blocked, "blocked"},
                                      {Verdict::setup_failed, "setup_failed"},
                                      {Verdict::harness_error, "harness_error"}}};

/// Of the verdicts that findings lead to; our own trouble outweighs all, for then nothing is proved.
int gravity(Verdict verdict) {
    switch (verdict) {
        case Verdict::harness_error: return 4;
        case Verdict::failed: return 3;
        case Verdict::warned: return 2;
        case Verdict::observed: return 1;
        default: return 0;
    }
}

}  // namespace

Verdict verdict_of(Level level) {
    switch (level) {
        case Level::shall:
        case Level::shall_not: return Verdict::failed;
        case Level::should:
        case Level::should_not: return Verdict::warned;
        case Level::may: break;
    }
    return Verdict::observed;
}

Verdict verdict_of(std::span<const Finding> findings, const Rules& rules) {
    Verdict worst = Verdict::passed;
    for (const Finding& finding : findings) {
        const auto rule = rules.find(finding.rule);
        const Verdict own = rule == rules.end() ? Verdict::harness_error : verdict_of(rule->second.level);
        worst =
            std::max(worst, own, [](Verdict left, Verdict right) { return gravity(left) < gravity(right); });
    }
    return worst;
}

std::string_view to_text(Verdict verdict) { return name_of(verdicts, verdict); }
std::optional<Verdict> verdict_from(std::string_view text) { return value_of(verdicts, text); }

}  // namespace assay::record
