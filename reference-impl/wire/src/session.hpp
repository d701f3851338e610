// One connection: requests in, replies out, one after the other.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "worker.hpp"

namespace assay::wire {

/// Lives in the coroutine that calls run(); the worker outlives it.
class Session {
public:
    Session(boost::asio::ip::tcp::socket socket, Worker& worker);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    awaitable<void> run();

    /// Called by the sweep: ends the operation in progress when its time is over.
    void check_deadline(base::Instant now);

private:
    using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;
    using Error = boost::system::error_code;

    enum class Next { more, closed };

    awaitable<Next> exchange();
    awaitable<Next> exchange_body(Parser& parser, Request& request);
    awaitable<Next> refuse(Parser& parser, const Reply& reply, bool keep_alive);

    awaitable<Error> read_some();
    awaitable<Error> read_header(Parser& parser);
    awaitable<Error> read_body(Parser& parser);
    awaitable<bool> discard_body(Parser& parser);
    Error parse(Parser& parser, bool& fresh);
    void skip_blank_lines();

    awaitable<Next> send(const Reply& reply, unsigned http_minor, bool keep_alive);
    awaitable<Next> send_last(unsigned status);
    awaitable<Next> answer_error(const Error& error);
    awaitable<void> linger();

    void expect_within(std::chrono::milliseconds time) { deadline_ = worker_.now() + time; }

    boost::asio::ip::tcp::socket socket_;
    Worker& worker_;
    boost::beast::flat_buffer buffer_;
    base::Instant deadline_ = base::Instant::max();
    bool begun_ = false;    ///< some of the present request has come
    bool expired_ = false;  ///< its time was over
};

}  // namespace assay::wire
