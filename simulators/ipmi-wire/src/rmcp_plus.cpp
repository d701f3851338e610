#include "assay/ipmi-wire/rmcp_plus.hpp"

#include "assay/ipmi-wire/rmcp.hpp"

namespace assay::ipmi_wire {
namespace {

constexpr std::uint8_t auth_type_rmcp_plus = 0x06;  // §13.6 Table 13-8
constexpr std::uint8_t oem_explicit = 0x02;         // §13.27.3 Table 13-16
constexpr std::uint8_t encrypted_bit = 0x80, authenticated_bit = 0x40;
constexpr std::uint8_t next_header = 0x07;  // Table 13-8, reserved for RMCP+
constexpr Octet integrity_pad = 0xFF;
constexpr std::size_t longest_auth_code = 16;

/// Kn = HMAC_SIK(n repeated), §13.32. The constant has 20 octets under every hash: ipmitool and FreeIPMI
/// agree on the clause's letter, though a SHA-256 digest is longer.
Secret derived_key(const CipherSuite& suite, OctetView session_integrity_key, Octet constant) {
    return secret_hmac(suite.hash, session_integrity_key, {Octets(20, constant)});
}

void encode_header(std::uint8_t payload_type, std::uint32_t session_id, std::uint32_t sequence,
                   std::size_t payload_length, Octets& out) {
    encode_rmcp(RmcpClass::ipmi, out);
    Writer{out}
        .u8(auth_type_rmcp_plus)
        .u8(payload_type)
        .u32(session_id)
        .u32(sequence)
        .u16(static_cast<unsigned>(payload_length));
}

/// §13.29: the pad counts 01h, 02h, …, and its length stands in the last octet.
Decoded<OctetView> without_pad(OctetView clear) {
    const std::size_t pad = clear.back();
    if (pad >= aes_block || pad + 1 > clear.size()) return Broken::bad_padding;
    const OctetView data = clear.first(clear.size() - pad - 1);
    for (std::size_t i = 0; i < pad; ++i) {
        if (clear[data.size() + i] != i + 1) return Broken::bad_padding;
    }
    return data;
}

}  // namespace

Decoded<RmcpPlusPacket> decode_rmcp_plus(OctetView body) {
    Reader in{body};
    RmcpPlusPacket packet;
    const auto auth_type = in.u8();
    const auto type = in.u8();
    packet.encrypted = (type & encrypted_bit) != 0;
    packet.authenticated = (type & authenticated_bit) != 0;
    packet.payload_type = type & 0x3FU;
    packet.session_id = in.u32();
    packet.sequence = in.u32();
    packet.payload = in.take(in.u16());
    if (!in.ok()) return Broken::truncated;
    if (auth_type != auth_type_rmcp_plus) return Broken::bad_version;
    if (packet.payload_type == oem_explicit) return Broken::unsupported;
    packet.trailer = in.rest();
    if (!packet.authenticated && !packet.trailer.empty()) return Broken::overlong;
    packet.covered = body;
    return packet;
}

void encode_sessionless(PayloadType type, OctetView payload, Octets& out) {
    encode_header(static_cast<std::uint8_t>(type), 0, 0, payload.size(), out);
    Writer{out}.put(payload);
}

SessionCipher::SessionCipher(const CipherSuite& suite, OctetView session_integrity_key)
    : SessionCipher{suite, derived_key(suite, session_integrity_key, 1).view(),
                    derived_key(suite, session_integrity_key, 2).view()} {}

SessionCipher::SessionCipher(const CipherSuite& suite, OctetView k1, OctetView k2)
    : auth_code_length_{suite.integrity_length}, integrity_{suite.hash, k1}, confidentiality_{k2} {}

void SessionCipher::seal(std::uint32_t session_id, std::uint32_t sequence, PayloadType type,
                         OctetView payload, RandomSource& random, Octets& out) {
    const std::size_t pad = (aes_block - (payload.size() + 1) % aes_block) % aes_block;
    const std::size_t encrypted_length = payload.size() + pad + 1;
    const auto type_octet =
        static_cast<std::uint8_t>(static_cast<unsigned>(type) | encrypted_bit | authenticated_bit);
    const std::size_t start = out.size() + rmcp_header_length;
    encode_header(type_octet, session_id, sequence, aes_block + encrypted_length, out);

    AesBlock iv;
    random.fill(iv);
    Writer writer{out};
    writer.put(iv);
    const std::size_t clear = out.size();
    writer.put(payload);
    for (std::size_t i = 1; i <= pad; ++i) writer.u8(static_cast<unsigned>(i));
    writer.u8(static_cast<unsigned>(pad));
    confidentiality_.encrypt(iv, std::span{out}.subspan(clear, encrypted_length));

    // Table 13-8: pads until authentication type … next header is a multiple of four octets
    const std::size_t unpadded = out.size() - start + 2;
    const std::size_t filling = (4 - unpadded % 4) % 4;
    writer.fill(filling, integrity_pad).u8(static_cast<unsigned>(filling)).u8(next_header);

    std::array<Octet, longest_auth_code> code{};
    const std::span<Octet> auth_code = std::span{code}.first(auth_code_length_);
    integrity_.sum({OctetView{out}.subspan(start)}, auth_code);
    writer.put(auth_code);
}

bool SessionCipher::verifies(const RmcpPlusPacket& packet) {
    std::array<Octet, longest_auth_code> code{};
    const std::span<Octet> expected = std::span{code}.first(auth_code_length_);
    const OctetView covered = packet.covered.first(packet.covered.size() - auth_code_length_);
    integrity_.sum({covered}, expected);
    return base::equal_in_constant_time(expected, packet.covered.last(auth_code_length_));
}

Decoded<OctetView> SessionCipher::open(const RmcpPlusPacket& packet, Octets& scratch) {
    if (!packet.encrypted || !packet.authenticated) return Broken::not_protected;
    if (packet.trailer.size() < auth_code_length_ + 2) return Broken::truncated;
    if (!verifies(packet)) return Broken::bad_integrity;

    const OctetView tail = packet.trailer.first(packet.trailer.size() - auth_code_length_);
    if (tail[tail.size() - 1] != next_header || tail[tail.size() - 2] != tail.size() - 2)
        return Broken::bad_padding;
    if (packet.payload.size() < 2 * aes_block || packet.payload.size() % aes_block != 0)
        return Broken::truncated;

    const OctetView cipher_text = packet.payload.subspan(aes_block);
    scratch.resize(cipher_text.size());
    confidentiality_.decrypt(packet.payload.first(aes_block), cipher_text, scratch);
    return without_pad(scratch);
}

}  // namespace assay::ipmi_wire
