#include "connection.hpp"

#include <algorithm>
#include <cassert>

#include <boost/asio/error.hpp>

namespace assay::load {
namespace {

// After n fruitless connections in a row; a dead peer is asked once a second at last.
base::Duration pause_after(unsigned fruitless) {
    using namespace std::chrono_literals;
    if (fruitless == 0) return 0ms;
    return std::min<base::Duration>(10ms * (1U << std::min(fruitless, 10U)), 1s);
}

}  // namespace

Connection::Connection(boost::asio::io_context& context, const LanePlan& plan, const HttpPlan& http,
                       unsigned user, std::shared_ptr<const TlsClient> tls,
                       std::unique_ptr<Conversation> dialogue, LaneListener& listener)
    : http_{http},
      timeout_{plan.timeout},
      clock_{plan.clock},
      listener_{listener},
      channel_{context, std::move(tls), plan.clock, *this},
      dialogue_{std::move(dialogue)} {
    if (http.target.scheme == Scheme::digest) digest_.emplace(http.target);
    if (http.sample) sampler_.emplace(*http.sample, user);
}

void Connection::open(base::Instant now) {
    link_ = Link::connecting;
    deadline_ = now + timeout_;
    answers_ = 0;
    channel_.connect(http_.peer);
}

void Connection::on_connected(const Opening& opening) {
    const base::Instant now = clock_.now();
    link_ = Link::open;
    listener_.on_connect(opening);
    if (sampler_) sampler_->connected();
    const unsigned generation = channel_.generation();
    if (busy_) {
        transmit();
    } else {
        free(now, wanted_anew_ ? ready_since_ : now);
    }
    if (generation == channel_.generation()) listen();
}

void Connection::connect_failed(ErrorKind kind, base::Instant now) {
    listener_.on_connect_failed(*this, kind);
    wanted_anew_ = false;
    close();
    if (busy_) {
        listener_.on_message_done(message(), kind, message_sample(now));
        operation_done(kind, now);
    }
    reopen(now);
}

void Connection::free(base::Instant now, base::Instant ready_since) {
    free_since_ = now;
    ready_since_ = ready_since;
    wanted_anew_ = false;
    listener_.on_free(*this, now);
}

void Connection::start(base::Instant intended) {
    assert(!busy_ && link_ == Link::open);
    busy_ = true;
    intended_ = intended;
    moved_ = {};
    send(dialogue_->begin(), intended);
    sent_ = message_sent_;
}

void Connection::send(std::string_view octets, base::Instant intended) {
    request_ = octets;
    message_intended_ = intended;
    message_sent_ = clock_.now();
    listener_.on_message_sent(message(), intended);
    if (link_ == Link::open) transmit();
}

void Connection::transmit() {
    const std::string_view octets = digest_ ? digest_->dressed(request_) : request_;
    if (sampler_ && sampler_->draw()) sampler_->begin(octets, channel_.tls_facts(), clock_.now());
    message_moved_.sent += octets.size();
    channel_.send(octets);
}

void Connection::listen() {
    room_ = reader_.room();
    channel_.receive(room_);
}

void Connection::on_received(const boost::system::error_code& error, std::size_t count) {
    using State = ResponseReader::State;
    const base::Instant now = clock_.now();
    message_moved_.received += count;
    if (sampler_) sampler_->received({room_.data(), count}, now);
    if (error && error != boost::asio::error::eof) return broken(ErrorKind::reset, now);
    const State state = error ? reader_.ended() : reader_.received(count);
    if (state == State::malformed) return broken(ErrorKind::malformed, now);
    if (state == State::too_large) return broken(ErrorKind::too_large, now);
    const unsigned generation = channel_.generation();
    if (state == State::complete) {
        if (!busy_ || reader_.has_surplus()) return broken(ErrorKind::malformed, now);
        answered(now);
    } else if (error) {
        return broken(ErrorKind::closed, now);
    }
    if (generation == channel_.generation()) listen();
}

void Connection::answered(base::Instant now) {
    ++answers_;
    fruitless_ = 0;
    if (sampler_) sampler_->end(std::nullopt, now);
    const Response& response = reader_.response();
    const bool worn = http_.requests_per_connection > 0 && answers_ >= http_.requests_per_connection;
    const bool keep = response.keep_alive && channel_.sent() && !worn;
    if (digest_) {
        if (response.status == 401 && digest_->challenged(response.challenges)) return asked_who(keep, now);
        digest_->accepted();
    }
    const std::size_t answered_message = message();
    const Turn turn = dialogue_->on_answer(response);
    reader_.next();
    message_moved_.items = turn.items;
    listener_.on_message_done(answered_message, turn.error, message_sample(now));
    const bool goes_on = !turn.error && !turn.octets.empty();
    if (!keep) close();
    if (goes_on) {
        send(turn.octets, now);
    } else {
        operation_done(turn.error, now);
    }
    if (!keep) {
        wanted_anew_ = !goes_on;
        ready_since_ = now;
        reopen(now);
    } else if (!goes_on) {
        free(now, now);
    }
}

// The same message goes out again, with credentials; its times run on, so that who answers late is the
// service.
void Connection::asked_who(bool keep, base::Instant now) {
    listener_.on_challenge(now - message_sent_);
    reader_.next();
    if (keep) return transmit();
    close();
    reopen(now);
}

void Connection::operation_done(const std::optional<Failure>& error, base::Instant now) {
    busy_ = false;
    if (!error && http_.captured != nullptr) *http_.captured = dialogue_->captured();
    listener_.on_operation_done(*this, error, now);
}

void Connection::broken(ErrorKind kind, base::Instant now) {
    if (sampler_) sampler_->end(kind, now);
    close();
    if (busy_) {
        listener_.on_message_done(message(), kind, message_sample(now));
        operation_done(kind, now);
    } else {
        listener_.on_lost(*this);
    }
    reopen(now);
}

void Connection::reopen(base::Instant now) {
    if (answers_ == 0) ++fruitless_;
    const base::Duration pause = pause_after(fruitless_);
    if (pause == base::Duration::zero()) return open(now);
    deadline_ = now + pause;
}

void Connection::close() {
    channel_.close();
    link_ = Link::closed;
    reader_.reset();
}

void Connection::tick(base::Instant now) {
    if (link_ == Link::connecting && now >= deadline_)
        return connect_failed(ErrorKind::connect_timed_out, now);
    if (busy_ && now - message_sent_ >= timeout_) return broken(ErrorKind::timed_out, now);
    if (link_ == Link::closed && now >= deadline_) open(now);
}

}  // namespace assay::load
