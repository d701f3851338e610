// Comma-separated field values.
#pragma once

#include <string_view>
#include <vector>

#include "assay/observe/http_reading.hpp"

namespace assay::observe {

/// The words of a comma-separated list, over all fields of one name (RFC 9110 §5.3), without white space
/// around them; "" for an empty place. Valid as long as the fields are.
[[nodiscard]] std::vector<std::string_view> words_of(const std::vector<HttpField>& fields,
                                                     std::string_view name);

}  // namespace assay::observe
