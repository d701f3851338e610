#include "bmc_line.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay::drive {
namespace {

using record::Ending;
using record::Exchange;
using std::chrono::milliseconds;

/// A datagram that nobody answers is sent again after so long (ipmitool: 1 s, four times).
constexpr milliseconds patience{1'000};
constexpr unsigned most_tries = 4;
/// How long the silence after what is sent once is listened to.
constexpr milliseconds silence{500};

constexpr std::uint64_t other_port_bit = std::uint64_t{1} << 32U;

bool is_for_once(const script::BmcSend& send) {
    return send.once || !send.await || send.message == script::BmcMessage::again ||
           send.message == script::BmcMessage::receive;
}

}  // namespace

BmcLine::BmcLine(const Access& access, const base::Clock& clock, base::Instant began,
                 const std::atomic<bool>& stop, Numbers numbers)
    : Line{access, clock, began, stop, std::move(numbers)} {}

std::string BmcLine::hidden_in(std::string text) const {
    return access_.second_user->credentials().hidden_in(
        access_.authentication->credentials().hidden_in(std::move(text)));
}

BmcUser BmcLine::user_of(const script::BmcSend& send) const {
    const bool second = BmcFields{send.terms}.flag("second_user", false);
    const Credentials& who = (second ? access_.second_user : access_.authentication)->credentials();
    return {who.user, who.password, access_.bmc.key, access_.bmc.suite};
}

BmcConversation& BmcLine::conversation_of(const script::BmcSend& send) {
    const auto found = conversations_.find(send.session);
    if (found != conversations_.end()) return found->second;
    return conversations_.try_emplace(send.session, user_of(send), send.terms, random_).first->second;
}

BmcLine::Port* BmcLine::port_of(const script::BmcSend& send, Exchange& exchange) {
    const std::uint64_t key = send.session | (send.other_port ? other_port_bit : 0);
    const auto found = ports_.find(key);
    if (found != ports_.end()) return &found->second;
    Port port;
    if (const std::string why = port.socket.open(access_.target.host, access_.target.port); !why.empty()) {
        unreachable(why, exchange);
        return nullptr;
    }
    port.number = numbers_.connection();
    return &ports_.emplace(key, std::move(port)).first->second;
}

void BmcLine::unreachable(const std::string& why, Exchange& exchange) {
    exchange.ending = Ending::unreachable;
    exchange.trouble = why;
}

Exchange BmcLine::exchange(const script::Ask& ask, bool& stopped) {
    const auto& send = std::get<script::BmcSend>(ask);
    Exchange exchange;
    exchange.id = numbers_.exchange();
    exchange.label = send.label;
    exchange.unlawful_because = send.unlawful_because;
    exchange.bmc = record::BmcFacts{.asked = hidden_in(script::asked(send))};
    base::Instant turn = base::Instant::max();
    stopped = !pace(turn);
    exchange.times.began = exchange.times.connected = exchange.times.sent = now();
    Port* const port = stopped ? nullptr : port_of(send, exchange);
    if (port != nullptr) {
        exchange.connection = port->number;
        talk(send, conversation_of(send), *port, exchange, stopped);
    }
    exchange.times.finished = now();
    note_giving_up(exchange);
    return exchange;
}

void BmcLine::drain(Port& port, Exchange& exchange) {
    constexpr std::size_t most_kept = 64;
    for (;;) {
        auto received = port.socket.receive(clock_.now(), clock_, stop_);
        const auto* datagram = std::get_if<std::string>(&received);
        if (datagram == nullptr) return;
        if (exchange.bmc->others.size() < most_kept)
            exchange.bmc->others.push_back({now(), false, hidden_in(*datagram)});
    }
}

bool BmcLine::transmit(const BmcPacket& packet, Port& port, Exchange& exchange) {
    exchange.request = hidden_in(packet.kept());
    if (packet.clear) exchange.bmc->clear_request = hidden_in(std::string{base::text_of(*packet.clear)});
    const auto refused = port.socket.send(packet.octets);
    exchange.times.sent = now();
    if (refused) unreachable(refused->why, exchange);
    return !refused;
}

void BmcLine::talk(const script::BmcSend& send, BmcConversation& conversation, Port& port, Exchange& exchange,
                   bool& stopped) {
    const bool once = is_for_once(send);
    const milliseconds usual = once ? silence : std::min(access_.timeout, patience * most_tries);
    const base::Instant end =
        std::min(limit_, clock_.now() + (send.timeout.count() > 0 ? send.timeout : usual));
    if (send.message != script::BmcMessage::receive) drain(port, exchange);
    for (unsigned tries = 0;; ++tries) {
        if (send.message != script::BmcMessage::receive) {
            if (tries > 0) exchange.bmc->others.push_back({exchange.times.sent, true, exchange.request});
            const auto packet = tries == 0 ? conversation.compose(send) : conversation.recompose(send);
            if (!packet) return unreachable("there is no datagram that could be sent again", exchange);
            if (!transmit(*packet, port, exchange)) return;
        }
        if (!send.await) {
            exchange.ending = Ending::not_awaited;
            return;
        }
        const bool is_last = once || tries + 1 == most_tries;
        const base::Instant until = is_last ? end : std::min(end, clock_.now() + patience);
        const Heard heard = listen(conversation, port, until, exchange);
        stopped = stop_.load() && heard == Heard::nothing;
        if (heard != Heard::nothing || stopped) return;
        if (is_last || clock_.now() >= end) break;
    }
    exchange.ending = Ending::timed_out;
    exchange.trouble = "no answer";
}

BmcLine::Heard BmcLine::listen(BmcConversation& conversation, Port& port, base::Instant until,
                               Exchange& exchange) {
    for (;;) {
        auto received = port.socket.receive(until, clock_, stop_);
        if (const auto* refused = std::get_if<UdpSocket::Refused>(&received)) {
            unreachable(refused->why, exchange);
            return Heard::nobody;
        }
        const auto* datagram = std::get_if<std::string>(&received);
        if (datagram == nullptr) return Heard::nothing;
        const BmcConversation::Taken taken = conversation.take(*datagram);
        if (!taken.is_late) {
            answered(*datagram, taken.opened, exchange);
            return Heard::answer;
        }
        exchange.bmc->others.push_back(
            {now(), false, hidden_in(overwritten(*datagram, taken.opened.hidden))});
    }
}

void BmcLine::answered(const std::string& datagram, const BmcOpened& opened, Exchange& exchange) {
    exchange.ending = Ending::answered;
    exchange.times.first_octet = now();
    exchange.response = hidden_in(overwritten(datagram, opened.hidden));
    exchange.bmc->integrity = opened.integrity;
    const observe::DatagramReading reading = observe::read_datagram(datagram);
    if (reading.encrypted && opened.clear) exchange.bmc->clear_response = hidden_in(*opened.clear);
}

}  // namespace assay::drive
