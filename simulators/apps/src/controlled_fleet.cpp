#include "controlled_fleet.hpp"

namespace assay::bmcsim {

void ControlledFleet::advance(base::Duration by) {
    clock_.advance(by);
    server_.catch_up();
}

bool ControlledFleet::save(std::uint32_t index) {
    if (keeper_ == nullptr) return false;
    keeper_->save(index);
    return true;
}

void ControlledFleet::reset_to_factory(std::uint32_t index) {
    fleet_.make_anew(index, clock_.now(), clock_.wall());
    server_.introduce(index);
    if (keeper_ != nullptr) keeper_->forget(index);
}

}  // namespace assay::bmcsim
