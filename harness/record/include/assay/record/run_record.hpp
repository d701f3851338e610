// The judged run: what reports are made of.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "assay/record/client_end.hpp"
#include "assay/record/dialect.hpp"
#include "assay/record/exchange.hpp"
#include "assay/record/finding.hpp"
#include "assay/record/journal.hpp"
#include "assay/record/mutant.hpp"
#include "assay/record/rule.hpp"
#include "assay/record/verdict.hpp"

namespace assay::record {

/// One playing of a case that was played more than once.
struct Attempt {
    std::uint32_t number = 1;
    Verdict verdict = Verdict::blocked;
    std::string reason;
    std::size_t findings = 0;              ///< how many of the case's findings are of this attempt
    std::vector<std::uint32_t> exchanges;  ///< Exchange::id, in order
    RunTime elapsed{};
};

struct CaseResult {
    std::string id;
    std::string title;
    std::string suite;                ///< the Lua file it stands in, relative to suites/
    std::vector<std::string> proves;  ///< Rule::id of each rule it can turn red
    Verdict verdict = Verdict::blocked;
    std::string reason;  ///< why it is not applicable, blocked, setup_failed or harness_error; else empty
    std::vector<Finding> findings;
    std::vector<std::uint32_t> exchanges;  ///< Exchange::id, in order
    RunTime elapsed{};
    /// Every attempt when there were several, else empty. The case's verdict is the gravest of theirs, and
    /// its findings and exchanges are those of all.
    std::vector<Attempt> attempts{};
    bool flaky = false;    ///< it did both: found something or could not be set up, and passed
    bool overran = false;  ///< an attempt was cut because its time was over
    RunTime waited{};      ///< of it, what the case slept and what it waited for the target, see waited_in()
    std::optional<ClientEnd>
        client{};  ///< how the client under test ended; nothing where a service is judged
};

/// How long an exchange stood still: its pauses of 200 ms and more in sending, before the answer and within
/// it. Shorter ones are work.
[[nodiscard]] RunTime waited_in(const Exchange& exchange);

struct RunRecord {
    RunHeader header;
    bool complete = false;  ///< false: interrupted; the cases that did not end are blocked
    RunTime elapsed{};
    std::vector<CaseResult> cases;  ///< in plan order, then the passive rules' own, "passive.<rule id>"
    /// Of a large run, responses that no finding is about were left in the journal: `received()` without
    /// octets.
    std::vector<Exchange> exchanges;
    std::vector<std::string> notes;  ///< of the journal: what could not be judged, a sentence each
    Rules rules;                     ///< every rule that a case proves or a finding names
    std::vector<Shrunk> shrunk{};
    std::string judged_by{};  ///< the plan's hash as it was judged; unlike the header's: by other suites
    std::vector<DialectMatch> dialects{};  ///< the likest first; those that nothing speaks for are left out
    /// That passed unexpectedly or are overdue, one sentence each.
    std::vector<std::string> stale_deviations{};
    std::vector<Mutant> mutants{};  ///< breaches of the reference service that those rules are known to find
};

/// How many cases of each verdict; every verdict has an entry.
[[nodiscard]] std::map<Verdict, std::size_t> count_verdicts(const RunRecord& run);

/// "flaky in 2 attempts: failed, passed"; "" for a case that was played once.
[[nodiscard]] std::string attempts_text(const CaseResult& result);

/// Was the run judged by another catalogue or other suites than it was driven with?
[[nodiscard]] bool judged_otherwise(const RunRecord& run);

/// Is something broken, a SHALL or a SHOULD, that no deviation explains?
[[nodiscard]] bool has_findings(const RunRecord& run);

/// Is something broken in the case, and does a deviation explain all of it?
[[nodiscard]] bool is_known(const CaseResult& result, const Rules& rules);

/// How many findings of broken rules deviations explain.
[[nodiscard]] std::size_t count_known(const RunRecord& run);

}  // namespace assay::record
