// wsen:Filter and wsman:Filter (DSP0226 §8.3).
#pragma once

#include "assay/service/resource.hpp"
#include "assay/xpath/expression.hpp"

namespace assay::service {

/// What is left for the service to select: members that pass both.
struct Filter {
    model::SelectorSet equal = {};  ///< dialect SelectorFilter: properties that have these values
    std::optional<xpath::Expression> predicate = {};  ///< dialect XPath 1.0: true of the object
};

/// Reads the one filter of a wsen:Enumerate as text. Faults: CannotProcessFilter for two filters or content
/// that is neither text nor one element.
[[nodiscard]] Outcome<std::optional<FilterText>> read_filter(const soap::Element& enumerate);

/// Makes a filter that the resource does not apply itself ready.
/// @param spoken  the dialects that the resource does apply
/// Faults: FilterDialectRequestedUnavailable
/// with the dialects there are, CannotProcessFilter for what is none in its dialect.
[[nodiscard]] Outcome<Filter> compile_filter(const FilterText& text, const model::Profile& profile,
                                             std::span<const std::string_view> spoken);

/// The members that pass. A predicate that takes too many steps ends the walk with CannotProcessFilter.
[[nodiscard]] std::unique_ptr<Cursor> filtered(std::unique_ptr<Cursor> cursor, Filter filter);

}  // namespace assay::service
