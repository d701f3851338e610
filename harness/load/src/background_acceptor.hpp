// A listening socket beside a load, served by a thread of its own.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <thread>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace assay::load {

/// Accepts connections and runs what is done on them, until it is destroyed; what waits then is given up.
class BackgroundAcceptor {
public:
    using Tcp = boost::asio::ip::tcp;
    /// Begins with a connection, on the acceptor's thread; must not throw.
    using Serve = std::function<void(Tcp::socket)>;

    /// @param address "127.0.0.1:9100" or "[::1]:0"; port 0 takes a free one
    /// @param option  whose value the address is, e.g. "--metrics", for the complaint
    /// @param serve   what it refers to outlives the acceptor
    /// @throws base::SetupError when it is no address and port, or cannot be listened on
    BackgroundAcceptor(std::string_view address, std::string_view option, Serve serve);
    ~BackgroundAcceptor();
    BackgroundAcceptor(const BackgroundAcceptor&) = delete;
    BackgroundAcceptor& operator=(const BackgroundAcceptor&) = delete;

    /// "http://127.0.0.1:9100", to which a path is added.
    [[nodiscard]] std::string url() const;

private:
    void accept();

    Serve serve_;
    boost::asio::io_context context_{1};
    Tcp::acceptor acceptor_;
    std::jthread thread_;
};

}  // namespace assay::load
