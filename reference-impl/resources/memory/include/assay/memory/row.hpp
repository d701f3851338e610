// One instance in memory and its XML.
#pragma once

#include <string>
#include <vector>

#include "assay/memory/shape.hpp"
#include "assay/model/fault.hpp"
#include "assay/model/selectors.hpp"

namespace assay::memory {

/// The values of each property, in the order of the shape; none for a property that is null.
struct Row {
    std::vector<std::vector<std::string>> values;

    friend bool operator==(const Row&, const Row&) = default;
};

/// The representation: the class's element with one child a value, nulls left out.
[[nodiscard]] soap::Element to_element(const Shape& shape, const Row& row);

/// The values of the key properties.
[[nodiscard]] model::SelectorSet keys_of(const Shape& shape, const Row& row);

/// Reads a representation; properties that the client may not set come from `before`, and keys it leaves
/// out too. Faults: wxf:InvalidRepresentation with the detail that fits.
/// @param before  the instance as it is, or one with the service's values for Create
[[nodiscard]] model::Outcome<Row> read_row(const Shape& shape, const soap::Element& representation,
                                           const Row& before);

}  // namespace assay::memory
