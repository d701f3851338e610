// Keeps the BMCs of a fleet in a folder while bmcsim runs.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "assay/fleet/fleet.hpp"
#include "assay/fleet/simulated_clock.hpp"
#include "assay/state/store.hpp"

namespace assay::bmcsim {

class Keeper {
public:
    /// Restores every member that has a file in the folder.
    /// @param model  the name of the chassis model
    /// @param fleet,clock outlive it
    /// @throws base::SetupError as state::Store does
    Keeper(boost::asio::io_context& io, const std::string& folder, const std::string& model,
           fleet::Fleet& fleet, const fleet::SimulatedClock& clock);
    Keeper(const Keeper&) = delete;
    Keeper& operator=(const Keeper&) = delete;

    /// Writes a member now. @throws base::SetupError when it cannot
    void save(fleet::Fleet::Member member) { store_.save_one(member, clock_.now()); }
    /// Takes a member's file away, after it was made anew. @throws base::SetupError when it cannot
    void forget(fleet::Fleet::Member member) { store_.forget(member); }
    /// Writes all that changed, at the end. @throws base::SetupError when it cannot
    void finish() { store_.finish(clock_.now()); }

private:
    void wait();
    void save_changed();

    state::Store store_;
    const fleet::SimulatedClock& clock_;
    boost::asio::steady_timer timer_;
    bool complained_ = false;
};

}  // namespace assay::bmcsim
