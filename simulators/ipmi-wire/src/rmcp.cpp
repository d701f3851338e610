#include "assay/ipmi-wire/rmcp.hpp"

namespace assay::ipmi_wire {
namespace {

constexpr std::uint8_t rmcp_version = 0x06;     // §13.1.3: RMCP v1.0
constexpr std::uint8_t no_ack = 0xFF;           // §13.1.3: sequence number of a message that wants no ACK
constexpr std::uint32_t asf_iana = 0x000011BE;  // 4542, most significant octet first
constexpr std::uint8_t presence_pong = 0x40;    // §13.2.4
constexpr std::uint8_t presence_ping = 0x80;    // §13.2.3
constexpr std::uint8_t ipmi_and_asf1 = 0x81;    // §13.2.4: IPMI supported, ASF version 1.0
constexpr std::uint8_t pong_data_length = 16;

std::uint32_t big_endian(Reader& in) {
    const OctetView four = in.take(4);
    std::uint32_t value = 0;
    for (const Octet octet : four) value = value << 8U | octet;
    return value;
}

void encode_asf(std::uint8_t type, std::uint8_t tag, std::uint8_t data_length, Octets& out) {
    encode_rmcp(RmcpClass::asf, out);
    Writer{out}.u16(0).u8(asf_iana >> 8U & 0xFFU).u8(asf_iana & 0xFFU).u8(type).u8(tag).u8(0).u8(data_length);
}

}  // namespace

Decoded<RmcpMessage> decode_rmcp(OctetView datagram) {
    Reader in{datagram};
    const auto version = in.u8();
    in.u8();  // reserved
    in.u8();  // the sequence number matters to ACKs only, and IPMI sends none (§13.1.3)
    const auto message_class = in.u8();
    if (!in.ok()) return Broken::truncated;
    if (version != rmcp_version) return Broken::bad_version;
    switch (message_class) {
        case static_cast<std::uint8_t>(RmcpClass::asf): return RmcpMessage{RmcpClass::asf, in.rest()};
        case static_cast<std::uint8_t>(RmcpClass::ipmi): return RmcpMessage{RmcpClass::ipmi, in.rest()};
        default: return Broken::unsupported;
    }
}

void encode_rmcp(RmcpClass message_class, Octets& out) {
    Writer{out}.u8(rmcp_version).u8(0).u8(no_ack).u8(static_cast<unsigned>(message_class));
}

Decoded<std::uint8_t> decode_ping(OctetView asf_body) {
    Reader in{asf_body};
    const auto iana = big_endian(in);
    const auto type = in.u8();
    const auto tag = in.u8();
    in.u8();  // reserved
    const auto length = in.u8();
    if (!in.ok()) return Broken::truncated;
    if (iana != asf_iana || type != presence_ping) return Broken::unsupported;
    if (length != 0 || in.left() != 0) return Broken::overlong;
    return tag;
}

void encode_pong(std::uint8_t tag, Octets& out) {
    encode_asf(presence_pong, tag, pong_data_length, out);
    Writer{out}.u16(0).u8(asf_iana >> 8U & 0xFFU).u8(asf_iana & 0xFFU).u32(0).u8(ipmi_and_asf1).fill(7);
}

void encode_ping(std::uint8_t tag, Octets& out) { encode_asf(presence_ping, tag, 0, out); }

bool is_ipmi_pong(OctetView asf_body, std::uint8_t tag) {
    Reader in{asf_body};
    const bool is_asf = big_endian(in) == asf_iana;
    const bool is_pong = in.u8() == presence_pong;
    const bool is_ours = in.u8() == tag;
    in.take(2 + 8);  // reserved, length, IANA and OEM fields
    const bool speaks_ipmi = (in.u8() & 0x80U) != 0;
    return in.ok() && is_asf && is_pong && is_ours && speaks_ipmi;
}

}  // namespace assay::ipmi_wire
