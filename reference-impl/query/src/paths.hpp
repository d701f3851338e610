// Property paths: what they mean in a class, and what is there in an instance.
#pragma once

#include "assay/query/condition.hpp"

namespace assay::query {

/// What a path leads to, as far as the class tells.
struct Destination {
    std::optional<cim::Type> type = {};  ///< nothing within an embedded object of any class
    bool array = false;
};

/// Follows a path in a class. @throw Error for a property that is not there, an index of no array, or a step
/// into what is no object
[[nodiscard]] Destination target_of(const PropertyPath& path, const cim::Class& of, const Scope& scope);

/// The value at a path: null where anything on the way is. What is said of the instance itself ("__CLASS") is
/// made in `made`.
[[nodiscard]] const cim::Value& value_at(const PropertyPath& path, const cim::Instance& instance,
                                         cim::Value& made);

/// Is it a name of the WMI system properties?
[[nodiscard]] bool is_system_name(std::string_view name);

}  // namespace assay::query
