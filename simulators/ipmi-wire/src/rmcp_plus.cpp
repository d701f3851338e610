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
constexpr std::size_t longest_md5_password = 20;  // §13.28.3: Kuid with its zero padding

/// Kn = HMAC_SIK(n repeated), §13.32. The constant has 20 octets under every hash: ipmitool and FreeIPMI
/// agree on the clause's letter, though a SHA-256 digest is longer.
Secret derived_key(const CipherSuite& suite, OctetView session_integrity_key, Octet constant) {
    return secret_hmac(suite.hash(), session_integrity_key, {Octets(20, constant)});
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

/// Octets of confidentiality pad, without its length octet.
constexpr std::size_t padding_of(std::size_t payload_length) {
    return (aes_block - (payload_length + 1) % aes_block) % aes_block;
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

SessionCipher::SessionCipher(const CipherSuite& suite, OctetView session_integrity_key, OctetView password)
    : auth_code_length_{suite.integrity_length()} {
    if (suite.algorithms.integrity == integrity_md5_128) {
        integrity_.emplace<KeyedMd5>(password, longest_md5_password);
    } else if (signs()) {
        integrity_.emplace<Mac>(suite.hash(), derived_key(suite, session_integrity_key, 1).view());
    }
    if (suite.encrypts()) confidentiality_.emplace(derived_key(suite, session_integrity_key, 2).view());
}

void SessionCipher::encrypt(OctetView payload, RandomSource& random, Octets& out) {
    const std::size_t pad = padding_of(payload.size());
    AesBlock iv;
    random.fill(iv);
    Writer writer{out};
    writer.put(iv);
    const std::size_t clear = out.size();
    writer.put(payload);
    for (std::size_t i = 1; i <= pad; ++i) writer.u8(static_cast<unsigned>(i));
    writer.u8(static_cast<unsigned>(pad));
    confidentiality_->encrypt(iv, std::span{out}.subspan(clear));
}

void SessionCipher::sum(OctetView covered, std::span<Octet> auth_code) {
    if (auto* const mac = std::get_if<Mac>(&integrity_)) mac->sum({covered}, auth_code);
    if (auto* const md5 = std::get_if<KeyedMd5>(&integrity_)) md5->sum({covered}, auth_code);
}

void SessionCipher::sign(std::size_t start, Octets& out) {
    // Table 13-8: pads until authentication type … next header is a multiple of four octets
    const std::size_t unpadded = out.size() - start + 2;
    const std::size_t filling = (4 - unpadded % 4) % 4;
    Writer writer{out};
    writer.fill(filling, integrity_pad).u8(static_cast<unsigned>(filling)).u8(next_header);

    std::array<Octet, longest_auth_code> code{};
    const std::span<Octet> auth_code = std::span{code}.first(auth_code_length_);
    sum(OctetView{out}.subspan(start), auth_code);
    writer.put(auth_code);
}

void SessionCipher::seal(std::uint32_t session_id, std::uint32_t sequence, PayloadType type,
                         OctetView payload, RandomSource& random, Octets& out, Protection protection) {
    const bool encrypted = encrypts(protection);
    const unsigned bits = (encrypted ? encrypted_bit : 0U) | (signs() ? authenticated_bit : 0U);
    const std::size_t length =
        encrypted ? aes_block + payload.size() + padding_of(payload.size()) + 1 : payload.size();
    const std::size_t start = out.size() + rmcp_header_length;
    encode_header(static_cast<std::uint8_t>(static_cast<unsigned>(type) | bits), session_id, sequence, length,
                  out);
    if (encrypted) {
        encrypt(payload, random, out);
    } else {
        Writer{out}.put(payload);
    }
    if (signs()) sign(start, out);
}

bool SessionCipher::verifies(const RmcpPlusPacket& packet) {
    std::array<Octet, longest_auth_code> code{};
    const std::span<Octet> expected = std::span{code}.first(auth_code_length_);
    sum(packet.covered.first(packet.covered.size() - auth_code_length_), expected);
    return base::equal_in_constant_time(expected, packet.covered.last(auth_code_length_));
}

Decoded<OctetView> SessionCipher::decrypt(OctetView payload, Octets& scratch) {
    if (payload.size() < 2 * aes_block || payload.size() % aes_block != 0) return Broken::truncated;
    const OctetView cipher_text = payload.subspan(aes_block);
    scratch.resize(cipher_text.size());
    confidentiality_->decrypt(payload.first(aes_block), cipher_text, scratch);
    return without_pad(scratch);
}

Decoded<OctetView> SessionCipher::open(const RmcpPlusPacket& packet, Octets& scratch, Protection protection) {
    if (packet.encrypted != encrypts(protection) || packet.authenticated != signs()) {
        return Broken::not_protected;
    }
    if (signs()) {
        if (packet.trailer.size() < auth_code_length_ + 2) return Broken::truncated;
        if (!verifies(packet)) return Broken::bad_integrity;
        const OctetView tail = packet.trailer.first(packet.trailer.size() - auth_code_length_);
        if (tail[tail.size() - 1] != next_header || tail[tail.size() - 2] != tail.size() - 2)
            return Broken::bad_padding;
    }
    if (packet.encrypted) return decrypt(packet.payload, scratch);
    scratch.assign(packet.payload.begin(), packet.payload.end());
    return OctetView{scratch};
}

}  // namespace assay::ipmi_wire
