// What HTTP hands its requests to.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <optional>
#include <string>

#include "assay/wire/message.hpp"

namespace assay::wire {

using boost::asio::awaitable;

/// How an exchange went, for those who keep records.
struct Outline {
    unsigned status = 0;
    std::size_t reply_octets = 0;
    std::chrono::nanoseconds duration{};  ///< from the request's first octet to the reply's last
    bool complete = false;                ///< the whole reply was sent
};

/// Whether a request may go on: known at once, or to be waited for.
struct Admission {
    std::optional<Reply> refusal = {};                            ///< what it is refused with
    std::optional<awaitable<std::optional<Reply>>> pending = {};  ///< gives the refusal when it is known
};

/// Called from every thread of the server; outlives all sessions.
class Handler {
public:
    Handler() = default;
    Handler(const Handler&) = delete;
    Handler& operator=(const Handler&) = delete;
    virtual ~Handler() = default;

    /// Looks at a request whose body is still empty, and refuses it already where it can, which spares the
    /// client sending a body after "Expect: 100-continue". The head outlives what is pending.
    virtual Admission admit(Request& head) = 0;

    /// Looks at what is answered without asking the handler, because framing alone refuses the request; then
    /// of the request only what could be read is there.
    virtual void refused(const Request& /*request*/, Reply& /*reply*/) {}

    /// Answers a request that was admitted, with its body. The request outlives the call.
    virtual awaitable<Reply> answer(Request& request) = 0;

    /// Told of every exchange at its end, be it refused or broken; then of the request only what could be
    /// read is there. Has to be quick.
    virtual void told(const Request& /*request*/, const Outline& /*outline*/) {}

    /// Told of a connection that ended before its first request, because TLS did not come about.
    virtual void told_of_failed_handshake(const Peer& /*peer*/, const std::string& /*trouble*/) {}
};

}  // namespace assay::wire
