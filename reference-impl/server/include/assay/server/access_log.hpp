// The access log: one line of JSON a request.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "assay/base/clock.hpp"

namespace assay::server {

/// What is told of a request. Never what it proves itself with, and nothing of its body.
struct AccessEntry {
    base::WallTime time = {};
    std::string peer = {};
    std::string user = {};
    std::string method = {};
    std::string path = {};  ///< without query
    std::string action = {};
    std::string resource_uri = {};
    unsigned status = 0;
    std::size_t request_octets = 0;  ///< of the body
    std::size_t reply_octets = 0;    ///< likewise
    std::chrono::nanoseconds duration{};
    bool complete = true;
    std::string trouble = {};  ///< why there was no request, e.g. of a failed handshake
};

[[nodiscard]] std::string to_json(const AccessEntry& entry);

/// Writes with a thread of its own, so that a slow disk holds nobody up; when it cannot keep pace, entries
/// are left out and counted. Thread-safe.
class AccessLog {
public:
    /// @param file  "-" for standard error
    /// @throws base::SetupError when the file cannot be opened.
    explicit AccessLog(std::filesystem::path file);
    ~AccessLog();  ///< writes what is still to be written
    AccessLog(const AccessLog&) = delete;
    AccessLog& operator=(const AccessLog&) = delete;

    void add(AccessEntry entry);
    /// Opens the file anew, for those who have moved it away.
    void reopen();

private:
    void run();
    void write(const std::vector<AccessEntry>& entries, std::uint64_t left_out);
    void open();

    const std::filesystem::path file_;
    int descriptor_ = -1;
    std::mutex mutex_;
    std::condition_variable news_;
    std::vector<AccessEntry> waiting_;
    std::uint64_t left_out_ = 0;
    bool reopen_ = false;
    bool ending_ = false;
    std::thread thread_;
};

}  // namespace assay::server
