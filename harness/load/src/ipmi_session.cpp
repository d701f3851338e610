#include "assay/load/ipmi_session.hpp"

#include <cassert>
#include <utility>

#include <fmt/format.h>

#include "assay/ipmi-wire/lan_message.hpp"
#include "assay/ipmi-wire/rmcp.hpp"

namespace assay::load {
namespace {

namespace wire = ipmi_wire;
using wire::PayloadType;
using wire::RakpStatus;

constexpr std::uint8_t name_only_lookup = 0x10;   // §13.20
constexpr std::uint8_t console_address = 0x81;    // §5.5: a remote console's software id
constexpr std::size_t console_id_of_payload = 4;  // §13.18, §13.21, §13.23: where it stands in each answer

IpmiTurn failed(Failure failure) { return {.error = std::move(failure)}; }

IpmiTurn failed(RakpStatus status) {
    switch (status) {
        case RakpStatus::unauthorized_name:
        case RakpStatus::unauthorized_role:
        case RakpStatus::invalid_integrity_check: return failed(ErrorKind::unauthorized);
        default: return failed(ErrorKind::refused);
    }
}

std::optional<wire::RmcpPlusPacket> packet_of(base::OctetView datagram) {
    const auto message = wire::decode_rmcp(datagram);
    if (!message || message->message_class != wire::RmcpClass::ipmi || !wire::is_rmcp_plus(message->body))
        return std::nullopt;
    const auto packet = wire::decode_rmcp_plus(message->body);
    return packet ? std::optional{*packet} : std::nullopt;
}

}  // namespace

std::optional<std::uint32_t> console_id_of(base::OctetView datagram) {
    const auto packet = packet_of(datagram);
    if (!packet) return std::nullopt;
    if (packet->session_id != 0) return packet->session_id;
    if (packet->payload.size() < console_id_of_payload + 4) return std::nullopt;
    return wire::Reader{packet->payload.subspan(console_id_of_payload)}.u32();
}

base::OctetView IpmiSession::sessionless(IpmiMessage message, PayloadType type, const base::Octets& payload) {
    message_ = message;
    out_.clear();
    wire::encode_sessionless(type, payload, out_);
    return out_;
}

base::OctetView IpmiSession::open(std::uint32_t console_id) {
    cipher_.reset();
    established_ = false;
    session_sequence_ = 0;
    exchange_ = {};
    exchange_.suite = login_.suite;
    exchange_.console_session = console_id;
    random_.fill(exchange_.console_random);
    exchange_.role =
        static_cast<std::uint8_t>(name_only_lookup | static_cast<unsigned>(wire::Privilege::administrator));
    exchange_.name = login_.user;
    exchange_.password = wire::Secret{base::octets_of(login_.password)};
    return sessionless(IpmiMessage::open_session, PayloadType::open_session_request,
                       encode(wire::OpenSessionRequest{++tag_, wire::Privilege::administrator, console_id,
                                                       login_.suite.algorithms}));
}

base::OctetView IpmiSession::sealed(IpmiMessage message, const IpmiCommand& command) {
    message_ = message;
    request_sequence_ = (request_sequence_ + 1U) & 0x3FU;
    asked_netfn_ = command.netfn;
    asked_number_ = command.number;
    lan_message_.clear();
    wire::encode_lan_message({.to = wire::bmc_address,
                              .netfn = command.netfn,
                              .to_lun = command.lun,
                              .from = console_address,
                              .sequence = request_sequence_,
                              .from_lun = 0,
                              .command = command.number,
                              .data = command.data},
                             lan_message_);
    out_.clear();
    cipher_->seal(exchange_.managed_session, ++session_sequence_, PayloadType::ipmi, lan_message_, random_,
                  out_);
    return out_;
}

base::OctetView IpmiSession::ask(const IpmiCommand& command) {
    assert(established_);
    return sealed(IpmiMessage::command, command);
}

base::OctetView IpmiSession::close() {
    assert(established_);
    IpmiCommand command{wire::netfn::app, wire::cmd::app::close_session};
    wire::Writer{command.data}.u32(exchange_.managed_session);
    return sealed(IpmiMessage::close, command);
}

IpmiTurn IpmiSession::on_datagram(base::OctetView datagram) {
    const auto packet = packet_of(datagram);
    if (!packet) return {.stale = true};
    return packet->session_id == 0 ? on_login(*packet) : on_sealed(*packet);
}

IpmiTurn IpmiSession::on_login(const wire::RmcpPlusPacket& packet) {
    const auto type = static_cast<PayloadType>(packet.payload_type);
    if (message_ == IpmiMessage::open_session && type == PayloadType::open_session_response)
        return on_open_session(packet.payload);
    if (message_ == IpmiMessage::rakp1 && type == PayloadType::rakp2) return on_rakp2(packet.payload);
    if (message_ == IpmiMessage::rakp3 && type == PayloadType::rakp4) return on_rakp4(packet.payload);
    return {.stale = true};
}

IpmiTurn IpmiSession::on_open_session(base::OctetView payload) {
    const auto answer = wire::decode_open_session_response(payload);
    if (!answer) return failed(ErrorKind::malformed);
    if (answer->tag != tag_ || answer->console_session != exchange_.console_session) return {.stale = true};
    if (answer->status != RakpStatus::ok) return failed(answer->status);
    exchange_.managed_session = answer->managed_session;
    return {
        .next = sessionless(
            IpmiMessage::rakp1, PayloadType::rakp1,
            encode(wire::Rakp1{++tag_, exchange_.managed_session, exchange_.console_random, exchange_.role,
                               static_cast<std::uint8_t>(exchange_.name.size()), exchange_.name}))};
}

IpmiTurn IpmiSession::on_rakp2(base::OctetView payload) {
    const auto answer = wire::decode_rakp2(payload);
    if (!answer) return failed(ErrorKind::malformed);
    if (answer->tag != tag_ || answer->console_session != exchange_.console_session) return {.stale = true};
    if (answer->status != RakpStatus::ok) return failed(answer->status);
    exchange_.managed_random = answer->managed_random;
    exchange_.managed_guid = answer->managed_guid;
    // a BMC that keeps names secret answers a wrong one under a key that nobody knows
    if (!base::equal_in_constant_time(answer->auth_code, exchange_.rakp2_auth_code()))
        return failed(ErrorKind::unauthorized);
    return {.next = sessionless(IpmiMessage::rakp3, PayloadType::rakp3,
                                encode(wire::Rakp3{++tag_, RakpStatus::ok, exchange_.managed_session,
                                                   exchange_.rakp3_auth_code()}))};
}

IpmiTurn IpmiSession::on_rakp4(base::OctetView payload) {
    const auto answer = wire::decode_rakp4(payload);
    if (!answer) return failed(ErrorKind::malformed);
    if (answer->tag != tag_ || answer->console_session != exchange_.console_session) return {.stale = true};
    if (answer->status != RakpStatus::ok) return failed(answer->status);
    const wire::Secret key = exchange_.session_integrity_key();
    if (!base::equal_in_constant_time(answer->integrity_check, exchange_.rakp4_integrity_check(key.view())))
        return failed(ErrorKind::bad_integrity);
    cipher_.emplace(exchange_.suite, key.view(), exchange_.password.view());
    return {.next = sealed(IpmiMessage::set_privilege,
                           {wire::netfn::app,
                            wire::cmd::app::set_session_privilege,
                            {static_cast<base::Octet>(wire::Privilege::administrator)}})};
}

IpmiTurn IpmiSession::on_sealed(const wire::RmcpPlusPacket& packet) {
    if (!cipher_ || packet.session_id != exchange_.console_session) return {.stale = true};
    const auto clear = cipher_->open(packet, clear_);
    if (!clear) return failed(ErrorKind::bad_integrity);
    if (packet.payload_type != static_cast<std::uint8_t>(PayloadType::ipmi)) return {.stale = true};
    const auto message = wire::decode_lan_message(*clear);
    if (!message || message->data.empty()) return failed(ErrorKind::malformed);
    const bool awaited = message->sequence == request_sequence_ && message->command == asked_number_ &&
                         message->netfn == (asked_netfn_ | 1U);
    if (!awaited) return {.stale = true};
    if (message->data[0] != static_cast<base::Octet>(wire::Completion::ok))
        return failed({ErrorKind::completion_code, {.code = fmt::format("{:02X}h", message->data[0])}});
    answer_ = message->data;
    established_ = message_ != IpmiMessage::close;
    return {};
}

}  // namespace assay::load
