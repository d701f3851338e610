// Envelope → octets.
#pragma once

#include <cstddef>
#include <string>

#include "assay/soap/envelope.hpp"

namespace assay::soap {

/// The envelope in its encoding, namespaces declared once on s:Envelope. Characters that XML 1.0 §2.2
/// forbids become U+FFFD, so that whatever a resource holds the message is well-formed.
[[nodiscard]] std::string write(const Envelope& envelope);

/// One element as UTF-8 octets that stand alone: every namespace it uses is declared in it, so that they
/// may go into any message as they are (Element::written). Forbidden characters as in `write`.
[[nodiscard]] std::string write_element(const Element& element);
/// The same; the octets of one that is_written() are not copied.
[[nodiscard]] std::string write_element(Element&& element);

/// The length of `element` in the characters of a message, give or take its namespace declarations.
[[nodiscard]] std::size_t written_size(const Element& element);

}  // namespace assay::soap
