#include "assay/ipmi-wire/rakp.hpp"

#include <algorithm>

namespace assay::ipmi_wire {
namespace {

// §13.17: one record an algorithm: type, two reserved octets, length, algorithm, three reserved octets
constexpr std::uint8_t authentication_record = 0, integrity_record = 1, confidentiality_record = 2;
constexpr std::uint8_t record_length = 8, null_length = 0;  // the latter of a "null field": any will do

void encode_record(std::uint8_t type, std::optional<std::uint8_t> algorithm, Writer& out) {
    out.u8(type).u16(0).u8(algorithm ? record_length : null_length).u8(algorithm.value_or(0)).fill(3);
}

void encode_records(const Proposal& proposal, Writer& out) {
    encode_record(authentication_record, proposal.authentication, out);
    encode_record(integrity_record, proposal.integrity, out);
    encode_record(confidentiality_record, proposal.confidentiality, out);
}

/// @return false when the record is of another type or malformed
bool decode_record(std::uint8_t type, Reader& in, std::optional<std::uint8_t>& algorithm) {
    const auto found = in.u8();
    in.u16();
    const auto length = in.u8();
    const auto named = static_cast<std::uint8_t>(in.u8() & 0x3FU);
    in.take(3);
    if (length == record_length) algorithm = named;
    return found == type && (length == record_length || length == null_length);
}

Decoded<Proposal> decode_records(Reader& in) {
    Proposal proposal;
    const bool authentication = decode_record(authentication_record, in, proposal.authentication);
    const bool integrity = decode_record(integrity_record, in, proposal.integrity);
    const bool confidentiality = decode_record(confidentiality_record, in, proposal.confidentiality);
    if (!in.ok()) return Broken::truncated;
    if (!in.finished()) return Broken::overlong;
    if (!authentication || !integrity || !confidentiality) return Broken::unsupported;
    return proposal;
}

template <std::size_t N>
std::array<Octet, N> take_array(Reader& in) {
    std::array<Octet, N> result{};
    const OctetView octets = in.take(N);
    std::ranges::copy(octets, result.begin());
    return result;
}

Octets owned(OctetView octets) { return {octets.begin(), octets.end()}; }

std::array<Octet, 4> little_endian(std::uint32_t value) {
    return {static_cast<Octet>(value), static_cast<Octet>(value >> 8U), static_cast<Octet>(value >> 16U),
            static_cast<Octet>(value >> 24U)};
}

struct RoleAndName {
    explicit RoleAndName(const KeyExchange& exchange) : octets{exchange.role} {
        Writer{octets}.u8(static_cast<unsigned>(exchange.name.size())).put(base::octets_of(exchange.name));
    }
    Octets octets;
};

}  // namespace

Decoded<OpenSessionRequest> decode_open_session_request(OctetView payload) {
    Reader in{payload};
    OpenSessionRequest message;
    message.tag = in.u8();
    message.max_privilege = static_cast<Privilege>(in.u8() & 0x0FU);
    in.u16();
    message.console_session = in.u32();
    const auto algorithms = decode_records(in);
    if (!algorithms) return algorithms.error();
    message.algorithms = *algorithms;
    return message;
}

Decoded<OpenSessionResponse> decode_open_session_response(OctetView payload) {
    Reader in{payload};
    OpenSessionResponse message;
    message.tag = in.u8();
    message.status = static_cast<RakpStatus>(in.u8());
    message.max_privilege = static_cast<Privilege>(in.u8() & 0x0FU);
    in.u8();
    message.console_session = in.u32();
    if (!in.ok()) return Broken::truncated;
    if (message.status != RakpStatus::ok) return message;
    message.managed_session = in.u32();
    const auto chosen = decode_records(in);
    if (!chosen) return chosen.error();
    // §13.18: a null field is not allowed here
    if (!chosen->authentication || !chosen->integrity || !chosen->confidentiality) return Broken::unsupported;
    message.algorithms = {*chosen->authentication, *chosen->integrity, *chosen->confidentiality};
    return message;
}

Decoded<Rakp1> decode_rakp1(OctetView payload) {
    Reader in{payload};
    Rakp1 message;
    message.tag = in.u8();
    in.u24();
    message.managed_session = in.u32();
    message.console_random = take_array<16>(in);
    message.role = in.u8();
    in.u16();
    message.name_length = in.u8();
    if (!in.ok()) return Broken::truncated;
    if (message.name_length > longest_user_name) return message;
    message.name = base::text_of(in.take(message.name_length));
    if (!in.ok()) return Broken::truncated;
    // §13.20 ends here, but some consoles send the name field at its full 16 octets
    if (in.left() > longest_user_name - message.name_length) return Broken::overlong;
    return message;
}

Decoded<Rakp2> decode_rakp2(OctetView payload) {
    Reader in{payload};
    Rakp2 message;
    message.tag = in.u8();
    message.status = static_cast<RakpStatus>(in.u8());
    in.u16();
    message.console_session = in.u32();
    if (!in.ok()) return Broken::truncated;
    if (message.status != RakpStatus::ok) return message;
    message.managed_random = take_array<16>(in);
    message.managed_guid = take_array<16>(in);
    message.auth_code = owned(in.rest());
    if (!in.ok()) return Broken::truncated;
    return message;
}

Decoded<Rakp3> decode_rakp3(OctetView payload) {
    Reader in{payload};
    Rakp3 message;
    message.tag = in.u8();
    message.status = static_cast<RakpStatus>(in.u8());
    in.u16();
    message.managed_session = in.u32();
    message.auth_code = owned(in.rest());
    if (!in.ok()) return Broken::truncated;
    return message;
}

Decoded<Rakp4> decode_rakp4(OctetView payload) {
    Reader in{payload};
    Rakp4 message;
    message.tag = in.u8();
    message.status = static_cast<RakpStatus>(in.u8());
    in.u16();
    message.console_session = in.u32();
    message.integrity_check = owned(in.rest());
    if (!in.ok()) return Broken::truncated;
    return message;
}

Octets encode(const OpenSessionRequest& message) {
    Octets out;
    Writer writer{out};
    writer.u8(message.tag)
        .u8(static_cast<unsigned>(message.max_privilege))
        .u16(0)
        .u32(message.console_session);
    encode_records(message.algorithms, writer);
    return out;
}

Octets encode(const OpenSessionResponse& message) {
    Octets out;
    Writer writer{out};
    writer.u8(message.tag).u8(static_cast<unsigned>(message.status));
    writer.u8(static_cast<unsigned>(message.max_privilege)).u8(0).u32(message.console_session);
    if (message.status != RakpStatus::ok) return out;
    writer.u32(message.managed_session);
    encode_records(message.algorithms, writer);
    return out;
}

Octets encode(const Rakp1& message) {
    Octets out;
    Writer writer{out};
    writer.u8(message.tag).u24(0).u32(message.managed_session).put(message.console_random);
    writer.u8(message.role).u16(0).u8(message.name_length).put(base::octets_of(message.name));
    return out;
}

Octets encode(const Rakp2& message) {
    Octets out;
    Writer writer{out};
    writer.u8(message.tag).u8(static_cast<unsigned>(message.status)).u16(0).u32(message.console_session);
    if (message.status != RakpStatus::ok) return out;
    writer.put(message.managed_random).put(message.managed_guid).put(message.auth_code);
    return out;
}

Octets encode(const Rakp3& message) {
    Octets out;
    Writer{out}
        .u8(message.tag)
        .u8(static_cast<unsigned>(message.status))
        .u16(0)
        .u32(message.managed_session)
        .put(message.auth_code);
    return out;
}

Octets encode(const Rakp4& message) {
    Octets out;
    Writer{out}
        .u8(message.tag)
        .u8(static_cast<unsigned>(message.status))
        .u16(0)
        .u32(message.console_session)
        .put(message.integrity_check);
    return out;
}

Octets KeyExchange::rakp2_auth_code() const {
    return hmac(suite.hash(), password.view(),
                {little_endian(console_session), little_endian(managed_session), console_random,
                 managed_random, managed_guid, RoleAndName{*this}.octets});
}

Octets KeyExchange::rakp3_auth_code() const {
    return hmac(suite.hash(), password.view(),
                {managed_random, little_endian(console_session), RoleAndName{*this}.octets});
}

Secret KeyExchange::session_integrity_key() const {
    return secret_hmac(suite.hash(), bmc_key.view().empty() ? password.view() : bmc_key.view(),
                       {console_random, managed_random, RoleAndName{*this}.octets});
}

Octets KeyExchange::rakp4_integrity_check(OctetView session_integrity_key) const {
    Octets check = hmac(suite.hash(), session_integrity_key,
                        {console_random, little_endian(managed_session), managed_guid});
    check.resize(suite.rakp4_length());
    return check;
}

}  // namespace assay::ipmi_wire
