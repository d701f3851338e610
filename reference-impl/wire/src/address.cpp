#include "assay/wire/address.hpp"

#include <boost/asio/ip/address.hpp>
#include <charconv>

#include "assay/base/setup_error.hpp"

namespace assay::wire {

namespace ip = boost::asio::ip;

bool Address::is_loopback() const {
    boost::system::error_code error;
    const auto parsed = ip::make_address(host, error);
    return !error && parsed.is_loopback();
}

std::string Address::text() const {
    const bool v6 = host.find(':') != std::string::npos;
    return (v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

std::string Address::origin() const { return (secure ? "https://" : "http://") + text(); }

Address parse_address(std::string_view text, const std::string& where) {
    const auto wrong = [whole = text, &where] {
        return base::SetupError{
            "'" + std::string{whole} + "' is no address to listen on", where,
            "write HOST:PORT or https://HOST:PORT, e.g. 127.0.0.1:5985, [::1]:5985 or 127.0.0.1:0"};
    };
    constexpr std::string_view clear = "http://";
    constexpr std::string_view covered = "https://";
    Address address{.secure = text.starts_with(covered)};
    if (text.starts_with(clear)) text.remove_prefix(clear.size());
    if (text.starts_with(covered)) text.remove_prefix(covered.size());
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos) throw wrong();
    std::string_view host = text.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    address.host = host == "localhost" ? "127.0.0.1" : host;
    const std::string_view port = text.substr(colon + 1);
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), address.port);
    boost::system::error_code host_error;
    ip::make_address(address.host, host_error);
    if (error != std::errc{} || end != port.data() + port.size() || host_error) throw wrong();
    return address;
}

}  // namespace assay::wire
