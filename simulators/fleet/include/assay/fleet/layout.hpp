// Where the BMCs of a fleet are: on one port of successive addresses, or on successive ports of one address.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <boost/asio/ip/udp.hpp>

namespace assay::fleet {

using Endpoint = boost::asio::ip::udp::endpoint;

enum class Spread : std::uint8_t { addresses, ports };

struct Layout {
    Endpoint first;  ///< port 0 until the first socket is bound
    std::uint32_t members = 1;
    Spread spread = Spread::addresses;

    /// @pre member < members
    [[nodiscard]] Endpoint endpoint_of(std::uint32_t member) const;
    /// Who has this address; nothing when nobody has. With Spread::addresses only.
    [[nodiscard]] std::optional<std::uint32_t> member_at(const boost::asio::ip::address_v4& address) const;
    /// Does one wildcard socket serve all? Only for IPv4 loopback addresses: the machine has all of those,
    /// and what reaches them comes from itself.
    [[nodiscard]] bool shares_a_socket() const;
    /// How many files it needs open.
    [[nodiscard]] std::size_t sockets() const { return shares_a_socket() ? 1 : members; }
    /// All of it: "127.0.0.1:623", "127.0.0.1-127.0.0.100:623", "127.0.0.1:6230-6329"; IPv6 in brackets.
    [[nodiscard]] std::string text() const;
    /// Why there cannot be so many from `first` on, and how many there can be; empty when there can.
    [[nodiscard]] std::string excess() const;
};

/// As a listen address is written: "127.0.0.1:623", "[::1]:623".
[[nodiscard]] std::string text_of(const Endpoint& endpoint);

/// Reads that back. @return nothing when it is not an address and a port
[[nodiscard]] std::optional<Endpoint> parse_endpoint(const std::string& text);

}  // namespace assay::fleet
