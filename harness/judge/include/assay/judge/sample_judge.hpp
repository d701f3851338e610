// Judges a sample of exchanges while others are made, off the path of whoever makes them.
#pragma once

#include <cstddef>
#include <exception>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "assay/record/exchange.hpp"
#include "assay/rules/examine.hpp"

namespace assay::judge {

struct SampleLimits {
    std::size_t waiting = 4096;           ///< exchanges that are handed over and not judged yet
    std::size_t octets = 64UL << 20U;     ///< of these, and apart from them of the evidence
    std::size_t remembered = 100'000;     ///< exchanges after which the rules over a run begin anew
    std::size_t kept_from_beginning = 8;  ///< exchanges that are evidence whatever was found in them
};

struct SampleReport {
    std::size_t judged = 0;
    std::size_t dropped = 0;                 ///< handed over, and not judged because too much waited
    std::vector<rules::RuleReport> reports;  ///< each with its first finding alone
    /// The exchanges that those findings are about and the first few of all, by id; credentials redacted.
    std::vector<record::Exchange> evidence;
};

/// How far the judging has come.
struct SampleProgress {
    std::size_t judged = 0;
    std::size_t dropped = 0;                    ///< as in SampleReport
    std::map<std::string, std::size_t> broken;  ///< by rule: in how many exchanges; of both sides together
};

/// Has a thread of its own, of lower priority than those that make the exchanges.
class SampleJudge {
public:
    /// @param book outlives the judge, and is used by its thread alone
    explicit SampleJudge(const rules::RuleBook& book, const SampleLimits& limits = {});
    SampleJudge(const SampleJudge&) = delete;
    SampleJudge& operator=(const SampleJudge&) = delete;
    ~SampleJudge() = default;

    /// From any thread. Does not wait for the judging of others; the exchange gets its id when its turn
    /// comes. @return false when too much waits: it is counted and forgotten
    bool take(record::Exchange&& exchange);

    /// From any thread, at any time.
    [[nodiscard]] SampleProgress progress() const;

    /// Waits until what was handed over is judged. To be called once, when nothing is handed over any more.
    [[nodiscard]] SampleReport finish();

private:
    void run(const std::stop_token& stop);
    void judge(record::Exchange& exchange);
    void judge_waiting();
    [[nodiscard]] std::vector<record::Exchange> waiting();

    SampleLimits limits_;
    rules::Examination examination_;
    SampleReport report_;  ///< but for `dropped`, of the judging thread
    std::size_t evidence_octets_ = 0;
    std::exception_ptr failure_;

    mutable std::mutex mutex_;
    std::vector<record::Exchange> queue_;
    std::size_t queued_octets_ = 0;
    SampleProgress progress_;

    std::jthread thread_;  ///< last: it ends before what it uses
};

}  // namespace assay::judge
