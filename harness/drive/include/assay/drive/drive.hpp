// Plays a plan against a service or a BMC over sockets and writes down what happens.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "assay/base/clock.hpp"
#include "assay/drive/authentication.hpp"
#include "assay/drive/pace.hpp"
#include "assay/drive/target.hpp"
#include "assay/record/exchange.hpp"
#include "assay/record/journal.hpp"
#include "assay/record/rule.hpp"
#include "assay/record/verdict.hpp"
#include "assay/script/dialogue.hpp"
#include "assay/suite/plan.hpp"

namespace assay::drive {

/// How sessions with a BMC are opened where a case does not say it.
struct BmcAccess {
    std::string key = {};         ///< Kg (IPMI 2.0 §13.31), at most 20 octets; empty: none
    std::uint8_t suite = 17;      ///< cipher suite
    bool suite_is_given = false;  ///< by the profile
};

struct Access {
    Target target;
    /// Shared by all connections of a run; never null.
    std::shared_ptr<Authentication> authentication =
        std::make_shared<Authentication>(Credentials{}, Scheme::basic);
    /// Of the profile's [second_user]; never null.
    std::shared_ptr<Authentication> second_user =
        std::make_shared<Authentication>(Credentials{}, Scheme::basic);
    std::string ca_file;  ///< PEM; empty: what the system trusts
    bool verify = true;
    std::string certificate = {};               ///< of ours, PEM, with its chain; empty: none is shown
    std::string key = {};                       ///< of the certificate, PEM
    std::chrono::milliseconds timeout{10'000};  ///< for a whole exchange that names none itself
    /// Of all connections of a run; never null.
    std::shared_ptr<Pace> pace = std::make_shared<Pace>();
    std::size_t connections = 0;  ///< at once, over all cases; 0: as many as are needed
    BmcAccess bmc = {};
};

/// What the cases are told about the target.
[[nodiscard]] script::Setting setting_for(const Target& target, const suite::Profile& profile,
                                          std::uint64_t seed);

/// What became of a case while it ran. Judging the journal again may say more.
struct CaseNews {
    const suite::PlannedCase* planned = nullptr;
    record::Verdict verdict = record::Verdict::passed;  ///< the gravest of all attempts
    std::size_t attempts = 1;
    bool flaky = false;  ///< an attempt passed and another did not
};

struct DriveJob {
    const suite::Plan* plan = nullptr;
    const script::Library* library = nullptr;
    const record::Rules* rules = nullptr;
    script::Setting setting;
    Access access;
    std::size_t jobs = 1;       ///< how many cases at a time, hostile and destructive ones apart
    base::Instant began;        ///< what times in the journal count from
    std::uint32_t retries = 0;  ///< how often a case that did not do well is played again
    std::chrono::milliseconds case_timeout{0};  ///< for a case that names no limit itself; 0: none
};

/// Sends Identify once and says what came. With a BMC, a session is opened and closed first, and Get Channel
/// Authentication Capabilities takes its place.
/// @param access where a BMC refuses the algorithms of its cipher suite, another one takes its place
/// @throws TargetError when the target is unreachable or refuses the credentials
[[nodiscard]] record::Exchange knock(Access& access, const base::Clock& clock, base::Instant began);

/// Runs every case of the plan that may run, each after what it needs, and a canary after each hostile one.
/// A case that fails, warns or cannot be set up is retried until it passes or has no retries left; every
/// attempt is written. One that takes longer than it may is cut, and tidies up within a few seconds.
/// @param first   what knock() gave; written first
/// @param stop    set from a signal handler; what is under way is given up and not written
/// @param on_case called after each case, never by two threads at once
/// @return false when it was stopped
bool drive(const DriveJob& job, const record::Exchange& first, record::JournalWriter& journal,
           const base::Clock& clock, const std::atomic<bool>& stop,
           const std::function<void(const CaseNews&)>& on_case);

}  // namespace assay::drive
