// The hardware classes of root/hardware and the raw way of root/wmi, read live from the BMCs.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "assay/cim/class_store.hpp"
#include "assay/cim/provider.hpp"
#include "assay/ipmi/fleet.hpp"

namespace assay::ipmi {

/// A provider and the class it provides.
struct Offer {
    std::string name_space;
    std::string class_name;
    std::shared_ptr<cim::Provider> provider;
};

/// A provider for every class of root/hardware and root/wmi. What the BMCs have are instances of the CIM_*
/// classes themselves; the classes that the Windows provider derives from them for itself (NumericSensor of
/// CIM_NumericSensor …) have none.
/// @param fleet  nullptr: there is no BMC, and each answers EndpointUnavailable
[[nodiscard]] std::vector<Offer> hardware(const cim::ClassStore& classes,
                                          const std::shared_ptr<Fleet>& fleet);

}  // namespace assay::ipmi
