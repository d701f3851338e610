// One mistake in a MOF text, and where. The class compilers report theirs in the same form.
#pragma once

#include <cstdint>
#include <string>

#include "assay/mof/syntax.hpp"

namespace assay::mof {

struct Diagnostic {
    std::string file;
    std::uint32_t line = 1;
    std::uint32_t column = 1;  ///< in characters
    std::string message;       ///< one line; what was expected, and what was found
    bool operator==(const Diagnostic&) const = default;
};

/// "qualifiers.mof:12:7: expected ';', found '}'"
[[nodiscard]] std::string to_text(const Diagnostic& diagnostic);

/// A mistake at a place of `document`.
[[nodiscard]] Diagnostic diagnostic_at(const Document& document, const Place& place, std::string message);

}  // namespace assay::mof
