#include "assay/ipmi-wire/lan_message.hpp"

#include "assay/ipmi-wire/rmcp.hpp"

namespace assay::ipmi_wire {
namespace {

constexpr std::uint8_t auth_type_none = 0x00;  // §13.6 Table 13-8
constexpr std::uint8_t auth_type_rmcp_plus = 0x06;
constexpr std::size_t shortest = 7;  // §13.8: six header octets and the last checksum

}  // namespace

std::uint8_t checksum(OctetView octets) {
    unsigned sum = 0;
    for (const Octet octet : octets) sum += octet;
    return static_cast<std::uint8_t>(0x100U - (sum & 0xFFU));
}

Decoded<LanMessage> decode_lan_message(OctetView in) {
    if (in.size() < shortest) return Broken::truncated;
    if (checksum(in.first(3)) != 0 || checksum(in.subspan(3)) != 0) return Broken::bad_checksum;
    Reader reader{in.first(in.size() - 1)};
    LanMessage message;
    message.to = reader.u8();
    const auto netfn = reader.u8();
    message.netfn = static_cast<std::uint8_t>(netfn >> 2U);
    message.to_lun = netfn & 0x03U;
    reader.u8();  // checksum of the two octets before it
    message.from = reader.u8();
    const auto sequence = reader.u8();
    message.sequence = static_cast<std::uint8_t>(sequence >> 2U);
    message.from_lun = sequence & 0x03U;
    message.command = reader.u8();
    message.data = reader.rest();
    return message;
}

void encode_lan_message(const LanMessage& message, Octets& out) {
    const std::size_t start = out.size();
    Writer writer{out};
    writer.u8(message.to).u8(static_cast<unsigned>(message.netfn << 2U | message.to_lun));
    writer.u8(checksum(OctetView{out}.subspan(start)));
    const std::size_t second = out.size();
    writer.u8(message.from).u8(static_cast<unsigned>(message.sequence << 2U | message.from_lun));
    writer.u8(message.command).put(message.data);
    writer.u8(checksum(OctetView{out}.subspan(second)));
}

LanMessage response_to(const LanMessage& request, OctetView data) {
    return {.to = request.from,
            .netfn = static_cast<std::uint8_t>(request.netfn | 1U),
            .to_lun = request.from_lun,
            .from = request.to,
            .sequence = request.sequence,
            .from_lun = request.to_lun,
            .command = request.command,
            .data = data};
}

bool is_rmcp_plus(OctetView body) { return !body.empty() && body[0] == auth_type_rmcp_plus; }

Decoded<OctetView> decode_sessionless_15(OctetView body) {
    Reader in{body};
    const auto auth_type = in.u8();
    const auto sequence = in.u32();
    const auto session = in.u32();
    const auto length = in.u8();
    if (!in.ok() || in.left() < length) return Broken::truncated;
    if (auth_type != auth_type_none || session != 0 || sequence != 0) return Broken::unsupported;
    const OctetView message = in.take(length);
    // §13.6: one legacy pad octet may follow where a packet's total length is one some controllers drop
    if (in.left() > 1) return Broken::overlong;
    return message;
}

void encode_sessionless_15(OctetView lan_message, Octets& out) {
    encode_rmcp(RmcpClass::ipmi, out);
    Writer{out}
        .u8(auth_type_none)
        .u32(0)
        .u32(0)
        .u8(static_cast<unsigned>(lan_message.size()))
        .put(lan_message);
}

}  // namespace assay::ipmi_wire
