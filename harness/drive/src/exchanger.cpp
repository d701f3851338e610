#include "exchanger.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "assay/base/text.hpp"
#include "assay/observe/http_reading.hpp"

namespace assay::drive {
namespace {

using record::Exchange;

std::string joined(const std::vector<std::string>& pieces) {
    std::string octets;
    for (const std::string& piece : pieces) octets += piece;
    return octets;
}

/// What is kept of a request: written again with "[redacted]" for credentials, so that they cannot slip
/// through in a place where no head has them.
std::string kept_text(const script::Send& send, const Authentication& authentication) {
    const std::string instead = script::kept_authorization(send, authentication.kept());
    return record::redacted(joined(script::written_pieces(send, instead)));
}

/// Method and target of the request line, as far as there is one.
std::pair<std::string, std::string> request_line(const script::Send& send) {
    const std::string octets = script::octets_of(send);
    const auto line = std::string_view{octets}.substr(0, octets.find_first_of("\r\n"));
    const auto method = std::min(line.find(' '), line.size());
    const auto target = line.substr(std::min(method + 1, line.size()));
    return {std::string{line.substr(0, method)}, std::string{target.substr(0, target.find(' '))}};
}

/// A certificate of ours would say that it is the run's own user who comes.
script::Greeting greeting_for(const script::Send& send) {
    script::Greeting greeting = send.greeting;
    greeting.certificate = greeting.certificate && !send.second_user;
    return greeting;
}

std::vector<std::string> challenges_in(const std::string& response) {
    std::vector<std::string> challenges;
    if (std::string_view{response}.substr(0, response.find('\n')).find(" 401") == std::string_view::npos) {
        return challenges;
    }
    const observe::HttpReading reading = observe::read_response(response);
    for (const observe::HttpField& field : reading.fields) {
        if (base::equal_ignoring_case(field.name, "WWW-Authenticate")) challenges.push_back(field.value);
    }
    return challenges;
}

}  // namespace

Exchanger::Exchanger(const Access& access, const base::Clock& clock, base::Instant began,
                     const std::atomic<bool>& stop, Numbers numbers, std::size_t connections)
    : Line{access, clock, began, stop, std::move(numbers)}, most_{connections} {}

Exchange Exchanger::exchange(const script::Ask& ask, bool& stopped) {
    if (const auto* send = std::get_if<script::Send>(&ask)) return this->send(*send, stopped);
    return read(std::get<script::Read>(ask), stopped);
}

bool Exchanger::make_room() {
    if (most_ == 0 || connections_.size() < most_) return true;
    connections_.erase(script::ordinary_channel);  // it is idle: another one serves as well
    return connections_.size() < most_;
}

base::Instant Exchanger::deadline_of(std::chrono::milliseconds own) const {
    return std::min(limit_, clock_.now() + (own.count() > 0 ? own : access_.timeout));
}

Exchanger::Kept Exchanger::take(const script::Send& send) {
    if (send.fresh && send.channel == script::ordinary_channel) return {};
    const auto found = connections_.find(send.channel);
    if (found == connections_.end()) return {};
    Kept kept = std::move(found->second);
    connections_.erase(found);
    // A server may close an idle connection at any time (RFC 9112 §9.5); that is no answer to what is sent
    // next.
    if (send.channel == script::ordinary_channel && !kept.connection->is_open()) return {};
    return kept;
}

Authentication& Exchanger::user_of(const script::Send& send) const {
    return send.second_user ? *access_.second_user : *access_.authentication;
}

std::string Exchanger::authorization_for(const script::Send& send) const {
    if (!script::asks_for_credentials(send)) return {};
    if (send.digest) return user_of(send).authorization(*send.digest);
    const auto [method, request_target] = request_line(send);
    return user_of(send).authorization(method, request_target);
}

bool Exchanger::connect(Kept& kept, const script::Greeting& greeting, Exchange& exchange,
                        base::Instant deadline) {
    if (kept.connection == nullptr) {
        if (!make_room()) {
            exchange.ending = record::Ending::unreachable;
            exchange.trouble =
                fmt::format("the case holds {} connections already, as many as it says it takes", most_);
            exchange.times.sent = exchange.times.finished = now();
            return false;
        }
        kept = {std::make_unique<Connection>(access_, greeting, clock_, stop_), numbers_.connection()};
        const std::string trouble = kept.connection->connect(deadline);
        exchange.times.connected = now();
        if (!trouble.empty()) {
            // A greeting of the case's own may be refused for itself, which says nothing about the target.
            // Somebody who accepts and resets is there.
            const bool refused =
                (!greeting.is_usual() && kept.connection->is_reached()) || kept.connection->is_reset();
            exchange.ending = refused ? record::Ending::closed : record::Ending::unreachable;
            exchange.trouble = trouble;
            exchange.times.sent = exchange.times.finished = exchange.times.connected;
            return false;
        }
    }
    exchange.connection = kept.number;
    exchange.tls = kept.connection->tls();
    return true;
}

void Exchanger::talk(Kept& kept, const Talk& talk, Exchange& exchange, bool& stopped, bool keep,
                     script::Channel channel) {
    Talked talked = kept.connection->talk(talk);
    stopped = talked.stopped;
    exchange.response = access_.second_user->credentials().hidden_in(
        access_.authentication->credentials().hidden_in(record::redacted(talked.response)));
    exchange.response_octets = talked.response_octets;
    exchange.ending = talked.ending;
    exchange.trouble = talked.trouble;
    exchange.times.sent = talked.sent - began_;
    if (talked.first_octet) exchange.times.first_octet = *talked.first_octet - began_;
    exchange.times.finished = now();
    if (keep && talked.reusable) connections_.insert_or_assign(channel, std::move(kept));
}

Exchange Exchanger::send(const script::Send& send, bool& stopped) {
    Exchange exchange;
    exchange.id = numbers_.exchange();
    exchange.label = send.label;
    exchange.unlawful_because = send.unlawful_because;
    base::Instant deadline = base::Instant::max();
    stopped = !pace(deadline);
    exchange.times.began = exchange.times.connected = now();
    if (stopped) return exchange;
    deadline = deadline_of(send.timeout);
    const std::string authorization = attempt(send, deadline, exchange, stopped);
    if (exchange.ending == record::Ending::answered && !stopped && script::asks_for_credentials(send) &&
        !send.digest && user_of(send).challenged(challenges_in(exchange.response), authorization)) {
        stopped = !pace(deadline);
        if (!stopped) (void)attempt(send, deadline, exchange, stopped);
    }
    exchange.request = kept_text(send, *access_.authentication);
    note_giving_up(exchange);
    return exchange;
}

std::string Exchanger::attempt(const script::Send& send, base::Instant& deadline, Exchange& exchange,
                               bool& stopped) {
    std::string authorization = authorization_for(send);
    Talk talk;
    talk.pieces = script::written_pieces(send, authorization);
    talk.pause = send.pause;
    talk.method = request_line(send).first;
    talk.half_close = send.half_close;
    talk.head_only = send.head_only;
    talk.await = send.await;
    talk.expects_continue =
        !talk.pieces.empty() && talk.pieces.front().find("100-continue") != std::string::npos;
    talk.takes_surplus = send.channel == script::ordinary_channel;
    talk.deadline = deadline;
    const bool keep = send.channel != script::ordinary_channel || !send.fresh;
    const auto exchanged = [&](Kept on) {
        if (connect(on, greeting_for(send), exchange, talk.deadline)) {
            this->talk(on, talk, exchange, stopped, keep, send.channel);
        } else {
            stopped = stop_.load();
        }
    };
    Kept kept = take(send);
    const bool may_have_aged = kept.connection != nullptr && send.channel == script::ordinary_channel;
    exchanged(std::move(kept));
    // The server may have closed the kept connection while the request was on its way (RFC 9112 §9.3.1): only
    // a connection of the request's own tells whether it is the request that it hangs up on.
    if (may_have_aged && exchange.ending == record::Ending::closed && !stopped) {
        stopped = !pace(deadline);
        talk.deadline = deadline;
        if (!stopped) exchanged({});
    }
    return authorization;
}

Exchange Exchanger::read(const script::Read& read, bool& stopped) {
    Exchange exchange;
    exchange.id = numbers_.exchange();
    exchange.label = "read";
    exchange.times.began = exchange.times.connected = now();
    const auto found = connections_.find(read.channel);
    if (found == connections_.end()) {
        exchange.ending = record::Ending::closed;
        exchange.trouble = "there is no open connection to read from";
        exchange.times.sent = exchange.times.finished = exchange.times.began;
        return exchange;
    }
    Kept kept = std::move(found->second);
    connections_.erase(found);
    exchange.connection = kept.number;
    exchange.tls = kept.connection->tls();
    Talk talk;
    talk.takes_surplus = false;
    talk.deadline = deadline_of(read.timeout);
    this->talk(kept, talk, exchange, stopped, true, read.channel);
    note_giving_up(exchange);
    return exchange;
}

}  // namespace assay::drive
