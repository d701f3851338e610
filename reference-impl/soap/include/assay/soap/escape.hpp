// Text → the characters of an XML document.
#pragma once

#include <string_view>

#include "assay/soap/sink.hpp"

namespace assay::soap {

/// Appends `text` as character data or as the value of an attribute in double quotes. Characters that XML 1.0
/// §2.2 forbids, and octets that are no UTF-8, become U+FFFD.
void put_escaped(Sink& out, std::string_view text, bool in_attribute = false);

}  // namespace assay::soap
