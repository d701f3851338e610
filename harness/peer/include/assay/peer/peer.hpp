// Leads a client under test through a plan and writes down what it sends.
#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <string>

#include "assay/base/clock.hpp"
#include "assay/drive/target.hpp"
#include "assay/peer/listener.hpp"
#include "assay/record/journal.hpp"
#include "assay/record/rule.hpp"
#include "assay/record/verdict.hpp"
#include "assay/script/dialogue.hpp"
#include "assay/suite/driver.hpp"
#include "assay/suite/plan.hpp"

namespace assay::peer {

/// What the cases are told: where the client is sent, and where it is not.
/// @param authority,elsewhere of the listener, "127.0.0.1:40123"
[[nodiscard]] script::Setting setting_for(const std::string& authority, const std::string& elsewhere,
                                          const suite::Driver* driver, std::uint64_t seed);

struct PeerJob {
    const suite::Plan* plan = nullptr;
    const script::Library* library = nullptr;
    const record::Rules* rules = nullptr;
    const suite::Driver* driver = nullptr;  ///< nullptr: somebody starts the client by hand
    script::Setting setting;
    drive::Credentials credentials;        ///< what the client is given
    std::filesystem::path home;            ///< where suites/ and fixtures/ are
    base::Instant began;                   ///< what times in the journal count from
    std::chrono::milliseconds patience{};  ///< by hand: how long a first request may take to come
};

/// What became of a case while it ran. Judging the journal says more: the rules that every request has to
/// keep.
using OnCase = std::function<void(const suite::PlannedCase& planned, record::Verdict verdict)>;

/// Plays every case of the plan that applies, one after the other.
/// @param tell    called with what is to be done by hand
/// @param stop    set from a signal handler; the case under way is given up and the client ended
/// @return false when it was stopped
/// @throws base::SetupError when a client cannot be started
bool certify(const PeerJob& job, Listener& listener, record::JournalWriter& journal, const base::Clock& clock,
             const std::atomic<bool>& stop, const OnCase& on_case,
             const std::function<void(const std::string&)>& tell);

}  // namespace assay::peer
