// The limit of this machine: a Beast server that answers every POST with the same 1 kB and does nothing else.
// One thread, keep-alive, loopback. The answer reads as the whole of a small optimized enumeration, so that
// every operation of the load generator succeeds on it with one message.
#include <csignal>
#include <iostream>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using Tcp = asio::ip::tcp;
using Response = http::response<http::string_body>;

Response static_answer() {
    std::string body =
        "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\" "
        "xmlns:n=\"http://schemas.xmlsoap.org/ws/2004/09/enumeration\"><s:Header/><s:Body>"
        "<n:EnumerateResponse><n:EnumerationContext/><n:Items>";
    while (body.size() < 940) body += "<Item>0123456789abcdef</Item>";
    body += "</n:Items><n:EndOfSequence/></n:EnumerateResponse></s:Body></s:Envelope>";
    Response response{http::status::ok, 11};
    response.set(http::field::content_type, "application/soap+xml;charset=UTF-8");
    response.body() = std::move(body);
    response.prepare_payload();
    return response;
}

class Session : public std::enable_shared_from_this<Session> {
public:
    Session(Tcp::socket socket, const Response& answer) : socket_{std::move(socket)}, answer_{answer} {
        socket_.set_option(Tcp::no_delay{true});
    }

    void serve() {
        request_ = {};
        http::async_read(socket_, buffer_, request_, [self = shared_from_this()](auto error, std::size_t) {
            if (!error) self->answer();
        });
    }

private:
    void answer() {
        http::async_write(socket_, answer_, [self = shared_from_this()](auto error, std::size_t) {
            if (!error) self->serve();
        });
    }

    Tcp::socket socket_;
    const Response& answer_;
    boost::beast::flat_buffer buffer_;
    http::request<http::string_body> request_;
};

void accept(Tcp::acceptor& acceptor, const Response& answer) {
    acceptor.async_accept([&](auto error, Tcp::socket socket) {
        if (error == asio::error::operation_aborted) return;
        if (!error) std::make_shared<Session>(std::move(socket), answer)->serve();
        accept(acceptor, answer);
    });
}

}  // namespace

int main() {
    asio::io_context context{1};
    const Response answer = static_answer();
    Tcp::acceptor acceptor{context, {asio::ip::address_v4::loopback(), 0}};
    asio::signal_set signals{context, SIGINT, SIGTERM};
    signals.async_wait([&](auto, int) { context.stop(); });
    accept(acceptor, answer);
    std::cout << R"({"ready":true,"endpoints":["http://127.0.0.1:)" << acceptor.local_endpoint().port()
              << "/wsman\"]}" << std::endl;
    context.run();
}
