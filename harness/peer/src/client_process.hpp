// The client under test as a process of its own.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <sys/types.h>

#include "assay/record/client_end.hpp"

namespace assay::peer {

/// Leads a process group of its own, which is ended with it. What it writes goes into files of its folder.
class ClientProcess {
public:
    /// @param command its program, looked for in PATH, and its arguments
    /// @param folder  where it runs
    /// @throws base::SetupError when it cannot be started
    ClientProcess(const std::vector<std::string>& command, std::filesystem::path folder);
    ClientProcess(const ClientProcess&) = delete;
    ClientProcess& operator=(const ClientProcess&) = delete;
    ~ClientProcess();

    /// Has it ended by itself?
    [[nodiscard]] bool has_ended();

    /// Ends it when it has not ended by itself, and says how it ended and what it wrote.
    [[nodiscard]] record::ClientEnd end();

private:
    std::filesystem::path folder_;
    pid_t id_ = 0;
    bool reaped_ = false;
    int status_ = 0;
};

}  // namespace assay::peer
