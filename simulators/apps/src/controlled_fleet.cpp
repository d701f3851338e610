#include "controlled_fleet.hpp"

namespace assay::bmcsim {

void ControlledFleet::advance(base::Duration by) {
    clock_.advance(by);
    server_.catch_up();
}

}  // namespace assay::bmcsim
