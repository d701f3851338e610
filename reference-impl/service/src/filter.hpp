// wsen:Filter and wsman:Filter (DSP0226 §8.3).
#pragma once

#include "assay/service/resource.hpp"

namespace assay::service {

/// What is to be selected; no selectors mean everything.
struct Filter {
    model::SelectorSet equal = {};  ///< dialect SelectorFilter: properties that have these values
};

/// Reads the filter of a wsen:Enumerate. Faults: CannotProcessFilter for two filters or content that is
/// neither text nor one element, FilterDialectRequestedUnavailable with the dialects there are.
[[nodiscard]] Outcome<Filter> read_filter(const soap::Element& enumerate);

/// The members that pass.
[[nodiscard]] Listing filtered(Listing listing, const Filter& filter);

}  // namespace assay::service
