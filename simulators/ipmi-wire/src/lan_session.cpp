#include "assay/ipmi-wire/lan_session.hpp"

#include <algorithm>

#include "assay/ipmi-wire/md2.hpp"
#include "assay/ipmi-wire/rmcp.hpp"

namespace assay::ipmi_wire {
namespace {

std::array<Octet, 4> little_endian(std::uint32_t value) {
    return {static_cast<Octet>(value), static_cast<Octet>(value >> 8U), static_cast<Octet>(value >> 16U),
            static_cast<Octet>(value >> 24U)};
}

Secret zero_padded(OctetView password) {
    Secret padded = Secret::of_length(longest_lan_password);
    std::ranges::copy(password, padded.writable().begin());
    return padded;
}

}  // namespace

std::optional<AuthType> auth_type_of(std::uint8_t octet) {
    switch (octet) {
        case static_cast<std::uint8_t>(AuthType::none): return AuthType::none;
        case static_cast<std::uint8_t>(AuthType::md2): return AuthType::md2;
        case static_cast<std::uint8_t>(AuthType::md5): return AuthType::md5;
        case static_cast<std::uint8_t>(AuthType::password): return AuthType::password;
        default: return std::nullopt;
    }
}

Decoded<LanPacket> decode_lan_packet(OctetView body) {
    Reader in{body};
    LanPacket packet;
    const auto auth_type = auth_type_of(in.u8());
    packet.sequence = in.u32();
    packet.session_id = in.u32();
    if (!in.ok()) return Broken::truncated;
    if (!auth_type) return Broken::unsupported;
    packet.auth_type = *auth_type;
    if (packet.auth_type != AuthType::none) packet.auth_code = in.take(AuthCode{}.size());
    const auto length = in.u8();
    packet.message = in.take(length);
    if (!in.ok()) return Broken::truncated;
    // §13.6: one legacy pad octet may follow where a packet's total length is one some controllers drop
    if (in.left() > 1) return Broken::overlong;
    return packet;
}

LanAuthenticator::LanAuthenticator(AuthType type, OctetView password)
    : type_{type}, password_{zero_padded(password)}, md5_{password, longest_lan_password} {}

AuthCode LanAuthenticator::code_of(std::uint32_t session_id, std::uint32_t sequence, OctetView message) {
    AuthCode code{};
    if (type_ == AuthType::md2)
        code = md2({password_.view(), little_endian(session_id), message, little_endian(sequence),
                    password_.view()});
    if (type_ == AuthType::md5) md5_.sum({little_endian(session_id), message, little_endian(sequence)}, code);
    if (type_ == AuthType::password) std::ranges::copy(password_.view(), code.begin());
    return code;
}

bool LanAuthenticator::verifies(const LanPacket& packet) {
    if (packet.auth_type != type_) return false;
    if (type_ == AuthType::none) return true;
    return base::equal_in_constant_time(code_of(packet.session_id, packet.sequence, packet.message),
                                        packet.auth_code);
}

void LanAuthenticator::seal(std::uint32_t session_id, std::uint32_t sequence, OctetView message, bool signs,
                            Octets& out) {
    const AuthType type = signs ? type_ : AuthType::none;
    encode_rmcp(RmcpClass::ipmi, out);
    Writer writer{out};
    writer.u8(static_cast<unsigned>(type)).u32(sequence).u32(session_id);
    if (type != AuthType::none) writer.put(code_of(session_id, sequence, message));
    writer.u8(static_cast<unsigned>(message.size())).put(message);
}

}  // namespace assay::ipmi_wire
