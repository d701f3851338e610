// What a run would do, without asking the target anything.
#pragma once

#include "assay/suite/plan.hpp"
#include "product_data.hpp"

namespace assay::apps {

/// Lists on standard output, in order, the cases that would run, those that might, and those that would not
/// and why.
/// @param profile of the target; nullptr when it is not known, so that what depends on it is told as such
/// @param destructive may the target be changed, whatever the profile says?
void print_dry_run(const suite::Plan& plan, script::Subject subject, const suite::Profile* profile,
                   bool destructive, const ProductData& data, bool json);

}  // namespace assay::apps
