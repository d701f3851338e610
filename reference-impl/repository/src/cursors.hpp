// Walks over the shelves. A position is the key of the latest instance passed.
#pragma once

#include "shelves.hpp"

namespace assay::repository {

/// The instances of a class in the order of their keys.
[[nodiscard]] std::unique_ptr<cim::InstanceCursor> cursor_over(std::shared_ptr<const Shelves> shelves,
                                                               cim::ClassPtr of, Bin instances);

/// The instances of an association class that refer to an object, each once.
/// @param role  the property that refers; empty: any
[[nodiscard]] std::unique_ptr<cim::InstanceCursor> cursor_over_references(
    std::shared_ptr<const Shelves> shelves, cim::ClassPtr of, const Shelf& shelf,
    const cim::ObjectPath& object, std::optional<std::size_t> role);

}  // namespace assay::repository
