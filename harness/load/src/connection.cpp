#include "connection.hpp"

#include <algorithm>
#include <cassert>

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>

namespace assay::load {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

// After n fruitless connections in a row; a dead peer is asked once a second at last.
base::Duration pause_after(unsigned fruitless) {
    using namespace std::chrono_literals;
    if (fruitless == 0) return 0ms;
    return std::min<base::Duration>(10ms * (1U << std::min(fruitless, 10U)), 1s);
}

}  // namespace

Connection::Connection(asio::io_context& context, const LanePlan& plan, const HttpPlan& http,
                       std::shared_ptr<MessageIds> ids, LaneListener& listener)
    : http_{http},
      timeout_{plan.timeout},
      clock_{plan.clock},
      ids_{std::move(ids)},
      listener_{listener},
      socket_{context},
      dialogue_{http.messages, *ids_} {}

void Connection::open(base::Instant now) {
    link_ = Link::connecting;
    connect_began_ = now;
    deadline_ = now + timeout_;
    answers_ = 0;
    socket_.async_connect(http_.peer, [this, generation = generation_](const error_code& error) {
        if (generation == generation_) connected(error);
    });
}

void Connection::connected(const error_code& error) {
    const base::Instant now = clock_.now();
    if (error) {
        connect_failed(
            error == asio::error::connection_refused ? ErrorKind::connect_refused : ErrorKind::connect_failed,
            now);
        return;
    }
    error_code ignored;  // neither can fail on a connected TCP socket in a way that reading would not show
    socket_.set_option(Tcp::no_delay{true}, ignored);
    socket_.non_blocking(true, ignored);
    link_ = Link::open;
    listener_.on_connect({.connect = now - connect_began_});
    const unsigned generation = generation_;
    if (busy_) {
        transmit();
    } else {
        free(now, wanted_anew_ ? ready_since_ : now);
    }
    if (generation == generation_) receive();
}

void Connection::connect_failed(ErrorKind kind, base::Instant now) {
    listener_.on_connect_failed(kind);
    wanted_anew_ = false;
    close();
    if (busy_) {
        listener_.on_message_done(message(), kind, {message_intended_, message_sent_, now});
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
    send(dialogue_.begin(), intended);
    sent_ = message_sent_;
}

void Connection::send(std::string_view octets, base::Instant intended) {
    request_ = octets;
    message_intended_ = intended;
    message_sent_ = clock_.now();
    listener_.on_message_sent(message(), intended);
    if (link_ == Link::open) transmit();
}

// A request fits into the socket's buffer but for odd peers, so it is written without asking the reactor.
// A failure shows in reading, which is always under way, and is counted there.
void Connection::transmit() {
    error_code error;
    const std::size_t count = socket_.send(asio::buffer(request_), 0, error);
    if (error && error != asio::error::would_block) return;
    if (count < request_.size()) transmit_rest(request_.substr(count));
}

void Connection::transmit_rest(std::string_view rest) {
    writing_ = true;
    asio::async_write(socket_, asio::buffer(rest),
                      [this, generation = generation_](const error_code&, std::size_t) {
                          if (generation == generation_) writing_ = false;
                      });
}

void Connection::receive() {
    const auto room = reader_.room();
    socket_.async_receive(asio::buffer(room.data(), room.size()),
                          [this, generation = generation_](const error_code& error, std::size_t count) {
                              if (generation == generation_) received(error, count);
                          });
}

void Connection::received(const error_code& error, std::size_t count) {
    using State = ResponseReader::State;
    const base::Instant now = clock_.now();
    if (error && error != asio::error::eof) return broken(ErrorKind::reset, now);
    const State state = error ? reader_.ended() : reader_.received(count);
    if (state == State::malformed) return broken(ErrorKind::malformed, now);
    if (state == State::too_large) return broken(ErrorKind::too_large, now);
    const unsigned generation = generation_;
    if (state == State::complete) {
        if (!busy_ || reader_.has_surplus()) return broken(ErrorKind::malformed, now);
        answered(now);
    } else if (error) {
        return broken(ErrorKind::closed, now);
    }
    if (generation == generation_) receive();
}

void Connection::answered(base::Instant now) {
    ++answers_;
    fruitless_ = 0;
    const std::size_t answered_message = message();
    const bool worn = http_.requests_per_connection > 0 && answers_ >= http_.requests_per_connection;
    const bool keep = reader_.response().keep_alive && !writing_ && !worn;
    const Turn turn = dialogue_.on_answer(reader_.response());
    reader_.next();
    listener_.on_message_done(answered_message, turn.error, {message_intended_, message_sent_, now});
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

void Connection::operation_done(std::optional<ErrorKind> error, base::Instant now) {
    busy_ = false;
    listener_.on_operation_done(error, sample(now));
}

void Connection::broken(ErrorKind kind, base::Instant now) {
    close();
    if (busy_) {
        listener_.on_message_done(message(), kind, {message_intended_, message_sent_, now});
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
    ++generation_;
    error_code ignored;
    socket_.close(ignored);
    link_ = Link::closed;
    writing_ = false;
    reader_.reset();
}

void Connection::tick(base::Instant now) {
    if (link_ == Link::connecting && now >= deadline_)
        return connect_failed(ErrorKind::connect_timed_out, now);
    if (busy_ && now - message_sent_ >= timeout_) return broken(ErrorKind::timed_out, now);
    if (link_ == Link::closed && now >= deadline_) open(now);
}

}  // namespace assay::load
