// Level 1 paths, walked on the tree itself.
#pragma once

#include <span>

#include "assay/xpath/expression.hpp"

namespace assay::xpath {

/// The nodes that a path selects in `item`, in document order; the same as Expression::select().
[[nodiscard]] std::vector<Node> walk(const soap::Element& item, bool absolute, std::span<const Step> steps);

}  // namespace assay::xpath
