#include "bmc_packet.hpp"

#include <algorithm>

#include "assay/ipmi-wire/cursor.hpp"
#include "assay/ipmi-wire/lan_session.hpp"
#include "assay/ipmi-wire/md2.hpp"

namespace assay::drive {
namespace {

namespace wire = ipmi_wire;
using base::Octets;
using base::OctetView;
using wire::Writer;

constexpr std::uint8_t rmcp_plus = 6;
constexpr std::uint8_t encrypted_bit = 0x80, authenticated_bit = 0x40;
constexpr std::size_t longest_md5_password = 20;  // §13.28.3
constexpr std::size_t code_offset_15 = 13;        // RMCP header, authentication type, sequence, session id

void put_rmcp(const BmcFields& fields, Writer& out) {
    out.u8(fields.number("rmcp_version", 6))
        .u8(fields.number("rmcp_reserved", 0))
        .u8(fields.number("rmcp_sequence", 0xFF))
        .u8(fields.number("rmcp_class", 7));
}

/// §13.29: initialisation vector, then payload, pad and pad length, encrypted.
Octets encrypted(const BmcFields& fields, OctetView payload, OctetView key, wire::RandomSource& random) {
    const std::size_t lawful = (wire::aes_block - (payload.size() + 1) % wire::aes_block) % wire::aes_block;
    Octets pad(lawful);
    for (std::size_t i = 0; i < lawful; ++i) pad[i] = static_cast<base::Octet>(i + 1);
    pad = fields.octets("confidentiality_pad", std::move(pad));
    wire::AesBlock iv{};
    random.fill(iv);
    Octets out(iv.begin(), iv.end());
    Writer{out}.put(payload).put(pad).u8(
        fields.number("confidentiality_pad_length", static_cast<std::uint32_t>(pad.size())));
    // what a case pads so that no whole blocks come of it, is filled up: else nothing could be encrypted
    out.resize((out.size() + wire::aes_block - 1) / wire::aes_block * wire::aes_block);
    wire::AesCbc{key}.encrypt(iv, std::span{out}.subspan(iv.size()));
    Writer{out}.put(fields.octets("ciphertext_append", {}));
    return out;
}

void flip(Octets& code) {
    if (!code.empty()) code.back() ^= 0x01U;
}

/// Table 13-8: pad, pad length, next header, and the AuthCode over all from the authentication type on.
void put_trailer(const BmcFields& fields, const BmcKeys& keys, BmcPacket& packet) {
    const std::size_t lawful = (4 - (packet.octets.size() - 4 + 2) % 4) % 4;
    const Octets pad = fields.octets("integrity_pad", Octets(lawful, 0xFF));
    Writer{packet.octets}
        .put(pad)
        .u8(fields.number("integrity_pad_length", static_cast<std::uint32_t>(pad.size())))
        .u8(fields.number("next_header", 7));
    Octets code = fields.octets("auth_code", keys.code_over(OctetView{packet.octets}.subspan(4)));
    if (fields.flag("flip_auth_code", false)) flip(code);
    if (keys.codes_are_secret() && !fields.has("auth_code"))
        packet.hidden.push_back({packet.octets.size(), code.size()});
    Writer{packet.octets}.put(code);
}

void cut_and_append(const BmcFields& fields, Octets& octets) {
    const auto size = static_cast<std::uint32_t>(octets.size());
    octets.resize(std::min(size, fields.number("cut", size)));
    Writer{octets}.put(fields.octets("append", {}));
}

std::array<base::Octet, 4> little_endian(std::uint32_t value) {
    return {static_cast<base::Octet>(value), static_cast<base::Octet>(value >> 8U),
            static_cast<base::Octet>(value >> 16U), static_cast<base::Octet>(value >> 24U)};
}

/// §22.17.1.
Octets code_15(std::uint32_t auth_type, std::uint32_t session_id, std::uint32_t sequence, OctetView message,
               OctetView password) {
    Octets padded(password.begin(), password.end());
    padded.resize(wire::longest_lan_password);
    if (auth_type == static_cast<std::uint32_t>(wire::AuthType::password)) return padded;
    Octets code(wire::AuthCode{}.size());
    if (auth_type == static_cast<std::uint32_t>(wire::AuthType::md5)) {
        wire::KeyedMd5{password, wire::longest_lan_password}.sum(
            {little_endian(session_id), message, little_endian(sequence)}, code);
    } else if (auth_type == static_cast<std::uint32_t>(wire::AuthType::md2)) {
        std::ranges::copy(
            wire::md2({padded, little_endian(session_id), message, little_endian(sequence), padded}),
            code.begin());
    }
    return code;
}

std::optional<std::string> decrypted(std::string_view payload, OctetView key) {
    const OctetView octets = base::octets_of(payload);
    if (octets.size() < 2 * wire::aes_block || octets.size() % wire::aes_block != 0) return std::nullopt;
    Octets clear(octets.size() - wire::aes_block);
    wire::AesCbc{key}.decrypt(octets.first(wire::aes_block), octets.subspan(wire::aes_block), clear);
    const std::size_t pad = clear.back();
    if (pad + 1 > clear.size()) return std::nullopt;
    clear.resize(clear.size() - pad - 1);
    return std::string{base::text_of(clear)};
}

}  // namespace

BmcKeys::BmcKeys(const wire::CipherSuite& suite, OctetView session_integrity_key, OctetView password)
    : suite_{suite} {
    // §13.32: Kn = HMAC_SIK(n, twenty times)
    const auto derived = [&](base::Octet constant) {
        return wire::secret_hmac(suite.hash(), session_integrity_key, {Octets(20, constant)});
    };
    integrity_ = codes_are_secret() ? wire::Secret{password} : derived(1);
    confidentiality_ = derived(2);
}

Octets BmcKeys::code_over(OctetView covered) const {
    Octets code;
    if (codes_are_secret()) {
        code.resize(wire::KeyedMd5::length);
        wire::KeyedMd5{integrity_.view(), longest_md5_password}.sum({covered}, code);
    } else if (signs()) {
        code = wire::hmac(suite_.hash(), integrity_.view(), {covered});
    }
    code.resize(code_length());
    return code;
}

std::string overwritten(std::string octets, const std::vector<Hidden>& hidden) {
    for (const Hidden& each : hidden) {
        const std::size_t begin = std::min(each.offset, octets.size());
        const std::size_t end = std::min(each.offset + each.length, octets.size());
        std::fill(octets.begin() + static_cast<std::ptrdiff_t>(begin),
                  octets.begin() + static_cast<std::ptrdiff_t>(end), '*');
    }
    return octets;
}

std::string BmcPacket::kept() const { return overwritten(std::string{base::text_of(octets)}, hidden); }

BmcPacket seal(const BmcFields& fields, const BmcAddress& to, OctetView payload, const BmcKeys* keys,
               wire::RandomSource& random) {
    const Octets clear = fields.octets("payload", Octets(payload.begin(), payload.end()));
    const bool is_encrypted = fields.flag("encrypted", keys != nullptr && keys->encrypts());
    const bool is_signed = fields.flag("authenticated", keys != nullptr && keys->signs());
    const bool hides = is_encrypted && keys != nullptr && keys->encrypts();
    const Octets carried = hides ? encrypted(fields, clear, keys->confidentiality_key(), random) : clear;
    BmcPacket packet;
    if (hides) packet.clear = clear;
    Writer out{packet.octets};
    put_rmcp(fields, out);
    out.u8(fields.number("auth_type", rmcp_plus))
        .u8((fields.number("payload_type", to.payload_type) & 0x3FU) | (is_encrypted ? encrypted_bit : 0U) |
            (is_signed ? authenticated_bit : 0U))
        .u32(fields.number("session_id", to.session_id))
        .u32(fields.number("sequence", to.sequence))
        .u16(fields.number("length", static_cast<std::uint32_t>(carried.size())))
        .put(carried);
    if (is_signed && keys != nullptr && keys->signs()) put_trailer(fields, *keys, packet);
    cut_and_append(fields, packet.octets);
    return packet;
}

BmcPacket seal_15(const BmcFields& fields, const BmcAddress& to, std::uint8_t auth_type, OctetView message,
                  OctetView password) {
    const Octets carried = fields.octets("payload", Octets(message.begin(), message.end()));
    const std::uint32_t type = fields.number("auth_type", auth_type);
    const std::uint32_t session_id = fields.number("session_id", to.session_id);
    const std::uint32_t sequence = fields.number("sequence", to.sequence);
    BmcPacket packet;
    Writer out{packet.octets};
    put_rmcp(fields, out);
    out.u8(type).u32(sequence).u32(session_id);
    if (type != 0) {
        Octets code = fields.octets("auth_code", code_15(type, session_id, sequence, carried, password));
        if (fields.flag("flip_auth_code", false)) flip(code);
        if (!fields.has("auth_code")) packet.hidden.push_back({packet.octets.size(), code.size()});
        out.put(code);
    }
    out.u8(fields.number("length", static_cast<std::uint32_t>(carried.size()))).put(carried);
    cut_and_append(fields, packet.octets);
    return packet;
}

BmcOpened open(std::string_view datagram, const observe::DatagramReading& reading, const BmcKeys* keys) {
    BmcOpened opened;
    if (!reading.encrypted) opened.clear = reading.payload;
    if (keys == nullptr) return opened;
    if (reading.encrypted && keys->encrypts())
        opened.clear = decrypted(reading.payload, keys->confidentiality_key());
    const std::size_t length = keys->code_length();
    if (!reading.authenticated || !keys->signs()) return opened;
    if (reading.rest.size() < length + 2) {
        opened.integrity = record::Integrity::wrong;
        return opened;
    }
    const OctetView octets = base::octets_of(datagram);
    const OctetView covered = octets.subspan(4, octets.size() - 4 - length);
    const bool fits = base::equal_in_constant_time(keys->code_over(covered), octets.last(length));
    opened.integrity = fits ? record::Integrity::verified : record::Integrity::wrong;
    if (keys->codes_are_secret()) opened.hidden.push_back({octets.size() - length, length});
    return opened;
}

BmcOpened open_15(const observe::DatagramReading& reading, OctetView password) {
    BmcOpened opened;
    opened.clear = reading.payload;
    if (reading.code.empty() || !reading.whole) return opened;
    const Octets code = code_15(reading.auth_type.value_or(0), reading.session_id.value_or(0),
                                reading.sequence.value_or(0), base::octets_of(reading.payload), password);
    const bool fits = base::equal_in_constant_time(code, base::octets_of(reading.code));
    opened.integrity = fits ? record::Integrity::verified : record::Integrity::wrong;
    opened.hidden.push_back({code_offset_15, reading.code.size()});
    return opened;
}

}  // namespace assay::drive
