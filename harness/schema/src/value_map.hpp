// The entries of a ValueMap on integers (DSP0004 §5.6.3.55): "5", "5..9", "..9", "9..", and ".." for all the
// rest.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "assay/mof/syntax.hpp"

namespace assay::schema {

[[nodiscard]] bool is_integer(mof::DataType type);

struct ValueRange {
    mof::Integer least;
    mof::Integer most;
    bool rest = false;  ///< "..": every value that no other entry has
};

/// @return nothing when the entry is none of those forms, or beyond the type
[[nodiscard]] std::optional<ValueRange> read_range(std::string_view entry, mof::DataType type);

/// Does any entry have the value?
[[nodiscard]] bool is_mapped(const std::vector<std::string>& map, const mof::Integer& value,
                             mof::DataType type);

}  // namespace assay::schema
