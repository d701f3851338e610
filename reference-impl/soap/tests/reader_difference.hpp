// Two readings of one document compared. Where they differ, the recommendations decide, and `settled` says
// what they say.
#pragma once

#include <string>
#include <variant>

#include "assay/soap/reader.hpp"

namespace assay::soap {

using Tree = std::variant<Element, ReadError>;

/// The same tree, or errors of the same kind?
[[nodiscard]] bool is_same(const Tree& ours, const Tree& theirs);

/// For people.
[[nodiscard]] std::string said(const Tree& tree);

/// Which known disagreement with libxml2 this is, with the clause that decides for ours; or empty.
[[nodiscard]] std::string settled(const std::string& text, const Tree& ours, const Tree& theirs);

}  // namespace assay::soap
