#include "ipmi_lane.hpp"

#include <algorithm>
#include <cassert>

namespace assay::load {
namespace {

base::Duration pause_after(unsigned fruitless) {
    using namespace std::chrono_literals;
    return std::min<base::Duration>(10ms * (1U << std::min(fruitless, 10U)), 1s);
}

}  // namespace

IpmiLane::IpmiLane(const IpmiPlay& play, unsigned user, std::shared_ptr<IpmiPort> port, const Address& bmc,
                   const LanePlan& plan, ipmi_wire::RandomSource& random, LaneListener& listener)
    : play_{play},
      port_{std::move(port)},
      bmc_{socket_address(bmc)},
      timeout_{plan.timeout},
      clock_{plan.clock},
      listener_{listener},
      session_{play.login, random},
      dialogue_{play.program, play.seed, user},
      number_{port_->enter(*this)} {
    std::array<base::Octet, 2> octets{};
    random.fill(octets);
    generation_ = static_cast<std::uint32_t>(octets[0] << 8U | octets[1]);
}

std::size_t IpmiLane::message() const {
    const IpmiMessage message = session_.message();
    return message == IpmiMessage::command ? dialogue_.message()
                                           : play_.places[static_cast<std::size_t>(message)];
}

void IpmiLane::open(base::Instant now) {
    if (play_.whole_sessions) {
        link_ = Link::open;
        return free(now);
    }
    link_ = Link::queued;
    port_->queue_login(*this, now);
}

void IpmiLane::on_turn(base::Instant now) {
    link_ = Link::logging_in;
    send(opening(), now);
}

base::OctetView IpmiLane::opening() {
    ++generation_;
    login_began_ = clock_.now();
    return session_.open(generation_ << 16U | number_);
}

void IpmiLane::start(base::Instant intended) {
    assert(!busy_ && link_ == Link::open);
    busy_ = true;
    intended_ = intended;
    moved_ = {};
    dialogue_.begin();
    send(play_.whole_sessions ? opening() : session_.ask(*dialogue_.next()), intended);
    sent_ = message_sent_;
}

void IpmiLane::send(base::OctetView datagram, base::Instant intended) {
    awaits_ = true;
    message_intended_ = intended;
    message_sent_ = clock_.now();
    message_moved_ = {.sent = datagram.size()};
    awaited_ = message();
    if (busy_) listener_.on_message_sent(awaited_, intended);
    port_->send(datagram, bmc_);
}

void IpmiLane::on_datagram(base::OctetView datagram, base::Instant now) {
    if (!awaits_) return;
    const IpmiTurn turn = session_.on_datagram(datagram);
    if (turn.stale) return;
    message_moved_.received += datagram.size();
    if (turn.error) return failed(*turn.error, now);
    answered(turn, now);
}

void IpmiLane::answered(const IpmiTurn& turn, base::Instant now) {
    awaits_ = false;
    if (!turn.next.empty()) {
        message_done(std::nullopt, now);
        return send(turn.next, now);
    }
    const IpmiMessage message = session_.message();
    if (message == IpmiMessage::command) {
        if (const auto error = dialogue_.on_answer(session_.answer())) return failed(*error, now);
    }
    message_done(std::nullopt, now);
    if (message == IpmiMessage::set_privilege) return established(now);
    if (message == IpmiMessage::command) return go_on(now);
    operation_done(std::nullopt, now);
    free(now);
}

void IpmiLane::message_done(const std::optional<Failure>& error, base::Instant now) {
    if (busy_) listener_.on_message_done(awaited_, error, message_sample(now));
}

/// The session stands and awaits no answer: what is next in the operation?
void IpmiLane::go_on(base::Instant now) {
    if (const IpmiCommand* command = dialogue_.next()) return send(session_.ask(*command), now);
    if (play_.whole_sessions) return send(session_.close(), now);
    operation_done(std::nullopt, now);
    free(now);
}

void IpmiLane::established(base::Instant now) {
    fruitless_ = 0;
    listener_.on_connect({.connect = now - login_began_});
    if (play_.whole_sessions) return go_on(now);
    link_ = Link::open;
    free(now);
    port_->login_over(now);
}

void IpmiLane::on_refused(base::Instant now) {
    if (awaits_) failed(ErrorKind::connect_refused, now);
}

void IpmiLane::failed(const Failure& error, base::Instant now) {
    awaits_ = false;
    const bool logged_in = session_.established();
    if (!logged_in) listener_.on_connect_failed(*this, error.kind);
    message_done(error, now);
    if (busy_) operation_done(error, now);
    // an answer that is no good leaves the session as it is; after anything else nobody knows
    const bool was_answered = error == ErrorKind::completion_code || error == ErrorKind::not_captured;
    if (logged_in && was_answered) {
        if (!play_.whole_sessions) return free(now);
        hang_up();
    }
    drop_session(now);
    // a wrong password is no better the next time, and locks the user out
    if (!play_.whole_sessions && error == ErrorKind::unauthorized) link_ = Link::given_up;
}

void IpmiLane::drop_session(base::Instant now) {
    const bool had_turn = link_ == Link::logging_in;
    link_ = Link::closed;
    next_attempt_ = now + pause_after(++fruitless_);
    if (had_turn) port_->login_over(now);
}

void IpmiLane::operation_done(const std::optional<Failure>& error, base::Instant now) {
    busy_ = false;
    listener_.on_operation_done(*this, error, now);
}

void IpmiLane::free(base::Instant now) {
    free_since_ = now;
    ready_since_ = now;
    listener_.on_free(*this, now);
}

/// Sessions are few, and one that nobody closes lives on for a minute.
void IpmiLane::hang_up() {
    if (session_.established()) port_->send(session_.close(), bmc_);
}

void IpmiLane::tick(base::Instant now) {
    if (awaits_ && now - message_sent_ >= timeout_)
        return failed(link_ == Link::logging_in ? ErrorKind::connect_timed_out : ErrorKind::timed_out, now);
    if (link_ == Link::closed && now >= next_attempt_) open(now);
}

}  // namespace assay::load
