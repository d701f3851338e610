// The resources that a conformance run needs: one for each way a service can answer.
#pragma once

#include <string_view>

#include "assay/base/clock.hpp"
#include "assay/service/registry.hpp"

namespace assay::memory {

/// The ResourceURIs below are this and the class's name.
inline constexpr std::string_view conformance_base = "http://schemas.assay.example/wbem/1/";

/// Adds Assay_Item (Name, Slot; 27 instances; every verb), Assay_ReadOnly (Get and Enumerate),
/// Assay_Offline, Assay_Denied, Assay_Busy and Assay_Broken (every verb refused in its own way),
/// Assay_Slow (Get after five seconds), Assay_Large (Get of about 20 kB), Assay_Many (1000 members) and
/// Assay_Feed (three members, and then a client waits).
/// @param started  what Assay_Item's Created says of the instances that are there from the start
void add_conformance_resources(service::Registry& registry, base::WallTime started);

}  // namespace assay::memory
