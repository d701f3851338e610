// Where the attributes of a start tag stand.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace assay::shrink {

struct AttributeAt {
    std::string name;       ///< as written, with its prefix
    std::size_t begin = 0;  ///< with the white space in front of it
    std::size_t end = 0;
};

/// @param tag a start tag of a well-formed document, "<" to ">"
[[nodiscard]] std::vector<AttributeAt> attributes_of(std::string_view tag);

}  // namespace assay::shrink
