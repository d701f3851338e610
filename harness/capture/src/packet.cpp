#include "packet.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "cursor.hpp"

namespace assay::capture {
namespace {

using Result = std::variant<Segment, NoSegment>;

constexpr std::uint16_t type_v4 = 0x0800;
constexpr std::uint16_t type_v6 = 0x86DD;
constexpr std::uint8_t protocol_tcp = 6;

/// IEEE 802.1Q tags, and those of stacked ones.
bool is_vlan_tag(std::uint16_t type) { return type == 0x8100 || type == 0x88A8 || type == 0x9100; }

/// The EtherType of what follows; the cursor stands before it afterwards. 0 where the link does not say.
std::uint16_t strip_link(Link link, Cursor& in) {
    std::uint16_t type = 0;
    switch (link) {
        case Link::ethernet:
            in.skip(12);
            type = in.u16();
            break;
        case Link::cooked:
            in.skip(14);
            type = in.u16();
            break;
        case Link::cooked2:
            type = in.u16();
            in.skip(18);
            break;
        case Link::loopback:
            // The family's number differs between systems; the version in the header does not.
            in.skip(4);
            break;
        case Link::raw: break;
    }
    for (int tags = 0; is_vlan_tag(type) && tags < 8; ++tags) {
        in.skip(2);
        type = in.u16();
    }
    return type;
}

struct Datagram {
    Segment segment;
    std::uint8_t protocol = 0;
    std::size_t length = 0;  ///< of what it carries, as its header says
    bool is_fragment = false;
};

void take_address(Cursor& in, std::size_t octets, Endpoint& endpoint) {
    endpoint.is_v6 = octets == 16;
    std::ranges::copy(in.take(octets), endpoint.address.begin());
}

/// RFC 791 §3.1. A length of 0 is left by a network card that cuts the segment itself.
std::optional<Datagram> read_v4(Cursor& in) {
    Datagram datagram;
    const std::size_t there = in.left().size();
    const std::size_t header = static_cast<std::size_t>(in.u8() & 0x0FU) * 4;
    in.skip(1);
    const std::size_t total = in.u16();
    in.skip(2);
    const std::uint16_t fragment = in.u16();
    in.skip(1);
    datagram.protocol = in.u8();
    in.skip(2);
    take_address(in, 4, datagram.segment.from);
    take_address(in, 4, datagram.segment.to);
    if (header < 20 || (total != 0 && total < header)) return std::nullopt;
    in.skip(header - 20);
    if (!in.is_good()) return std::nullopt;
    datagram.length = (total == 0 ? there : total) - header;
    datagram.is_fragment = (fragment & 0x3FFFU) != 0;
    return datagram;
}

/// RFC 8200 §4: the headers between the first and what it carries.
bool pass_extension(Cursor& in, Datagram& datagram, std::size_t& passed) {
    const std::uint8_t header = datagram.protocol;
    const bool is_authentication = header == 51;
    const bool is_fragment = header == 44;
    if (header != 0 && header != 43 && header != 60 && !is_authentication && !is_fragment) return false;
    datagram.protocol = in.u8();
    const std::size_t length = in.u8();
    const std::size_t octets = is_fragment ? 8 : is_authentication ? (length + 2) * 4 : (length + 1) * 8;
    if (is_fragment) {
        datagram.is_fragment = (in.u16() & 0xFFF9U) != 0;
        in.skip(4);
    } else {
        in.skip(octets - 2);
    }
    passed += octets;
    return in.is_good();
}

std::optional<Datagram> read_v6(Cursor& in) {
    Datagram datagram;
    in.skip(4);
    const std::size_t announced = in.u16();
    datagram.protocol = in.u8();
    in.skip(1);
    take_address(in, 16, datagram.segment.from);
    take_address(in, 16, datagram.segment.to);
    const std::size_t total = announced == 0 ? in.left().size() : announced;
    std::size_t passed = 0;
    while (!datagram.is_fragment && pass_extension(in, datagram, passed)) {
    }
    if (!in.is_good() || passed > total) return std::nullopt;
    datagram.length = total - passed;
    return datagram;
}

/// RFC 9293 §3.1
Result read_tcp(Cursor& in, const Datagram& datagram) {
    Segment segment = datagram.segment;
    segment.from.port = in.u16();
    segment.to.port = in.u16();
    segment.sequence = in.u32();
    segment.acknowledgement = in.u32();
    const std::size_t header = static_cast<std::size_t>(in.u8() >> 4U) * 4;
    const std::uint8_t flags = in.u8();
    in.skip(6);
    if (header < 20 || header > datagram.length) return NoSegment::broken;
    in.skip(header - 20);
    if (!in.is_good()) return NoSegment::broken;
    segment.fin = (flags & 0x01U) != 0;
    segment.syn = (flags & 0x02U) != 0;
    segment.rst = (flags & 0x04U) != 0;
    segment.ack = (flags & 0x10U) != 0;
    const std::size_t length = datagram.length - header;
    // What goes beyond the datagram is padding of the link.
    segment.payload = in.left().first(std::min(length, in.left().size()));
    segment.missing = length - segment.payload.size();
    return segment;
}

}  // namespace

std::string Endpoint::to_text() const {
    std::array<char, INET6_ADDRSTRLEN> text{};
    inet_ntop(is_v6 ? AF_INET6 : AF_INET, address.data(), text.data(), text.size());
    return is_v6 ? fmt::format("[{}]:{}", text.data(), port) : fmt::format("{}:{}", text.data(), port);
}

Result decode(Link link, base::OctetView packet) {
    Cursor in{packet};
    const std::uint16_t type = strip_link(link, in);
    if (!in.is_good()) return NoSegment::broken;
    if (type != 0 && type != type_v4 && type != type_v6) return NoSegment::not_ip;
    if (in.left().empty()) return NoSegment::broken;
    const unsigned version = in.left().front() >> 4U;
    if (version != 4 && version != 6) return NoSegment::not_ip;
    std::optional<Datagram> datagram = version == 4 ? read_v4(in) : read_v6(in);
    if (!datagram) return NoSegment::broken;
    if (datagram->is_fragment) return NoSegment::fragment;
    if (datagram->protocol != protocol_tcp) return NoSegment::not_tcp;
    return read_tcp(in, *datagram);
}

}  // namespace assay::capture
