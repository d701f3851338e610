// Which case may run next: after what it needs, and hostile or destructive ones alone.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "assay/record/verdict.hpp"
#include "assay/suite/plan.hpp"

namespace assay::drive {

/// Decides without threads or sockets. Not thread-safe.
class Schedule {
public:
    /// @param plan outlives the schedule
    /// @param connections at once, over all that runs; 0: as many as are needed
    explicit Schedule(const suite::Plan& plan, std::size_t connections = 0);

    enum class Next {
        run,   ///< the case of that index is taken
        wait,  ///< something that runs has to end first
        done   ///< there is nothing left
    };

    /// Takes the next case. Cases that cannot run any more, because what they need did not pass, are settled
    /// here.
    [[nodiscard]] Next take(std::size_t& index);

    void ended(std::size_t index, record::Verdict verdict);

private:
    enum class State { waiting, running, good, bad };

    /// What the needs of a waiting case say: may it run, must it wait, or can it never?
    [[nodiscard]] State readiness(std::size_t index) const;
    [[nodiscard]] bool runs_alone(std::size_t index) const;
    /// Would it take more connections than are left?
    [[nodiscard]] bool lacks_connections(std::size_t index) const;
    [[nodiscard]] State state_of(const std::string& id) const;

    const suite::Plan& plan_;
    const std::size_t connections_;
    std::vector<State> states_;
    std::size_t connected_ = 0;  ///< what the running cases take
    std::size_t running_ = 0;
    bool alone_ = false;  ///< what runs now runs alone
};

}  // namespace assay::drive
