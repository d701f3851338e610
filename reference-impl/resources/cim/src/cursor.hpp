// Instances as the members of an enumeration.
#pragma once

#include "assay/model/grants.hpp"
#include "assay/query/query.hpp"
#include "assay/service/cursor.hpp"
#include "assay/service/enumeration_wish.hpp"
#include "target.hpp"

namespace assay::cim_resource {

/// What is left of the instances, and how they are shown.
struct Showing {
    Target target;
    cim::ObjectPath keys = {};  ///< only instances that have these
    bool any_case = false;      ///< of strings in keys
    bool null_elements = true;  ///< of arrays are shown
    bool cut = false;           ///< cast to the target's class
    bool objects = true;
    bool references = false;
    bool trees = false;
    std::shared_ptr<const query::Query> query = {};    ///< only instances that it selects, or parts of them
    std::shared_ptr<const model::Grants> grants = {};  ///< only instances that may be read; null: all
};

[[nodiscard]] std::unique_ptr<service::Cursor> items_of(std::unique_ptr<cim::InstanceCursor> instances,
                                                        Showing showing);

}  // namespace assay::cim_resource
