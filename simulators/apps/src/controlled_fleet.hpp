// The fleet as control clients see it.
#pragma once

#include "assay/control/desk.hpp"
#include "assay/fleet/server.hpp"
#include "keeper.hpp"

namespace assay::bmcsim {

class ControlledFleet final : public control::Plant {
public:
    /// All of them outlive it.
    /// @param keeper null when nothing is kept
    ControlledFleet(fleet::Fleet& fleet, fleet::Server& server, fleet::SimulatedClock& clock, Keeper* keeper)
        : fleet_{fleet}, server_{server}, clock_{clock}, keeper_{keeper} {}

    [[nodiscard]] std::uint32_t size() const override { return fleet_.size(); }
    [[nodiscard]] bmc::Bmc& at(std::uint32_t index) override { return fleet_.at(index); }
    void attend(std::uint32_t index) override { server_.attend(index); }
    [[nodiscard]] base::Instant now() const override { return clock_.now(); }
    [[nodiscard]] double speed() const override { return clock_.speed(); }
    void advance(base::Duration by) override;
    bool save(std::uint32_t index) override;
    void reset_to_factory(std::uint32_t index) override;

private:
    fleet::Fleet& fleet_;
    fleet::Server& server_;
    fleet::SimulatedClock& clock_;
    Keeper* keeper_;
};

}  // namespace assay::bmcsim
