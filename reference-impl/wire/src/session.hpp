// One connection: requests in, replies out, one after the other.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <memory>
#include <string>

#include "request_parser.hpp"
#include "stream.hpp"
#include "worker.hpp"

namespace assay::wire {

/// Lives in the coroutine that serve() is.
class Session {
public:
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// Answers the requests of a connection until it ends.
    /// @param worker   whose loop the coroutine runs on; outlives it
    /// @param crowded  there are too many connections: this one ends with its first reply
    static awaitable<void> serve(Stream stream, Worker& worker, bool crowded);

    /// Called by the sweep: ends the operation in progress when its time is over.
    void check_deadline(base::Instant now);
    /// The service is about to end: an idle session ends now, the others find out by themselves.
    void drain();

private:
    using Error = boost::system::error_code;

    Session(Stream stream, Worker& worker, bool crowded);

    enum class Next { more, closed };
    enum class Idle {
        begun,
        skipped,  ///< the next request has come already
        ended,    ///< no more are taken
    };

    /// One request on its way through the session.
    struct Exchange {
        Request request;
        RequestParser parser{request};
        base::Instant begin = {};
        bool begun = false;  ///< some of it has come
    };

    /// A reply on its way through the session.
    struct Sending {
        bool stays;  ///< whether the connection goes on after it
        std::string head = {};
        std::size_t whole = 0;
        std::size_t sent = 0;
        Error error = {};

        [[nodiscard]] bool goes_on() const { return !error && sent < whole; }
    };

    awaitable<Next> shake_hands();
    Idle begin_idling();
    [[nodiscard]] bool is_slimming() const { return slimming_ && !expired_ && !worker_.is_draining(); }
    awaitable<Next> exchange();
    awaitable<Next> refuse(Exchange& exchange, const Reply& reply, bool keep_alive);

    awaitable<Error> read_some(std::size_t most);
    void take_in(boost::asio::const_buffer room, std::size_t got);
    void take_twisted(std::string octets);
    awaitable<Error> read_head(Exchange& exchange);
    awaitable<Error> read_body(Exchange& exchange);
    awaitable<bool> discard_body(Exchange& exchange);
    Error parse(RequestParser& parser, bool& fresh);
    Error parse_head(Exchange& exchange);
    Error parse_body(Exchange& exchange);
    void skip_blank_lines();
    bool note_begin(Exchange& exchange);

    awaitable<Next> send(const Exchange& exchange, const Reply& reply, bool keep_alive);
    Sending begin_sending(const Exchange& exchange, const Reply& reply, bool keep_alive);
    awaitable<void> send_rest(Sending& sending, const Reply& reply);
    Next note_sent(const Exchange& exchange, const Reply& reply, const Sending& sending);
    awaitable<Next> send_last(const Exchange& exchange, unsigned status);
    awaitable<Next> answer_error(const Exchange& exchange, const Error& error);
    awaitable<void> linger();

    void expect_within(std::chrono::milliseconds time) { deadline_ = worker_.now() + time; }

    Stream stream_;
    Worker& worker_;
    std::shared_ptr<const Peer> peer_;
    std::shared_ptr<const void> kept_;  ///< the handler's
    boost::beast::flat_buffer buffer_;
    base::Instant deadline_ = base::Instant::max();
    const bool crowded_;
    base::Instant idle_since_ = base::Instant::max();  ///< when between two requests
    bool slimming_ = false;                            ///< idle for so long that the buffer is given back
    bool expired_ = false;                             ///< the time of the present operation was over
};

}  // namespace assay::wire
