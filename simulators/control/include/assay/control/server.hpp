// Serves control clients on a socket: bounded in number, in what they send and in what they leave unread.
#pragma once

#include <list>
#include <memory>

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "assay/control/address.hpp"
#include "assay/control/desk.hpp"

namespace assay::control {

inline constexpr std::size_t most_clients = 32;  ///< one more, and the one that was silent longest has to go
inline constexpr std::size_t longest_line =
    64UL * 1024;  ///< octets of a request; whoever sends more has to go

class Server {
public:
    /// A Unix socket is its owner's alone; one that nobody listens on any more is replaced.
    /// @param io,plant outlive the server
    /// @throws base::SetupError when it cannot listen there
    Server(boost::asio::io_context& io, const Address& address, Plant& plant);
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    /// Takes a Unix socket's path away.
    ~Server();

    /// Where it listens, with the port that 0 became.
    [[nodiscard]] std::string address() const;

private:
    class Client;

    void accept();
    void admit(Protocol::socket socket);
    void heard(const Client& client);
    void leave(const Client& client);

    Plant& plant_;
    std::string path_;  // empty for TCP
    boost::asio::basic_socket_acceptor<Protocol> acceptor_;
    boost::asio::steady_timer pause_;
    std::list<std::shared_ptr<Client>> clients_;  // who was heard latest is last
};

}  // namespace assay::control
