// An RMCP+ client: commands to a BMC over UDP.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <memory>
#include <string>

#include "assay/ipmi-client/session_machine.hpp"

namespace assay::ipmi_client {

using boost::asio::awaitable;

struct Target {
    std::string host;  ///< name or address
    std::uint16_t port = 623;
    Credentials credentials;
    Patience patience{};
};

/// Reads "host:port", "[::1]:port" or "host" (port 623).
/// @throws base::SetupError
[[nodiscard]] std::pair<std::string, std::uint16_t> parse_host_and_port(const std::string& text);

/// A session with one BMC, opened when it is first needed and again when it is lost. Commands may come from
/// any thread and any executor; they are queued and sent one at a time, and one that nobody waits for any
/// more leaves the queue. A coroutine that waits for one may be destroyed before the client or after it.
class Client {
public:
    /// Behind the one under way; further ones are Trouble::busy.
    static constexpr std::size_t most_waiting = 64;

    /// @param executor runs the socket and its timers
    Client(const boost::asio::any_io_executor& executor, Target target);
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;
    /// Does not wait: a session that is still open is left for the BMC to time out.
    ~Client();

    /// Opens the session if there is none.
    /// @return unresolved, unreachable, wrong_password, unknown_user, not_permitted or refused when it cannot
    [[nodiscard]] awaitable<Outcome<>> connect();

    /// Executes a command.
    /// @return the response data after the completion code; Trouble::failed with the code when it is not 00h
    [[nodiscard]] awaitable<Outcome<base::Octets>> command(std::uint8_t netfn, std::uint8_t number,
                                                           base::Octets data = {}, std::uint8_t lun = 0);

    /// Closes the session, so that the BMC can give its place to others.
    [[nodiscard]] awaitable<void> disconnect();

    /// "host:port", for messages.
    [[nodiscard]] std::string address() const;

private:
    struct Shell;
    std::shared_ptr<Shell> shell_;
};

}  // namespace assay::ipmi_client
