// The fleet as control clients see it.
#pragma once

#include "assay/control/desk.hpp"
#include "assay/fleet/server.hpp"

namespace assay::bmcsim {

class ControlledFleet final : public control::Plant {
public:
    /// All three outlive it.
    ControlledFleet(fleet::Fleet& fleet, fleet::Server& server, fleet::SimulatedClock& clock)
        : fleet_{fleet}, server_{server}, clock_{clock} {}

    [[nodiscard]] std::uint32_t size() const override { return fleet_.size(); }
    [[nodiscard]] bmc::Bmc& at(std::uint32_t index) override { return fleet_.at(index); }
    void attend(std::uint32_t index) override { server_.attend(index); }
    [[nodiscard]] base::Instant now() const override { return clock_.now(); }
    [[nodiscard]] double speed() const override { return clock_.speed(); }
    void advance(base::Duration by) override;

private:
    fleet::Fleet& fleet_;
    fleet::Server& server_;
    fleet::SimulatedClock& clock_;
};

}  // namespace assay::bmcsim
