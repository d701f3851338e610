// The search for the smallest request that still fails as the whole one does: delta debugging, from the
// outermost pieces inwards.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "assay/shrink/request.hpp"

namespace assay::shrink {

/// Does the request, reduced so, still fail in the same way?
using StillFails = std::function<bool(const Reduction&)>;

/// Says whether there is neither a try nor time left.
using IsOver = std::function<bool()>;

struct Found {
    Reduction reduction;
    std::size_t tries = 0;
    bool exhausted = false;  ///< no single piece more can go and no text be halved; else the search was ended
};

/// Takes away as much as it can, in an order that depends on `pieces` alone: the same answers give the same
/// tries.
[[nodiscard]] Found smallest(const std::vector<Piece>& pieces, const StillFails& still_fails,
                             const IsOver& is_over);

}  // namespace assay::shrink
