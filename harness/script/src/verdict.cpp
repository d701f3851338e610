#include "assay/script/verdict.hpp"

namespace assay::script {

namespace {

/// What was found before the case could not go on counts; where nothing was, `end` says all.
record::Verdict graver_of(const Outcome& outcome, const record::Rules& rules, record::Verdict end) {
    const record::Verdict found = record::verdict_of(outcome.findings, rules);
    return found == record::Verdict::passed || found == record::Verdict::observed ? end : found;
}

}  // namespace

record::Verdict verdict_of(const Outcome& outcome, const record::Rules& rules) {
    switch (outcome.end) {
        case End::finished: return record::verdict_of(outcome.findings, rules);
        case End::not_applicable: return graver_of(outcome, rules, record::Verdict::not_applicable);
        case End::setup_failed: return graver_of(outcome, rules, record::Verdict::setup_failed);
        case End::timed_out:
        case End::unreachable: return graver_of(outcome, rules, record::Verdict::blocked);
        case End::script_error: break;
    }
    return record::Verdict::harness_error;
}

bool is_good_enough(record::Verdict verdict) {
    return verdict == record::Verdict::passed || verdict == record::Verdict::warned ||
           verdict == record::Verdict::observed;
}

}  // namespace assay::script
