#include "assay/control/server.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

#include "assay/base/setup_error.hpp"

namespace assay::control {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr auto longest_write = std::chrono::seconds{10};       // for one answer; then the reader is too slow
constexpr auto pause_after_failure = std::chrono::seconds{1};  // when the process may open no more files

/// Does anybody listen there? A socket that its owner left behind may be replaced.
bool is_alive(const Address& address) {
    asio::io_context io{1};
    Protocol::socket probe{io};
    error_code error;
    probe.connect(address.endpoint, error);
    return !error;
}

bool is_socket(const std::string& path) {
    struct stat facts {};
    return ::lstat(path.c_str(), &facts) == 0 && S_ISSOCK(facts.st_mode);
}

void bind(asio::basic_socket_acceptor<Protocol>& acceptor, const Address& address) {
    if (address.is_path && is_socket(address.text) && !is_alive(address)) ::unlink(address.text.c_str());
    error_code error;
    acceptor.open(address.endpoint.protocol(), error);
    if (!address.is_path) acceptor.set_option(asio::socket_base::reuse_address{true}, error);
    const mode_t before = ::umask(S_IRWXG | S_IRWXO);
    acceptor.bind(address.endpoint, error);
    ::umask(before);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error) {
        throw base::SetupError{"cannot listen for control clients: " + error.message(),
                               "--control " + address.text,
                               "choose another path or port, and see whether another bmcsim has it"};
    }
}

}  // namespace

class Server::Client : public std::enable_shared_from_this<Client> {
public:
    Client(Server& server, Protocol::socket socket)
        : server_{server}, socket_{std::move(socket)}, deadline_{socket_.get_executor()} {}

    void read() {
        socket_.async_read_some(asio::buffer(in_),
                                [self = shared_from_this()](const error_code& error, std::size_t count) {
                                    if (error || self->gone_) return self->leave();
                                    self->pending_.append(self->in_.data(), count);
                                    self->answer_next();
                                });
    }

    /// Its owner lets it go; what is under way ends with an error.
    void close() {
        gone_ = true;
        error_code ignored;
        socket_.close(ignored);
        deadline_.cancel();
    }

private:
    /// One line a turn, so that many lines in one packet do not keep others waiting.
    void answer_next() {
        const auto end = pending_.find('\n');
        if (end == std::string::npos) {
            if (pending_.size() <= longest_line) return read();
            return write_last(
                fmt::format(R"({{"ok":false,"error":"a request has at most {} octets"}})", longest_line));
        }
        if (end > longest_line) {
            return write_last(
                fmt::format(R"({{"ok":false,"error":"a request has at most {} octets"}})", longest_line));
        }
        std::string line = pending_.substr(0, end);
        pending_.erase(0, end + 1);
        if (!line.empty() && line.back() == '\r') line.pop_back();
        // a browser that is made to send a form here speaks HTTP first
        if (!line.starts_with('{')) {
            return write_last(
                R"({"ok":false,"error":"a request is a JSON object on one line, like {\"command\":\"status\"}"})");
        }
        server_.heard(*this);
        write(answer(line, server_.plant_));
    }

    void write(std::string text) {
        out_ = std::move(text) + '\n';
        deadline_.expires_after(longest_write);
        deadline_.async_wait([self = shared_from_this()](const error_code& error) {
            if (!error) self->leave();
        });
        asio::async_write(socket_, asio::buffer(out_),
                          [self = shared_from_this()](const error_code& error, std::size_t) {
                              self->deadline_.cancel();
                              if (error || self->gone_ || self->is_last_) return self->leave();
                              asio::post(self->socket_.get_executor(), [self] {
                                  if (!self->gone_) self->answer_next();
                              });
                          });
    }

    void write_last(std::string text) {
        is_last_ = true;
        write(std::move(text));
    }

    void leave() {
        if (gone_) return;
        close();
        server_.leave(*this);
    }

    Server& server_;
    Protocol::socket socket_;
    asio::steady_timer deadline_;
    std::array<char, 4096> in_{};
    std::string pending_;
    std::string out_;
    bool is_last_ = false;
    bool gone_ = false;
};

Server::Server(asio::io_context& io, const Address& address, Plant& plant)
    : plant_{plant}, acceptor_{io}, pause_{io} {
    bind(acceptor_, address);
    if (address.is_path) path_ = address.text;
    accept();
}

Server::~Server() {
    for (const auto& client : clients_) client->close();
    if (!path_.empty()) ::unlink(path_.c_str());
}

std::string Server::address() const {
    if (!path_.empty()) return path_;
    const auto bound = acceptor_.local_endpoint();
    asio::ip::tcp::endpoint endpoint;
    endpoint.resize(bound.size());
    std::memcpy(endpoint.data(), bound.data(), bound.size());
    const std::string host = endpoint.address().to_string();
    return fmt::format("{}:{}", endpoint.address().is_v6() ? "[" + host + "]" : host, endpoint.port());
}

void Server::accept() {
    acceptor_.async_accept([this](const error_code& error, Protocol::socket socket) {
        if (error == asio::error::operation_aborted) return;
        if (!error) {
            admit(std::move(socket));
            return accept();
        }
        pause_.expires_after(pause_after_failure);
        pause_.async_wait([this](const error_code& cancelled) {
            if (!cancelled) accept();
        });
    });
}

void Server::admit(Protocol::socket socket) {
    if (clients_.size() >= most_clients) {
        clients_.front()->close();
        clients_.pop_front();
    }
    clients_.push_back(std::make_shared<Client>(*this, std::move(socket)));
    clients_.back()->read();
}

void Server::heard(const Client& client) {
    const auto found = std::ranges::find(clients_, &client, &std::shared_ptr<Client>::get);
    if (found != clients_.end()) clients_.splice(clients_.end(), clients_, found);
}

void Server::leave(const Client& client) {
    std::erase_if(clients_, [&](const auto& one) { return one.get() == &client; });
}

}  // namespace assay::control
