// A captured packet taken apart down to its TCP segment.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <tuple>
#include <variant>

#include "assay/base/octets.hpp"

namespace assay::capture {

/// One end of a connection.
struct Endpoint {
    std::array<base::Octet, 16> address{};  ///< IPv4: the first four
    bool is_v6 = false;
    std::uint16_t port = 0;

    friend bool operator==(const Endpoint&, const Endpoint&) = default;
    friend bool operator<(const Endpoint& left, const Endpoint& right) {
        return std::tie(left.address, left.is_v6, left.port) <
               std::tie(right.address, right.is_v6, right.port);
    }
    /// "192.0.2.1:5985", "[2001:db8::1]:5985"
    [[nodiscard]] std::string to_text() const;
};

struct Segment {
    Endpoint from;
    Endpoint to;
    std::uint32_t sequence = 0;
    std::uint32_t acknowledgement = 0;
    bool syn = false;
    bool ack = false;
    bool fin = false;
    bool rst = false;
    base::OctetView payload;  ///< in the packet
    std::size_t missing = 0;  ///< octets of payload that were on the wire and are not in the capture
};

/// Why there is no segment in a packet.
enum class NoSegment {
    not_ip,
    not_tcp,
    fragment,  ///< of an IP datagram; fragments are not put together
    broken     ///< its headers go beyond its end, or contradict themselves
};

/// The kinds of links that are understood.
enum class Link { ethernet, cooked, cooked2, loopback, raw };

/// @param packet as captured, perhaps cut short by the snapshot length
[[nodiscard]] std::variant<Segment, NoSegment> decode(Link link, base::OctetView packet);

}  // namespace assay::capture
