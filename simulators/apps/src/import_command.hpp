// bmcsim import: a chassis file out of the dumps of a real machine.
#pragma once

#include <string>
#include <vector>

#include <CLI/App.hpp>

namespace assay::bmcsim {

struct ImportOptions {
    std::string sdr;
    std::vector<std::string> frus;  ///< "FILE", or "ID=FILE"
    std::string sel;
    std::string sensors;
    std::string out;
    std::string name = "imported";
    std::string user = "admin";
};

/// Adds the subcommand. @param options must outlive `app`
CLI::App& add_import(CLI::App& app, ImportOptions& options);

/// @return the exit code
/// @throws base::SetupError about a file
int run_import(const ImportOptions& options);

}  // namespace assay::bmcsim
