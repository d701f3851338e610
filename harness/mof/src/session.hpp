// What one run of parse() shares between the files that it reads.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "assay/mof/parse.hpp"
#include "reporter.hpp"

namespace assay::mof {

struct Session {
    const Resolver& resolver;
    const Limits& limits;
    Document& document;
    Reporter& reporter;
    std::vector<std::string> open = {};  ///< names of the files being read, the outermost first
    std::set<std::string> read = {};     ///< names of all that was begun
};

/// Reads a file, and what it includes, into the session's document.
/// @param name_space what is in force where it begins
void read_source(Session& session, const Source& source, const std::string& name_space);

/// Follows #pragma include.
void read_include(Session& session, const Pragma& include, const std::string& name_space);

}  // namespace assay::mof
