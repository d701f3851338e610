// Where a client under test connects: takes requests in as octets and writes octets back, lawful or not.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "assay/base/clock.hpp"

namespace assay::peer {

/// One request as it came.
struct Incoming {
    std::uint32_t connection = 0;  ///< from 1, unique in a run
    bool elsewhere = false;        ///< it came to the other origin, which no client was told of
    std::string octets;            ///< whole by its own framing, or all there was when the client closed
    base::Instant began;           ///< its first octet
    base::Instant finished;        ///< its last one
};

/// Two listening sockets: the one that clients are told, and another origin for redirects to lead to. Not
/// thread-safe; nothing moves but while next() or write() runs.
class Listener {
public:
    /// @param address "127.0.0.1:0"; port 0 for any free one. The other origin is on a free port of the same
    /// address.
    /// @param clock   outlives the listener
    /// @throws base::UsageError for what is no address, base::SetupError when it cannot be listened on
    Listener(const std::string& address, const base::Clock& clock);
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;
    ~Listener();

    /// "127.0.0.1:40123".
    [[nodiscard]] std::string authority() const;
    [[nodiscard]] std::string other_authority() const;

    /// The next request that came or comes until then; nothing when none does.
    [[nodiscard]] std::optional<Incoming> next(base::Instant until);

    /// Writes all of `octets`, until then at most.
    /// @return the operating system's words for why not, "" when all was written
    [[nodiscard]] std::string write(std::uint32_t connection, const std::string& octets, base::Instant until);

    /// Ends the sending direction, so that what was written still arrives.
    void close(std::uint32_t connection);

    /// Closes every connection and forgets what came.
    void drop_all();

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace assay::peer
