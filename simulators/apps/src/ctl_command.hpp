// bmcsim ctl: asks a running bmcsim, or tells it what is to happen.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <CLI/App.hpp>

namespace assay::bmcsim {

struct CtlOptions {
    std::string control;
    std::uint32_t bmc = 0;
    bool json = false;
    std::vector<std::string> words;
};

/// Adds the subcommand. @param options must outlive `app`
CLI::App& add_ctl(CLI::App& app, CtlOptions& options);

/// @return 0, or 1 when the simulator refuses
/// @throws base::UsageError about the words; base::SetupError when nobody answers
int run_ctl(const CtlOptions& options);

}  // namespace assay::bmcsim
