// What HTTP hands its requests to.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>

#include "assay/wire/message.hpp"

namespace assay::wire {

using boost::asio::awaitable;

/// Called from every thread of the server; outlives all sessions.
class Handler {
public:
    Handler() = default;
    Handler(const Handler&) = delete;
    Handler& operator=(const Handler&) = delete;
    virtual ~Handler() = default;

    /// Looks at a request whose body is still empty. @return a reply when it is refused already, which
    /// spares the client sending a body after "Expect: 100-continue".
    virtual awaitable<std::optional<Reply>> admit(Request& head) = 0;

    /// Answers a request that was admitted, with its body. The request outlives the call.
    virtual awaitable<Reply> answer(Request& request) = 0;
};

}  // namespace assay::wire
