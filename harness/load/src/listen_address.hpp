// Where something of a load listens, as the command line says it.
#pragma once

#include <string>
#include <string_view>

#include <boost/asio/ip/tcp.hpp>

namespace assay::load {

/// Reads "127.0.0.1:9100" or "[::1]:0".
/// @param option names it in the complaint
/// @throws base::SetupError when it is no address and port
[[nodiscard]] boost::asio::ip::tcp::endpoint listen_address(std::string_view text, const char* option);

/// "http://127.0.0.1:9100", to which a path is added.
[[nodiscard]] std::string http_url_of(const boost::asio::ip::tcp::endpoint& endpoint);

}  // namespace assay::load
