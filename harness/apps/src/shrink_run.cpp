#include "shrink_run.hpp"

#include <atomic>
#include <stop_token>

#include <fmt/format.h>

#include "past_case.hpp"
#include "shrinker.hpp"
#include "stop_on_signal.hpp"

namespace assay::apps {
namespace {

constexpr std::size_t most_cases = 10;

}  // namespace

void shrink_failures(const record::RunRecord& run, const std::filesystem::path& folder,
                     record::JournalWriter& journal, const ProductData& data, const drive::Access& access,
                     const record::Exchange& first, const base::Clock& clock, bool destructive) {
    if (access.target.is_bmc) {
        fmt::print(stderr,
                   "assay: --shrink is about requests over HTTP; `assay shrink RUN#CASE` shrinks the "
                   "dialogue of a case with a BMC\n");
        return;
    }
    std::atomic<bool> stop{false};
    const StopOnSignal signals;
    const std::stop_callback pass_on{signals.token(), [&stop] { stop.store(true); }};
    std::size_t done = 0;
    for (const record::CaseResult& result : run.cases) {
        if (result.verdict != record::Verdict::failed || result.findings.empty()) continue;
        if (result.id.starts_with("passive.")) continue;
        if (stop.load() || done == most_cases) break;
        const PastCase past = load_past_case(folder.string() + "#" + result.id, data);
        if (past.planned.definition.destructive && !destructive) continue;
        ++done;
        const ShrinkOutcome outcome =
            shrink_case(past, gravest_rule(past, data.rules), data, access, first, {}, clock, stop);
        if (!outcome.shrunk) {
            fmt::print(stderr, "{}: not shrunk: {}\n", result.id, outcome.why_not);
            continue;
        }
        fmt::print(stderr, "{}: shrunk from {} to {} octets in {} tries\n", result.id,
                   outcome.shrunk->octets_before, outcome.shrunk->request.size(), outcome.shrunk->tries);
        journal.shrunk(*outcome.shrunk);
    }
}

}  // namespace assay::apps
