// HTTP/1.1 listeners and their threads. The only place that knows Beast.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "assay/base/clock.hpp"
#include "assay/wire/handler.hpp"
#include "assay/wire/limits.hpp"

namespace assay::wire {

struct Address {
    std::string host;
    std::uint16_t port = 0;

    [[nodiscard]] bool is_loopback() const;
    /// "127.0.0.1:5985" or "[::1]:5985".
    [[nodiscard]] std::string text() const;
};

/// Reads "host:port", "[v6]:port"; the host has to be a numeric address or "localhost".
/// @throws base::SetupError naming `where` when the text is no such address.
[[nodiscard]] Address parse_address(std::string_view text, const std::string& where);

/// One io_context a thread; connections are dealt out in turn.
class Server {
public:
    /// Opens the listeners. `handler` and `clock` have to outlive the server.
    /// @throws base::SetupError when an address cannot be had.
    Server(const std::vector<Address>& listen, unsigned threads, Limits limits, Handler& handler,
           const base::Clock& clock);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// The addresses as they are, port 0 replaced.
    [[nodiscard]] std::vector<Address> listening() const;

    /// Serves until SIGINT, SIGTERM or stop().
    void run();
    /// May be called from any thread.
    void stop();

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace assay::wire
