// Between Xerces-C++'s UTF-16 strings and ours. Private to this module.
#pragma once

#include <string>
#include <string_view>
#include <xercesc/util/XercesDefs.hpp>

namespace assay::xml {

/// A zero-terminated XMLCh string as UTF-8; "" for a null pointer.
[[nodiscard]] std::string utf8(const XMLCh* text);

/// UTF-8 as an XMLCh string; ends at the first octet that is not UTF-8.
[[nodiscard]] std::basic_string<XMLCh> xerces_text(std::string_view text);

}  // namespace assay::xml
