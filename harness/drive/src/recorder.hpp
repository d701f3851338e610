// The journal and the numbering of exchanges, shared by all workers of a run.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>

#include "assay/base/clock.hpp"
#include "assay/record/journal.hpp"

namespace assay::drive {

/// Thread-safe.
class Recorder {
public:
    /// @param journal,clock outlive the recorder
    /// @param exchanges how many exchanges have been numbered already
    Recorder(record::JournalWriter& journal, const base::Clock& clock, base::Instant began,
             std::uint32_t exchanges)
        : journal_{journal}, clock_{clock}, began_{began}, exchanges_{exchanges} {}

    [[nodiscard]] record::RunTime since_began(base::Instant at) const { return at - began_; }
    [[nodiscard]] std::uint32_t next_exchange();
    [[nodiscard]] std::uint32_t next_connection();

    void case_began(const std::string& id, std::uint32_t attempt);
    void exchanged(const record::Exchange& exchange);
    void case_cut(const std::string& id, const record::Cut& cut);
    void case_ended(const std::string& id);
    void run_ended();

private:
    record::JournalWriter& journal_;
    const base::Clock& clock_;
    base::Instant began_;
    std::mutex mutex_;
    std::uint32_t exchanges_;
    std::uint32_t connections_ = 1;  ///< the first one knocked
};

}  // namespace assay::drive
