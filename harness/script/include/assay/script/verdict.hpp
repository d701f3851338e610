// What a conversation's outcome amounts to.
#pragma once

#include "assay/record/rule.hpp"
#include "assay/record/verdict.hpp"
#include "assay/script/dialogue.hpp"

namespace assay::script {

/// A finding counts also when the case could not go on after it.
[[nodiscard]] record::Verdict verdict_of(const Outcome& outcome, const record::Rules& rules);

/// Did a case that others need do well enough for them? Broken advice does not hold them up.
[[nodiscard]] bool is_good_enough(record::Verdict verdict);

}  // namespace assay::script
