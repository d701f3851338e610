// MOF text → syntax tree, with every mistake told and as much of the tree as can be had.
#pragma once

#include <filesystem>
#include <functional>

#include "assay/mof/diagnostic.hpp"
#include "assay/mof/syntax.hpp"

namespace assay::mof {

struct Source {
    std::string name;  ///< for messages, and to know a file again
    std::string text;  ///< UTF-8, or UTF-16 with a byte-order mark
};

/// Finds what #pragma include ("asked") in the file `from` (its Source::name) means.
/// @return nothing when there is no such file
using Resolver = std::function<std::optional<Source>(const std::string& asked, const std::string& from)>;

struct Limits {
    std::size_t octets = 16U << 20U;  ///< of one file
    std::size_t include_depth = 16;   ///< the parsed file itself is at depth 0
    std::size_t files = 1'000;
    std::size_t productions = 100'000;
    std::size_t items = 65'536;     ///< of one list: constants of an array, features of a class …
    std::size_t diagnostics = 100;  ///< told; what follows is passed over
};

struct Parsed {
    Document document;  ///< with diagnostics: without what could not be read
    std::vector<Diagnostic> diagnostics;
    [[nodiscard]] bool ok() const { return diagnostics.empty(); }
};

/// Parses `source` and what it includes. A file is read once: a second include of it adds nothing, an include
/// of a file within itself is a mistake.
/// @param resolver empty: every include is a mistake
/// Never throws for what a text says; what `resolver` throws passes through.
[[nodiscard]] Parsed parse(const Source& source, const Resolver& resolver = {}, const Limits& limits = {});

/// Parses a file; includes are files relative to the folder of the including one.
/// @throws SetupError when `file` itself cannot be read
[[nodiscard]] Parsed parse_file(const std::filesystem::path& file, const Limits& limits = {});

}  // namespace assay::mof
