// What two runs counted over their whole length, so that no interval can be drawn from blocks of time.
#pragma once

#include "assay/load/compare.hpp"

namespace assay::load {

/// after / before - 1; of a share the difference.
[[nodiscard]] double change_of(Quantity quantity, double before, double after);

/// Faults by name, octets and items of an operation.
void add_counted(RunComparison& into, const Tally& before, const Tally& after, const CompareOptions& options);
/// What connections cost, and the rules that answers broke.
void add_counted(RunComparison& into, const LoadRecord& before, const LoadRecord& after,
                 const CompareOptions& options);

}  // namespace assay::load
