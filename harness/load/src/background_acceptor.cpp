#include "background_acceptor.hpp"

#include <charconv>

#include <fmt/format.h>

#include "assay/base/setup_error.hpp"

namespace assay::load {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

tcp::endpoint endpoint_in(std::string_view text, std::string_view option) {
    const std::size_t colon = text.rfind(':');
    std::string_view host = text.substr(0, std::min(colon, text.size()));
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    const std::string_view digits =
        colon == std::string_view::npos ? std::string_view{} : text.substr(colon + 1);
    std::uint16_t port = 0;
    const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    error_code error;
    const auto address = asio::ip::make_address(std::string{host}, error);
    if (error || failure != std::errc{} || end != digits.data() + digits.size() || digits.empty())
        throw base::SetupError{fmt::format("'{}' is no address and port", text), std::string{option},
                               "write e.g. 127.0.0.1:9100, or 127.0.0.1:0 for a free port"};
    return {address, port};
}

tcp::acceptor listening(asio::io_context& context, std::string_view address, std::string_view option) {
    const tcp::endpoint endpoint = endpoint_in(address, option);
    try {
        return {context, endpoint};
    } catch (const boost::system::system_error& error) {
        throw base::SetupError{"cannot be listened on: " + error.code().message(),
                               fmt::format("{} {}", option, address),
                               "choose another port, or 0 for a free one"};
    }
}

}  // namespace

BackgroundAcceptor::BackgroundAcceptor(std::string_view address, std::string_view option, Serve serve)
    : serve_{std::move(serve)}, acceptor_{listening(context_, address, option)} {
    accept();
    thread_ = std::jthread{[this] { context_.run(); }};
}

BackgroundAcceptor::~BackgroundAcceptor() { context_.stop(); }

std::string BackgroundAcceptor::url() const {
    const tcp::endpoint endpoint = acceptor_.local_endpoint();
    const std::string host = endpoint.address().to_string();
    return fmt::format("http://{}:{}", endpoint.address().is_v6() ? "[" + host + "]" : host, endpoint.port());
}

void BackgroundAcceptor::accept() {
    acceptor_.async_accept([this](const error_code& error, tcp::socket socket) {
        if (error == asio::error::operation_aborted) return;
        if (!error) serve_(std::move(socket));
        accept();
    });
}

}  // namespace assay::load
