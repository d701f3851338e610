#include "session.hpp"

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/error.hpp>

#include "assay/base/text.hpp"

namespace assay::wire {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;

constexpr auto try_await = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t read_size = 16 * 1024;
constexpr std::chrono::milliseconds farewell{2'000};

Request request_from(const http::request<http::string_body>& message) {
    Request request{.method = std::string{message.method_string()}, .target = std::string{message.target()}};
    for (const auto& field : message) {
        request.headers.emplace_back(field.name_string(), field.value());
    }
    return request;
}

unsigned minor_of(const http::request<http::string_body>& message) { return message.version() % 10; }

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

/// RFC 9112 §3.2: a request of HTTP/1.1 names its host, once.
bool names_host(const http::request<http::string_body>& message) {
    return minor_of(message) == 0 || message.count(http::field::host) == 1;
}

unsigned status_for(const boost::system::error_code& error) {
    if (error == http::error::header_limit) return 431;
    if (error == http::error::body_limit) return 413;
    if (error == http::error::bad_version) return 505;
    return 400;
}

}  // namespace

Session::Session(asio::ip::tcp::socket socket, Worker& worker) : socket_{std::move(socket)}, worker_{worker} {
    worker_.joined(*this);
}

Session::~Session() { worker_.left(*this); }

void Session::check_deadline(base::Instant now) {
    if (now < deadline_) return;
    // The deadline stays: with no operation in progress, the cancelling has to wait for the next sweep.
    expired_ = true;
    Error ignored;
    socket_.cancel(ignored);
}

awaitable<void> Session::run() {
    Error ignored;
    socket_.set_option(asio::ip::tcp::no_delay{true}, ignored);
    while (co_await exchange() == Next::more) {
    }
    socket_.close(ignored);
}

awaitable<Session::Next> Session::exchange() {
    expired_ = false;
    Parser parser;
    parser.header_limit(static_cast<std::uint32_t>(worker_.limits().header_octets));
    parser.body_limit(boost::none);  // checked here, where a refusal can keep the connection
    if (const Error error = co_await read_header(parser)) co_return co_await answer_error(error);
    if (!names_host(parser.get())) co_return co_await send_last(400);
    Request request = request_from(parser.get());
    std::optional<Reply> refusal = refusal_for(request, parser.content_length(), worker_.limits());
    if (!refusal) refusal = co_await worker_.handler().admit(request);
    if (refusal) co_return co_await refuse(parser, *refusal, parser.keep_alive() && !expects(request));
    co_return co_await exchange_body(parser, request);
}

awaitable<Session::Next> Session::exchange_body(Parser& parser, Request& request) {
    const unsigned minor = minor_of(parser.get());
    if (minor > 0 && expects_continue(request) && !parser.is_done() && buffer_.size() == 0) {
        constexpr std::string_view interim = "HTTP/1.1 100 Continue\r\n\r\n";
        auto [error, sent] = co_await asio::async_write(socket_, asio::buffer(interim), try_await);
        if (error) co_return Next::closed;
    }
    if (const Error error = co_await read_body(parser)) co_return co_await answer_error(error);
    const bool keep_alive = parser.keep_alive();
    request.body = std::move(parser.get().body());
    deadline_ = base::Instant::max();
    Reply reply = co_await worker_.handler().answer(request);
    co_return co_await send(reply, minor, keep_alive);
}

awaitable<Session::Next> Session::refuse(Parser& parser, const Reply& reply, bool keep_alive) {
    const unsigned minor = minor_of(parser.get());
    const bool stays = keep_alive && !reply.close && co_await discard_body(parser);
    const Next next = co_await send(reply, minor, stays);
    if (next == Next::closed) co_await linger();
    co_return next;
}

awaitable<Session::Error> Session::read_some() {
    // The parser leaves an unfinished line of a chunk or trailer section in the buffer, however long.
    if (buffer_.size() > worker_.limits().header_octets + read_size) co_return http::error::body_limit;
    auto [error, got] = co_await socket_.async_read_some(buffer_.prepare(read_size), try_await);
    buffer_.commit(got);
    co_return error;
}

/// One step of parsing. `fresh` says whether the buffer may hold something the parser has not seen.
Session::Error Session::parse(Parser& parser, bool& fresh) {
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

awaitable<Session::Error> Session::read_header(Parser& parser) {
    skip_blank_lines();
    begun_ = buffer_.size() > 0;
    expect_within(begun_ ? worker_.limits().receive : worker_.limits().idle);
    bool fresh = begun_;
    for (;;) {
        while (fresh && !parser.is_header_done()) {
            if (const Error error = parse(parser, fresh)) co_return error;
        }
        if (parser.is_header_done()) co_return Error{};
        if (const Error error = co_await read_some()) co_return error;
        if (!begun_) {
            skip_blank_lines();
            begun_ = buffer_.size() > 0;
            if (begun_) expect_within(worker_.limits().receive);
        }
        fresh = buffer_.size() > 0;
    }
}

awaitable<Session::Error> Session::read_body(Parser& parser) {
    parser.eager(true);
    bool fresh = buffer_.size() > 0;
    for (;;) {
        while (fresh && !parser.is_done()) {
            if (const Error error = parse(parser, fresh)) co_return error;
        }
        if (parser.get().body().size() > worker_.limits().body_octets) co_return http::error::body_limit;
        if (parser.is_done()) co_return Error{};
        if (const Error error = co_await read_some()) co_return error;
        fresh = true;
    }
}

/// Reads the rest of a refused request. @return false when it is too much or does not come.
awaitable<bool> Session::discard_body(Parser& parser) {
    const std::size_t most = worker_.limits().discarded_octets;
    if (parser.content_length().value_or(0) > most) co_return false;
    parser.eager(true);
    std::size_t seen = 0;
    bool fresh = buffer_.size() > 0;
    while (!parser.is_done()) {
        while (fresh && !parser.is_done()) {
            if (parse(parser, fresh)) co_return false;
        }
        seen += parser.get().body().size();
        parser.get().body().clear();
        if (parser.is_done()) break;
        if (seen > most || co_await read_some()) co_return false;
        fresh = true;
    }
    co_return true;
}

awaitable<Session::Next> Session::send(const Reply& reply, unsigned http_minor, bool keep_alive) {
    const bool stays = keep_alive && !reply.close;
    const std::string head = head_of(reply, worker_.date(), http_minor, stays);
    expect_within(worker_.limits().send);
    const std::array<asio::const_buffer, 2> parts{asio::buffer(head), asio::buffer(reply.body)};
    auto [error, sent] = co_await asio::async_write(socket_, parts, try_await);
    co_return stays && !error ? Next::more : Next::closed;
}

awaitable<Session::Next> Session::send_last(unsigned status) {
    Reply reply{.status = status};
    co_await send(reply, 1, false);
    co_await linger();
    co_return Next::closed;
}

/// What a broken, late or cut request gets; silence when nothing of a request has come.
awaitable<Session::Next> Session::answer_error(const Error& error) {
    if (!begun_) co_return Next::closed;
    if (expired_) co_return co_await send_last(408);
    const bool unreadable = error.category() == Error{http::error::bad_method}.category();
    if (unreadable) co_return co_await send_last(status_for(error));
    if (error == asio::error::eof) co_return co_await send_last(400);
    co_return Next::closed;
}

/// Closes so that the reply arrives: a socket closed with unread octets resets the connection.
awaitable<void> Session::linger() {
    Error ignored;
    socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    expect_within(farewell);
    std::size_t seen = 0;
    while (seen < worker_.limits().discarded_octets) {
        buffer_.consume(buffer_.size());
        auto [error, got] = co_await socket_.async_read_some(buffer_.prepare(read_size), try_await);
        if (error) co_return;
        seen += got;
    }
}

}  // namespace assay::wire
