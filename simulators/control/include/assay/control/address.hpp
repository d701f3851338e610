// Where a control socket is: the path of a Unix socket, or a loopback address and a port.
#pragma once

#include <string>

#include <boost/asio/generic/stream_protocol.hpp>

namespace assay::control {

using Protocol = boost::asio::generic::stream_protocol;

struct Address {
    std::string text;  ///< as it was written
    Protocol::endpoint endpoint;
    bool is_path = false;
};

/// "/run/bmcsim.sock", "./x" or "127.0.0.1:7000"; what holds a slash is a path.
/// @throws base::SetupError when it is neither, or an address that other machines reach
[[nodiscard]] Address parse_address(const std::string& text);

}  // namespace assay::control
