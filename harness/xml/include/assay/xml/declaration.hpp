// The XML declaration, read before anything parses the document.
#pragma once

#include <string_view>

namespace assay::xml {

/// The encoding that the XML declaration names (XML 1.0 §4.3.3); empty when it names none.
/// @param text the document's beginning, in octets that hold ASCII; a part of it is returned
[[nodiscard]] std::string_view declared_encoding(std::string_view text);

}  // namespace assay::xml
