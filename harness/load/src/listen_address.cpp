#include "listen_address.hpp"

#include <charconv>

#include <fmt/format.h>

#include "assay/base/setup_error.hpp"

namespace assay::load {

namespace asio = boost::asio;

asio::ip::tcp::endpoint listen_address(std::string_view text, const char* option) {
    const std::size_t colon = text.rfind(':');
    std::string_view host = text.substr(0, std::min(colon, text.size()));
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    const std::string_view digits =
        colon == std::string_view::npos ? std::string_view{} : text.substr(colon + 1);
    std::uint16_t port = 0;
    const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    boost::system::error_code error;
    const auto address = asio::ip::make_address(std::string{host}, error);
    if (error || failure != std::errc{} || end != digits.data() + digits.size() || digits.empty())
        throw base::SetupError{fmt::format("'{}' is no address and port", text), option,
                               "write e.g. 127.0.0.1:9100, or 127.0.0.1:0 for a free port"};
    return {address, port};
}

std::string http_url_of(const asio::ip::tcp::endpoint& endpoint) {
    const std::string host = endpoint.address().to_string();
    return fmt::format("http://{}:{}", endpoint.address().is_v6() ? "[" + host + "]" : host, endpoint.port());
}

}  // namespace assay::load
