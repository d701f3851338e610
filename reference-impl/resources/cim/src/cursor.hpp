// Instances as the members of an enumeration.
#pragma once

#include "assay/service/cursor.hpp"
#include "assay/service/enumeration_wish.hpp"
#include "target.hpp"

namespace assay::cim_resource {

/// What is left of the instances, and how they are shown.
struct Showing {
    Target target;
    cim::ObjectPath keys = {};  ///< only instances that have these
    bool any_case = false;      ///< of strings in keys
    bool cut = false;           ///< cast to the target's class
    bool objects = true;
    bool references = false;
    bool trees = false;
};

[[nodiscard]] std::unique_ptr<service::Cursor> items_of(std::unique_ptr<cim::InstanceCursor> instances,
                                                        Showing showing);

}  // namespace assay::cim_resource
