// ValueMap: which values a property has a meaning for (DSP0004 §5.6.3).
#pragma once

#include <string_view>

#include "assay/cim/property.hpp"

namespace assay::cim {

/// Is `entry` a value of the element's type, or of an integer a range: "1..5", "..5", "5.." or ".."?
[[nodiscard]] bool is_entry(const TypedElement& element, std::string_view entry);

/// Does the element's ValueMap have the scalar? Without a ValueMap it does, and null always is there.
[[nodiscard]] bool has_value(const TypedElement& element, const Value& value);

}  // namespace assay::cim
