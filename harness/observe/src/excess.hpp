// What would keep an XML parser busy for minutes is found before it is asked.
#pragma once

#include <string>
#include <string_view>

namespace assay::observe {

/// Which of `limits` the tags of a text cross, in words; "" for none. libxml2 compares every attribute of an
/// element, and every default that a document type gives it, with every other one: a million of them would
/// take hours. Linear, whatever the text is.
[[nodiscard]] std::string excess_of_tags(std::string_view text);

}  // namespace assay::observe
