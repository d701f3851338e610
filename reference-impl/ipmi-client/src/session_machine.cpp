#include "assay/ipmi-client/session_machine.hpp"

#include <algorithm>
#include <cassert>

#include <fmt/format.h>

#include "assay/ipmi-wire/lan_message.hpp"
#include "assay/ipmi-wire/rmcp.hpp"
#include "codes.hpp"

namespace assay::ipmi_client {
namespace {

namespace wire = ipmi_wire;
using wire::PayloadType;
using wire::RakpStatus;

constexpr std::size_t longest_password = 20;     // §22.30
constexpr std::uint8_t name_only_lookup = 0x10;  // §13.20: the user is found by name, whatever its privilege

bool is_suite_refusal(RakpStatus status) {
    return status == RakpStatus::invalid_authentication_algorithm ||
           status == RakpStatus::invalid_integrity_algorithm ||
           status == RakpStatus::invalid_confidentiality_algorithm ||
           status == RakpStatus::no_cipher_suite_match;
}

Trouble trouble_of(RakpStatus status) {
    switch (status) {
        case RakpStatus::unauthorized_name:
        case RakpStatus::invalid_name_length: return Trouble::unknown_user;
        case RakpStatus::unauthorized_role:
        case RakpStatus::invalid_role: return Trouble::not_permitted;
        case RakpStatus::invalid_integrity_check: return Trouble::wrong_password;
        default: return Trouble::refused;
    }
}

Error error_of_completion(const Command& command, std::uint8_t code) {
    const bool denied = code == static_cast<std::uint8_t>(wire::Completion::insufficient_privilege);
    return {.trouble = denied ? Trouble::not_permitted : Trouble::failed,
            .message = fmt::format("command {:02X}h/{:02X}h: {} (completion code {:02X}h)", command.netfn,
                                   command.number, text_of_completion(code), code),
            .completion = code};
}

}  // namespace

SessionMachine::SessionMachine(Credentials credentials, Patience patience, wire::RandomSource& random)
    : credentials_{std::move(credentials)}, patience_{patience}, random_{random} {
    if (credentials_.password.size() > longest_password) credentials_.password.resize(longest_password);
}

void SessionMachine::log_in(base::Instant now) {
    assert(!busy());
    cipher_.reset();
    next_suite_ = 0;
    open_next_suite(now);
}

void SessionMachine::open_next_suite(base::Instant now) {
    std::optional<wire::CipherSuite> suite;
    while (!suite && next_suite_ < credentials_.suites.size())
        suite = wire::suite_of(credentials_.suites[next_suite_++]);
    if (!suite) return fail(Trouble::refused, "the BMC and this client have no cipher suite in common");
    exchange_ = {};
    exchange_.suite = *suite;
    do {
        std::array<base::Octet, 4> id{};
        random_.fill(id);
        exchange_.console_session = wire::Reader{id}.u32();
    } while (exchange_.console_session == 0);
    random_.fill(exchange_.console_random);
    exchange_.role =
        static_cast<std::uint8_t>(name_only_lookup | static_cast<unsigned>(credentials_.privilege));
    exchange_.name = credentials_.user;
    exchange_.password = wire::Secret{base::octets_of(credentials_.password)};
    exchange_.bmc_key = wire::Secret{credentials_.bmc_key};
    begin(Step::open_session, now);
}

void SessionMachine::send(Command command, base::Instant now) {
    assert(established());
    command_ = std::move(command);
    request_sequence_ = (request_sequence_ + 1U) & 0x3FU;
    begin(Step::command, now);
}

void SessionMachine::begin(Step step, base::Instant now) {
    step_ = step;
    ++tag_;
    attempts_left_ = patience_.attempts;
    transmit(now);
}

/// Every repetition is a packet of its own: one with an old session sequence number would be taken for a
/// replay.
void SessionMachine::transmit(base::Instant now) {
    --attempts_left_;
    deadline_ = now + patience_.timeout;
    has_outgoing_ = true;
    outgoing_.clear();
    switch (step_) {
        case Step::open_session:
            wire::encode_sessionless(
                PayloadType::open_session_request,
                encode(wire::OpenSessionRequest{tag_, credentials_.privilege, exchange_.console_session,
                                                exchange_.suite.algorithms}),
                outgoing_);
            break;
        case Step::rakp1:
            wire::encode_sessionless(
                PayloadType::rakp1,
                encode(wire::Rakp1{tag_, exchange_.managed_session, exchange_.console_random, exchange_.role,
                                   static_cast<std::uint8_t>(exchange_.name.size()), exchange_.name}),
                outgoing_);
            break;
        case Step::rakp3:
            wire::encode_sessionless(PayloadType::rakp3,
                                     encode(wire::Rakp3{tag_, RakpStatus::ok, exchange_.managed_session,
                                                        exchange_.rakp3_auth_code()}),
                                     outgoing_);
            break;
        case Step::raise_privilege:
        case Step::command: transmit_command(command_); break;
        case Step::idle: has_outgoing_ = false; break;
    }
}

void SessionMachine::transmit_command(const Command& command) {
    base::Octets message;
    wire::encode_lan_message({.to = wire::bmc_address,
                              .netfn = command.netfn,
                              .to_lun = command.lun,
                              .from = wire::remote_console_address,
                              .sequence = request_sequence_,
                              .command = command.number,
                              .data = command.data},
                             message);
    if (++outbound_ == 0) outbound_ = 1;
    cipher_->seal(exchange_.managed_session, outbound_, PayloadType::ipmi, message, random_, outgoing_);
}

std::optional<base::Octets> SessionMachine::take_outgoing() {
    if (!has_outgoing_) return std::nullopt;
    has_outgoing_ = false;
    return outgoing_;
}

void SessionMachine::finish(Outcome<base::Octets> result) {
    step_ = Step::idle;
    deadline_ = base::Instant::max();
    result_ = std::move(result);
}

void SessionMachine::fail(Trouble trouble, std::string message) {
    cipher_.reset();
    finish(Error{.trouble = trouble, .message = std::move(message)});
}

void SessionMachine::fail_with(RakpStatus status) {
    fail(trouble_of(status), fmt::format("login as '{}' refused: {} (status {:02X}h)", credentials_.user,
                                         text_of(status), static_cast<unsigned>(status)));
}

Outcome<base::Octets> SessionMachine::take_result() {
    assert(!busy() && result_);
    Outcome<base::Octets> result = std::move(*result_);
    result_.reset();
    return result;
}

void SessionMachine::time_passed(base::Instant now) {
    if (!busy() || now < deadline_) return;
    if (attempts_left_ > 0) return transmit(now);
    fail(Trouble::unreachable, fmt::format("no answer to {} attempts", patience_.attempts));
}

void SessionMachine::receive(base::OctetView datagram, base::Instant now) {
    if (!busy()) return;
    const auto message = wire::decode_rmcp(datagram);
    if (!message || message->message_class != wire::RmcpClass::ipmi) return;
    const auto packet = wire::decode_rmcp_plus(message->body);
    if (!packet) return;
    if (packet->session_id == 0) {
        on_login_payload(*packet, now);
    } else {
        on_session_packet(*packet, now);
    }
}

void SessionMachine::on_login_payload(const wire::RmcpPlusPacket& packet, base::Instant now) {
    if (packet.encrypted || packet.authenticated || packet.payload.empty() || packet.payload[0] != tag_)
        return;
    const auto type = static_cast<PayloadType>(packet.payload_type);
    if (step_ == Step::open_session && type == PayloadType::open_session_response) {
        on_open_session_response(packet.payload, now);
    } else if (step_ == Step::rakp1 && type == PayloadType::rakp2) {
        on_rakp2(packet.payload, now);
    } else if (step_ == Step::rakp3 && type == PayloadType::rakp4) {
        on_rakp4(packet.payload, now);
    }
}

void SessionMachine::on_open_session_response(base::OctetView payload, base::Instant now) {
    const auto response = wire::decode_open_session_response(payload);
    if (!response || response->console_session != exchange_.console_session) return;
    if (is_suite_refusal(response->status)) return open_next_suite(now);
    if (response->status != RakpStatus::ok) return fail_with(response->status);
    // CVE-2013-4782 and its like: a BMC may not talk this side into another suite than the one it asked for
    if (response->algorithms != exchange_.suite.algorithms || response->managed_session == 0) {
        return fail(Trouble::refused, "the BMC answers with another cipher suite than the one proposed");
    }
    exchange_.managed_session = response->managed_session;
    begin(Step::rakp1, now);
}

void SessionMachine::on_rakp2(base::OctetView payload, base::Instant now) {
    const auto response = wire::decode_rakp2(payload);
    if (!response) return;
    if (response->status != RakpStatus::ok) return fail_with(response->status);
    if (response->console_session != exchange_.console_session) return;
    exchange_.managed_random = response->managed_random;
    exchange_.managed_guid = response->managed_guid;
    if (!base::equal_in_constant_time(exchange_.rakp2_auth_code(), response->auth_code)) {
        return fail_with(RakpStatus::invalid_integrity_check);
    }
    begin(Step::rakp3, now);
}

void SessionMachine::on_rakp4(base::OctetView payload, base::Instant now) {
    const auto response = wire::decode_rakp4(payload);
    if (!response) return;
    if (response->status != RakpStatus::ok) return fail_with(response->status);
    if (response->console_session != exchange_.console_session) return;
    const wire::Secret key = exchange_.session_integrity_key();
    if (!base::equal_in_constant_time(exchange_.rakp4_integrity_check(key.view()),
                                      response->integrity_check)) {
        return fail(Trouble::refused, "the BMC does not prove that it knows the password (RAKP message 4)");
    }
    cipher_.emplace(exchange_.suite, key.view(), exchange_.password.view());
    exchange_.password = {};
    inbound_ = {};
    outbound_ = 0;
    last_heard_ = now;
    // §22.18: a session starts at user level, whatever was asked for
    command_ = {wire::netfn::app,
                wire::cmd::app::set_session_privilege,
                {static_cast<base::Octet>(credentials_.privilege)}};
    request_sequence_ = (request_sequence_ + 1U) & 0x3FU;
    begin(Step::raise_privilege, now);
}

void SessionMachine::on_session_packet(const wire::RmcpPlusPacket& packet, base::Instant now) {
    const bool expected = step_ == Step::raise_privilege || step_ == Step::command;
    if (!expected || packet.session_id != exchange_.console_session) return;
    if (packet.payload_type != static_cast<std::uint8_t>(PayloadType::ipmi)) return;
    const auto clear = cipher_->open(packet, clear_);
    if (!clear || !inbound_.take(packet.sequence)) return;
    const auto message = wire::decode_lan_message(*clear);
    if (!message || message->data.empty()) return;
    const bool answers = message->netfn == (command_.netfn | 1U) && message->command == command_.number &&
                         message->sequence == request_sequence_ &&
                         message->to == wire::remote_console_address;
    if (answers) on_response(message->data, now);
}

void SessionMachine::on_response(base::OctetView data, base::Instant now) {
    last_heard_ = now;
    const std::uint8_t code = data[0];
    const bool logging_in = step_ == Step::raise_privilege;
    if (code == 0) return finish(logging_in ? base::Octets{} : base::Octets(data.begin() + 1, data.end()));
    Error error = error_of_completion(command_, code);
    if (logging_in)
        return fail(Trouble::not_permitted, "the session does not get its privilege: " + error.message);
    finish(std::move(error));
}

}  // namespace assay::ipmi_client
