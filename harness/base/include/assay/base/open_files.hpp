// How many files and sockets the process may have open.
#pragma once

#include <cstddef>
#include <string>

namespace assay::base {

/// Lets the process have so many sockets, and a few files besides; the usual soft limit is 1024.
/// @param option,remedy of the SetupError that is thrown when the hard limit does not allow it
void allow_sockets(std::size_t sockets, const std::string& option, const std::string& remedy);

}  // namespace assay::base
