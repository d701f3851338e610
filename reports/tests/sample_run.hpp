// Runs built by hand for the tests of the reporters: every verdict, marked places, an endpoint that attacks
// the reader.
#pragma once

#include <cstddef>

#include "assay/record/run_record.hpp"

namespace assay::reports::sample {

/// A complete run with a case of every verdict, and findings in heads, bodies and the connection.
[[nodiscard]] record::RunRecord mixed();

/// A run with a flaky case, one that took too long and a request that was made small, judged by other suites.
[[nodiscard]] record::RunRecord repeated();

/// A run that was ended from outside in its second case.
[[nodiscard]] record::RunRecord interrupted();

/// A complete run without findings.
[[nodiscard]] record::RunRecord conforming();

/// What is found in mixed(), all of it known: with owners, reasons and dates, and what the target speaks
/// like.
[[nodiscard]] record::RunRecord deviating();

/// Every text that an endpoint can choose tries to become markup, script or terminal control.
[[nodiscard]] record::RunRecord hostile();

/// The run of a client, which told its caller what a service could have told it to tell.
[[nodiscard]] record::RunRecord client();

/// A complete run of that many cases, every tenth of which found the same rule broken.
[[nodiscard]] record::RunRecord large(std::size_t cases);

}  // namespace assay::reports::sample
