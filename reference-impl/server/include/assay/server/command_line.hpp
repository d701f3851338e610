// wsmand as a function, so that the service and its mutants start alike.
#pragma once

#include <string>
#include <vector>

#include "assay/server/seams.hpp"

namespace assay::server {

/// Reads the command line, prints the ready line on stdout and serves until SIGINT or SIGTERM.
/// @param arguments  without the program's name
/// @return the exit code: 0 after a signal, 1 for a set-up mistake, 64 for wrong usage
int run_wsmand(std::vector<std::string> arguments, Seams seams = {});

}  // namespace assay::server
