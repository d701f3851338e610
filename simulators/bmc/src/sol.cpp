#include "assay/bmc/sol.hpp"

#include <algorithm>
#include <array>

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;
namespace parameter = sol_parameter;
using namespace std::chrono_literals;

constexpr std::size_t header_length = 4;

// §15.9 Table 15-2, octet 4 from the console
constexpr unsigned nack = 0x40, generate_break = 0x10, pause = 0x08, flush_outbound = 0x01;
// octet 4 to the console
constexpr unsigned unavailable = 0x20, deactivated = 0x10, overrun = 0x08;

bool is_flag(base::OctetView value) { return value[0] <= 1; }

/// Parameter 2: user to administrator.
bool is_authentication(base::OctetView value) {
    const unsigned privilege = value[0] & 0x0FU;
    return (value[0] & 0x30U) == 0 && privilege >= 2 && privilege <= 4;
}

/// Parameter 3: an interval of 0 is reserved, a threshold of 0 is too.
bool is_accumulation(base::OctetView value) { return value[0] != 0 && value[1] != 0; }

bool is_retry(base::OctetView value) { return value[0] <= 7; }

/// Parameters 5 and 6: the serial settings, or 9600 to 115200 bit/s.
bool is_bit_rate(base::OctetView value) { return value[0] == 0 || (value[0] >= 6 && value[0] <= 10); }

constexpr std::array rows{
    Parameter{set_in_progress, 1},
    Parameter{parameter::enable, 1, Access::read_write, is_flag},
    Parameter{parameter::authentication, 1, Access::read_write, is_authentication},
    Parameter{parameter::accumulation, 2, Access::read_write, is_accumulation},
    Parameter{parameter::retry, 2, Access::read_write, is_retry},
    Parameter{parameter::stored_bit_rate, 1, Access::read_write, is_bit_rate},
    Parameter{parameter::present_bit_rate, 1, Access::read_write, is_bit_rate},
    Parameter{parameter::payload_channel, 1, Access::read_only},
    Parameter{parameter::payload_port, 2, Access::read_only},
};

void put(ParameterBlock& parameters, std::uint8_t number, std::initializer_list<base::Octet> value) {
    parameters.put(number, {value.begin(), value.size()});
}

}  // namespace

Sol::Sol(std::shared_ptr<const ConsoleScript> script) : parameters_{rows}, console_{std::move(script)} {
    put(parameters_, parameter::enable, {1});
    put(parameters_, parameter::authentication, {0xC3});  // encrypted, signed, operators
    put(parameters_, parameter::accumulation, {2, 64});   // 10 ms, characters
    put(parameters_, parameter::retry, {7, 50});          // 500 ms
    put(parameters_, parameter::stored_bit_rate, {10});   // 115200
    put(parameters_, parameter::present_bit_rate, {10});
    put(parameters_, parameter::payload_channel, {1});
    put(parameters_, parameter::payload_port, {0x6F, 0x02});  // 623
}

void Sol::tell_port(std::uint16_t port) {
    put(parameters_, parameter::payload_port,
        {static_cast<base::Octet>(port), static_cast<base::Octet>(port >> 8U)});
}

wire::Privilege Sol::needed_privilege() const {
    return static_cast<wire::Privilege>(parameters_.value(parameter::authentication)[0] & 0x0FU);
}

bool Sol::must_encrypt() const { return (parameters_.value(parameter::authentication)[0] & 0x80U) != 0; }

base::Duration Sol::retry_interval() const { return 10ms * parameters_.value(parameter::retry)[1]; }

void Sol::activate(std::uint32_t session_id, bool host_on) {
    owner_ = session_id;
    farewell_.reset();
    under_way_.reset();
    latest_sent_ = latest_received_ = latest_accepted_ = 0;
    latest_refused_ = owes_acknowledge_ = paused_ = false;
    console_.discard_output();
    output_due_ = base::Instant::max();
    if (!host_on) return;
    console_.start();
    output_due_ = base::Instant::min();
}

void Sol::deactivate() {
    farewell_ = std::exchange(owner_, std::nullopt);
    under_way_.reset();
}

void Sol::restart_host() {
    if (!owner_) return;
    console_.start();
    output_due_ = base::Instant::min();
}

void Sol::note_output(base::Instant now) {
    if (console_.output().empty()) return;
    const base::OctetView accumulation = parameters_.value(parameter::accumulation);
    const bool enough = console_.output().size() >= accumulation[1];
    output_due_ = std::min(output_due_, enough ? now : now + 5ms * accumulation[0]);
}

void Sol::receive(base::OctetView payload, bool host_on, base::Instant now) {
    wire::Reader in{payload};
    const std::uint8_t sequence = in.u8() & 0x0FU, acknowledged = in.u8() & 0x0FU, accepted = in.u8();
    const std::uint8_t operation = in.u8();
    if (!in.ok() || payload.size() > longest_sol_payload) return;
    if (acknowledged != 0) take_acknowledge(acknowledged, accepted, (operation & nack) != 0, now);
    if (sequence != 0) take_characters(sequence, operation, in.rest(), host_on, now);
}

/// §15.11: characters that were not accepted go again, under a new sequence number.
void Sol::take_acknowledge(std::uint8_t sequence, std::size_t accepted, bool refused, base::Instant now) {
    if (!under_way_ || (under_way_->payload[0] & 0x0FU) != sequence) return;
    const base::OctetView sent = base::OctetView{under_way_->payload}.subspan(header_length);
    console_.unfetch(sent.subspan(std::min(accepted, sent.size())));
    under_way_.reset();
    if (!console_.output().empty()) output_due_ = refused ? now + retry_interval() : now;
}

void Sol::take_characters(std::uint8_t sequence, std::uint8_t operation, base::OctetView characters,
                          bool host_on, base::Instant now) {
    owes_acknowledge_ = true;
    // §15.11: a repeated packet is acknowledged again and otherwise ignored
    if (sequence == latest_received_) return;
    latest_received_ = sequence;
    paused_ = (operation & pause) != 0;
    if ((operation & flush_outbound) != 0) console_.discard_output();
    latest_refused_ = !host_on && !characters.empty();
    latest_accepted_ = latest_refused_ ? std::uint8_t{0} : static_cast<std::uint8_t>(characters.size());
    if (!host_on) return;
    if ((operation & generate_break) != 0) console_.send_break();
    console_.type(characters);
    note_output(now);
}

base::Octets Sol::header(std::uint8_t sequence) {
    base::Octets payload{sequence, 0, 0, 0};
    if (std::exchange(owes_acknowledge_, false)) {
        payload[1] = latest_received_;
        payload[2] = latest_accepted_;
        if (latest_refused_) payload[3] = static_cast<base::Octet>(nack | unavailable);
    }
    return payload;
}

std::optional<base::Octets> Sol::retry(base::Instant now) {
    if (!under_way_ || under_way_->due > now) return std::nullopt;
    if (under_way_->retries_left == 0) {
        under_way_.reset();  // §26.3 parameter 4: its characters are given up
        return std::nullopt;
    }
    --under_way_->retries_left;
    under_way_->due = now + std::max<base::Duration>(retry_interval(), 10ms);
    return under_way_->payload;
}

bool Sol::may_send_characters(base::Instant now) const {
    return !under_way_ && !paused_ && !console_.output().empty() && output_due_ <= now;
}

std::optional<base::Octets> Sol::fresh(base::Instant now) {
    if (!may_send_characters(now)) {
        if (!owes_acknowledge_) return std::nullopt;
        return header(0);
    }
    latest_sent_ = latest_sent_ == 15 ? std::uint8_t{1} : static_cast<std::uint8_t>(latest_sent_ + 1);
    base::Octets payload = header(latest_sent_);
    if (console_.take_overrun()) payload[3] = static_cast<base::Octet>(payload[3] | overrun);
    const base::Octets characters = console_.fetch(longest_sol_payload - header_length);
    payload.insert(payload.end(), characters.begin(), characters.end());
    output_due_ = console_.output().empty() ? base::Instant::max() : now;
    under_way_ = UnderWay{payload, now + std::max<base::Duration>(retry_interval(), 10ms),
                          parameters_.value(parameter::retry)[0] & 0x07U};
    // a retry acknowledges nothing new
    under_way_->payload[1] = under_way_->payload[2] = 0;
    return payload;
}

std::optional<Sol::Packet> Sol::next_packet(bool host_on, base::Instant now) {
    if (const auto told = std::exchange(farewell_, std::nullopt)) {
        return Packet{*told, {0, 0, 0, static_cast<base::Octet>(deactivated)}};
    }
    if (!owner_) return std::nullopt;
    if (!host_on && !under_way_) console_.discard_output();
    auto payload = retry(now);
    if (!payload) payload = fresh(now);
    if (!payload) return std::nullopt;
    return Packet{*owner_, std::move(*payload)};
}

base::Instant Sol::next_due() const {
    if (!owner_) return base::Instant::max();
    if (under_way_) return under_way_->due;
    return paused_ || console_.output().empty() ? base::Instant::max() : output_due_;
}

}  // namespace assay::bmc
