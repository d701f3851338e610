// The passive rules over all exchanges of a run.
#pragma once

#include <vector>

#include "assay/judge/judge.hpp"

namespace assay::judge {

/// Adds a result for each rule of the book that judges responses. Breaches of our own requests are added to
/// the cases that sent them, as harness_error; those of an observed client's are results of their own,
/// "passive.<rule id>.request".
/// @param run     cases are there already; exchanges are in order
/// @param journal what the exchanges came from
void judge_passively(record::RunRecord& run, const record::Journal& journal, const Material& material);

/// The same with the roles exchanged: adds a result for each rule of the book that judges requests, which are
/// the client's. Breaches of our own answers are added to the cases that sent them.
void judge_client_passively(record::RunRecord& run, const Material& material);

}  // namespace assay::judge
