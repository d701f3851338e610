// The instances that a conformance run needs, and the classes that answer in a way of their own.
#pragma once

#include <memory>
#include <vector>

#include "assay/cim/object_manager.hpp"
#include "assay/service/registry.hpp"

namespace assay::conformance {

/// What Assay_Item holds from the start: item-01 to item-25, and "twin" in two slots.
/// @param started  what Created says
[[nodiscard]] std::vector<cim::Instance> items(const cim::ClassStore& classes, base::WallTime started);

/// Claims the classes of root/assay that are no mere data: Assay_Item and Assay_Access (the service sets
/// properties of theirs), Assay_ReadOnly and Assay_Large (Get and Enumerate), Assay_Slow (Get after five
/// seconds), Assay_Many (1000 members), Assay_Offline, Assay_Denied, Assay_Busy and Assay_Broken (every verb
/// refused in its own way), Assay_Calculator and Assay_Level* (methods).
/// @param data  keeps the instances of those that have some
void claim_classes(cim::ObjectManager& manager, const std::shared_ptr<cim::Provider>& data);

/// Adds Assay_Feed, which is no class: three members, and then a client waits.
void add_feed(service::Registry& registry);

}  // namespace assay::conformance
