// Asking many BMCs, some at a time.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "assay/cim/instance.hpp"
#include "assay/ipmi/fleet.hpp"

namespace assay::ipmi {

/// Asks BMCs the same, at most Polling::at_once of them at a time, and hands on what they answer in the order
/// in which it comes: one that does not answer holds up only the end. No more answers than that are held in
/// memory.
class Gathering {
public:
    using Ask = std::function<awaitable<Outcome<std::vector<cim::Instance>>>(Bmc&)>;

    /// What one of them answered; no BMC when the caller was cancelled.
    struct Part {
        Bmc* bmc;
        Outcome<std::vector<cim::Instance>> instances;
    };

    /// @param ask  called and run on the fleet's executor
    Gathering(std::shared_ptr<Fleet> fleet, std::vector<Bmc*> bmcs, Ask ask);
    Gathering(const Gathering&) = delete;
    Gathering& operator=(const Gathering&) = delete;
    /// Does not wait: what is under way is given up.
    ~Gathering();

    /// @return nothing when all have answered or failed. One call at a time, from any thread
    [[nodiscard]] awaitable<std::optional<Part>> next();

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace assay::ipmi
