#include "assay/control/address.hpp"

#include <charconv>

#include <sys/un.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>

#include "assay/base/setup_error.hpp"

namespace assay::control {
namespace {

namespace asio = boost::asio;

constexpr std::size_t longest_path = sizeof(sockaddr_un::sun_path) - 1;

Address tcp_address(const std::string& text) {
    static constexpr auto remedy =
        "write the path of a socket, like ./bmcsim.sock, or a loopback address and a port, like "
        "127.0.0.1:7000";
    const auto colon = text.rfind(':');
    std::string host = text.substr(0, colon == std::string::npos ? 0 : colon);
    if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
    boost::system::error_code error;
    const auto address = asio::ip::make_address(host, error);
    std::uint16_t port = 0;
    const char* const end = text.data() + text.size();
    const auto parsed =
        std::from_chars(text.data() + (colon == std::string::npos ? 0 : colon + 1), end, port);
    if (error || parsed.ec != std::errc{} || parsed.ptr != end)
        throw base::SetupError{"neither a path nor an address", "--control " + text, remedy};
    // whoever reaches it controls everything, without a password
    if (!address.is_loopback())
        throw base::SetupError{"other machines could reach that", "--control " + text, remedy};
    return {text, Protocol::endpoint{asio::ip::tcp::endpoint{address, port}}, false};
}

}  // namespace

Address parse_address(const std::string& text) {
    if (text.find('/') == std::string::npos) return tcp_address(text);
    if (text.size() > longest_path) {
        throw base::SetupError{"the path of a socket has at most 107 characters", "--control " + text,
                               "choose a shorter one"};
    }
    return {text, Protocol::endpoint{asio::local::stream_protocol::endpoint{text}}, true};
}

}  // namespace assay::control
