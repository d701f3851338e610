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

/// Our own trouble outweighs all, for then nothing is proved.
int gravity(Verdict verdict) {
    switch (verdict) {
        case Verdict::harness_error: return 7;
        case Verdict::failed: return 6;
        case Verdict::warned: return 5;
        case Verdict::setup_failed: return 4;
        case Verdict::blocked: return 3;
        case Verdict::observed: return 2;
        case Verdict::passed: return 1;
        case Verdict::not_applicable: break;
    }
    return 0;
}

}  // namespace

Verdict graver_of(Verdict left, Verdict right) { return gravity(right) > gravity(left) ? right : left; }

bool is_flaky(std::span<const Verdict> attempts) {
    const auto passed = [](Verdict each) { return each == Verdict::passed || each == Verdict::observed; };
    const auto broke = [](Verdict each) {
        return each == Verdict::failed || each == Verdict::warned || each == Verdict::setup_failed;
    };
    return std::ranges::any_of(attempts, passed) && std::ranges::any_of(attempts, broke);
}

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
        worst = graver_of(worst, own);
    }
    return worst;
}

std::string_view to_text(Verdict verdict) { return name_of(verdicts, verdict); }
std::optional<Verdict> verdict_from(std::string_view text) { return value_of(verdicts, text); }

}  // namespace assay::record
