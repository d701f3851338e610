#include "session.hpp"

#include <algorithm>
#include <boost/asio/error.hpp>
#include <boost/beast/http/error.hpp>

#include "assay/base/text.hpp"

namespace assay::wire {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;

/// Room for an ordinary request. Not a multiple of the page: buffers whose beginnings share the same sets of
/// a cache drive each other out of it.
constexpr std::size_t read_size = 3'072;
constexpr std::size_t most_at_once = std::size_t{64} * 1024;  // of a body
constexpr std::chrono::milliseconds farewell{2'000};
constexpr std::chrono::milliseconds slim_after{1'000};

bool expects_continue(const Request& request) {
    const std::string* expect = request.header("Expect");
    return expect != nullptr && base::equal_ignoring_case(*expect, "100-continue");
}

bool expects(const Request& request) { return request.header("Expect") != nullptr; }

/// RFC 9112 §6.1: a transfer coding other than chunked is not understood here.
bool is_coded_otherwise(const Request& request) {
    const std::string* coding = request.header("Transfer-Encoding");
    return coding != nullptr && !base::equal_ignoring_case(base::trimmed(*coding), "chunked");
}

/// What framing alone refuses. RFC 9110 §10.1.1: an expectation that is not 100-continue cannot be met.
std::optional<Reply> refusal_for(const Request& request, boost::optional<std::uint64_t> length,
                                 const Limits& limits) {
    if (expects(request) && !expects_continue(request)) return Reply{.status = 417};
    if (is_coded_otherwise(request)) return Reply{.status = 501, .close = true};
    if (length.value_or(0) > limits.body_octets) return Reply{.status = 413};
    return std::nullopt;
}

unsigned status_for(const boost::system::error_code& error) {
    if (error == http::error::header_limit) return 431;
    if (error == http::error::body_limit) return 413;
    if (error == http::error::bad_version) return 505;
    return 400;
}

}  // namespace

Session::Session(Stream stream, Worker& worker, bool crowded)
    : stream_{std::move(stream)}, worker_{worker}, crowded_{crowded} {
    worker_.joined(*this);
}

Session::~Session() { worker_.left(*this); }

void Session::check_deadline(base::Instant now) {
    if (idle_since_ < now - slim_after && buffer_.capacity() > 0) {
        slimming_ = true;
        stream_.cancel();
    }
    if (now < deadline_) return;
    // The deadline stays: with no operation in progress, the cancelling has to wait for the next sweep.
    expired_ = true;
    stream_.cancel();
}

void Session::drain() {
    if (idle_since_ != base::Instant::max()) stream_.cancel();
}

/// One frame holds the session and waits for its requests: of ten thousand connections that ask now and then,
/// each has little that must come back into the caches. Most are idle most of the time: after a while they
/// wait without a buffer.
awaitable<void> Session::serve(Stream stream, Worker& worker, bool crowded) {
    Session session{std::move(stream), worker, crowded};
    // g++ 12 loses the frame of a co_await behind && in the condition of a loop.
    Next next = co_await session.shake_hands();
    while (next == Next::more) {
        const Idle idle = session.begin_idling();
        if (idle == Idle::ended) break;
        if (idle == Idle::begun) {
            const asio::mutable_buffer room = session.buffer_.prepare(read_size);
            Stream::Transfer came;
            if (session.stream_.is_clear()) {
                came = co_await session.stream_.read_clear(room);
            } else {
                came = co_await session.stream_.read_some(room);
            }
            auto [error, got] = came;
            session.take_in(room, got);
            if (error && session.is_slimming()) {
                session.buffer_ = {};
                error = co_await session.stream_.readable();
            }
            session.idle_since_ = base::Instant::max();
            if (error) break;
        }
        next = co_await session.exchange();
    }
    session.stream_.close();
}

awaitable<Session::Next> Session::shake_hands() {
    expect_within(worker_.limits().handshake);
    const Error error = co_await stream_.handshake();
    peer_ = std::make_shared<const Peer>(stream_.peer());
    if (error) {
        const std::string& trouble = stream_.trouble();
        worker_.handler().told_of_failed_handshake(*peer_, !trouble.empty() ? trouble
                                                           : expired_       ? "the time was over"
                                                                            : error.message());
    }
    co_return error ? Next::closed : Next::more;
}

/// Makes the session idle, unless there is no request to be awaited.
Session::Idle Session::begin_idling() {
    expired_ = false;
    slimming_ = false;
    skip_blank_lines();
    if (buffer_.size() > 0) return Idle::skipped;
    if (worker_.is_draining()) return Idle::ended;
    idle_since_ = worker_.now();
    deadline_ = idle_since_ + worker_.limits().idle;
    return Idle::begun;
}

awaitable<Session::Next> Session::exchange() {
    Exchange present{.request = {.peer = peer_, .crowded = crowded_, .kept = &kept_}};
    RequestParser& parser = present.parser;
    parser.header_limit(static_cast<std::uint32_t>(worker_.limits().header_octets));
    parser.body_limit(boost::none);  // checked here, where a refusal can keep the connection
    Error error = parse_head(present);
    if (!error && !parser.is_header_done()) error = co_await read_head(present);
    if (error) co_return co_await answer_error(present, error);
    if (!parser.names_host()) co_return co_await send_last(present, 400);
    std::optional<Reply> refusal = refusal_for(present.request, parser.content_length(), worker_.limits());
    if (refusal) {
        worker_.handler().refused(present.request, *refusal);
    } else {
        Admission admission = worker_.handler().admit(present.request);
        if (admission.pending) admission.refusal = co_await std::move(*admission.pending);
        refusal = std::move(admission.refusal);
    }
    if (refusal) {
        co_return co_await refuse(present, *refusal, parser.keep_alive() && !expects(present.request));
    }
    error = parse_body(present);
    if (!error && !parser.is_done()) error = co_await read_body(present);
    if (error) co_return co_await answer_error(present, error);
    deadline_ = base::Instant::max();
    Reply reply = co_await worker_.handler().answer(present.request);
    Sending sending = begin_sending(present, reply, parser.keep_alive());
    if (sending.goes_on()) co_await send_rest(sending, reply);
    co_return note_sent(present, reply, sending);
}

awaitable<Session::Next> Session::refuse(Exchange& exchange, const Reply& reply, bool keep_alive) {
    const bool stays = keep_alive && !reply.close && co_await discard_body(exchange);
    const Next next = co_await send(exchange, reply, stays);
    if (next == Next::closed) co_await linger();
    co_return next;
}

/// @param most  octets to take in at once
awaitable<Session::Error> Session::read_some(std::size_t most) {
    // The parser leaves an unfinished line of a chunk or trailer section in the buffer, however long.
    if (buffer_.size() > worker_.limits().header_octets + read_size) co_return http::error::body_limit;
    const asio::mutable_buffer room = buffer_.prepare(most);
    auto [error, got] = co_await stream_.read_some(room);
    take_in(room, got);
    co_return error;
}

void Session::take_in(asio::const_buffer room, std::size_t got) {
    if (got > 0 && worker_.twist()) {
        take_twisted({static_cast<const char*>(room.data()), got});
    } else {
        buffer_.commit(got);
    }
}

/// Takes in what a mutant makes of what came.
void Session::take_twisted(std::string octets) {
    worker_.twist()(octets);
    buffer_.commit(asio::buffer_copy(buffer_.prepare(octets.size()), asio::buffer(octets)));
}

/// One step of parsing. `fresh` says whether the buffer may hold something the parser has not seen.
Session::Error Session::parse(RequestParser& parser, bool& fresh) {
    Error error;
    const std::size_t used = parser.put(buffer_.data(), error);
    buffer_.consume(used);
    if (error == http::error::need_more) {
        error = {};
        fresh = false;
    } else {
        fresh = buffer_.size() > 0;
    }
    return error;
}

void Session::skip_blank_lines() {
    // RFC 9112 §2.2: an empty line before the request line is passed over.
    while (buffer_.size() > 0) {
        const char first = *static_cast<const char*>(buffer_.data().data());
        if (first != '\r' && first != '\n') return;
        buffer_.consume(1);
    }
}

/// Has the request begun, i.e. has anything but empty lines come? From then on it has a deadline.
bool Session::note_begin(Exchange& exchange) {
    if (exchange.begun || buffer_.size() == 0) return exchange.begun;
    exchange.begun = true;
    exchange.begin = worker_.now();
    deadline_ = exchange.begin + worker_.limits().receive;
    return true;
}

/// As much of the head as has come.
Session::Error Session::parse_head(Exchange& exchange) {
    if (!exchange.begun) skip_blank_lines();
    bool fresh = note_begin(exchange) && buffer_.size() > 0;
    while (fresh && !exchange.parser.is_header_done()) {
        if (const Error error = parse(exchange.parser, fresh)) return error;
    }
    return {};
}

/// The rest of the head.
awaitable<Session::Error> Session::read_head(Exchange& exchange) {
    while (!exchange.parser.is_header_done()) {
        if (const Error error = co_await read_some(read_size)) co_return error;
        if (const Error error = parse_head(exchange)) co_return error;
    }
    co_return Error{};
}

/// As much of the body as has come.
Session::Error Session::parse_body(Exchange& exchange) {
    exchange.parser.eager(true);
    bool fresh = buffer_.size() > 0;
    while (fresh && !exchange.parser.is_done()) {
        if (const Error error = parse(exchange.parser, fresh)) return error;
    }
    if (exchange.request.body.size() > worker_.limits().body_octets) return http::error::body_limit;
    return {};
}

/// The rest of the body, which the client may wait with until it is asked for.
awaitable<Session::Error> Session::read_body(Exchange& exchange) {
    const bool waits = exchange.parser.minor_version() > 0 && expects_continue(exchange.request);
    if (waits && exchange.request.body.empty() && buffer_.size() == 0) {
        auto [error, sent] = co_await stream_.write("HTTP/1.1 100 Continue\r\n\r\n", {});
        if (error) co_return error;
    }
    while (!exchange.parser.is_done()) {
        const std::uint64_t remaining = exchange.parser.content_length_remaining().value_or(0);
        if (const Error error =
                co_await read_some(std::clamp<std::uint64_t>(remaining, read_size, most_at_once)))
            co_return error;
        if (const Error error = parse_body(exchange)) co_return error;
    }
    co_return Error{};
}

/// Reads the rest of a refused request. @return false when it is too much or does not come.
awaitable<bool> Session::discard_body(Exchange& exchange) {
    RequestParser& parser = exchange.parser;
    const std::size_t most = worker_.limits().discarded_octets;
    if (parser.content_length().value_or(0) > most) co_return false;
    parser.eager(true);
    std::size_t seen = 0;
    bool fresh = buffer_.size() > 0;
    while (!parser.is_done()) {
        while (fresh && !parser.is_done()) {
            if (parse(parser, fresh)) co_return false;
        }
        seen += exchange.request.body.size();
        exchange.request.body.clear();
        if (parser.is_done()) break;
        if (seen > most || co_await read_some(read_size)) co_return false;
        fresh = true;
    }
    co_return true;
}

awaitable<Session::Next> Session::send(const Exchange& exchange, const Reply& reply, bool keep_alive) {
    Sending sending = begin_sending(exchange, reply, keep_alive);
    if (sending.goes_on()) co_await send_rest(sending, reply);
    co_return note_sent(exchange, reply, sending);
}

/// Sends what goes without waiting: most replies, whole.
Session::Sending Session::begin_sending(const Exchange& exchange, const Reply& reply, bool keep_alive) {
    Sending sending{.stays = keep_alive && !reply.close && !crowded_ && !worker_.is_draining()};
    sending.head = head_of(reply, worker_.date(), exchange.parser.minor_version(), sending.stays);
    sending.whole = sending.head.size() + reply.body.size();
    sending.sent = stream_.write_at_once(sending.head, reply.body, sending.error);
    return sending;
}

awaitable<void> Session::send_rest(Sending& sending, const Reply& reply) {
    expect_within(worker_.limits().send);
    const std::size_t of_head = std::min(sending.sent, sending.head.size());
    const std::string_view head{sending.head};
    const std::string_view body{reply.body};
    auto [error, sent] = co_await stream_.write(head.substr(of_head), body.substr(sending.sent - of_head));
    sending.error = error;
}

Session::Next Session::note_sent(const Exchange& exchange, const Reply& reply, const Sending& sending) {
    worker_.handler().told(exchange.request, {.status = reply.status,
                                              .reply_octets = reply.body.size(),
                                              .duration = worker_.now() - exchange.begin,
                                              .complete = !sending.error});
    return sending.stays && !sending.error ? Next::more : Next::closed;
}

awaitable<Session::Next> Session::send_last(const Exchange& exchange, unsigned status) {
    Reply reply{.status = status};
    reply.close = true;
    worker_.handler().refused(exchange.request, reply);
    co_await send(exchange, reply, false);
    co_await linger();
    co_return Next::closed;
}

/// What a broken, late or cut request gets; silence when nothing of a request has come.
awaitable<Session::Next> Session::answer_error(const Exchange& exchange, const Error& error) {
    if (!exchange.begun) co_return Next::closed;
    if (expired_) co_return co_await send_last(exchange, 408);
    const bool unreadable = error.category() == Error{http::error::bad_method}.category();
    if (unreadable) co_return co_await send_last(exchange, status_for(error));
    if (error == asio::error::eof) co_return co_await send_last(exchange, 400);
    co_return Next::closed;
}

/// Closes so that the reply arrives: a socket closed with unread octets resets the connection.
awaitable<void> Session::linger() {
    stream_.end_writing();
    expect_within(farewell);
    std::size_t seen = 0;
    while (seen < worker_.limits().discarded_octets) {
        buffer_.consume(buffer_.size());
        auto [error, got] = co_await stream_.read_some(buffer_.prepare(read_size));
        if (error) co_return;
        seen += got;
    }
}

}  // namespace assay::wire
