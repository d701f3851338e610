// One TCP or TLS connection, used for one exchange after the other, each with a deadline.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "assay/base/clock.hpp"
#include "assay/drive/drive.hpp"
#include "assay/record/exchange.hpp"
#include "assay/script/ask.hpp"

namespace assay::drive {

/// What to write and how to read the answer.
struct Talk {
    std::vector<std::string> pieces;  ///< none: only read
    std::chrono::milliseconds pause{0};
    std::string method;  ///< of the request: HEAD has no body in its answer
    bool half_close = false;
    bool head_only = false;
    bool await = true;
    bool expects_continue = false;  ///< an interim response cuts pauses short
    bool takes_surplus = true;      ///< octets after the response belong to it; else they are the next one's
    base::Instant deadline;
};

struct Talked {
    std::string response;             ///< of one that was given up, the first observe::limits.kept_octets
    std::size_t response_octets = 0;  ///< how many came, when it was given up
    record::Ending ending = record::Ending::answered;
    std::string trouble;
    base::Instant sent;
    std::optional<base::Instant> first_octet;
    bool reusable = false;  ///< the connection may carry another request
    bool stopped = false;   ///< given up because of `stop`; nothing else counts then
};

class Connection {
public:
    /// @param access,clock,stop outlive the connection
    Connection(const Access& access, const script::Greeting& greeting, const base::Clock& clock,
               const std::atomic<bool>& stop);
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection();

    /// Connects, and greets when it is TLS.
    /// @return the operating system's words for why not, "" when it is connected
    [[nodiscard]] std::string connect(base::Instant deadline);

    /// Did connect() get as far as to the peer, though it may not have come to terms with it about TLS?
    [[nodiscard]] bool is_reached() const;
    /// Did the peer reset it as soon as it had accepted it?
    [[nodiscard]] bool is_reset() const;

    [[nodiscard]] Talked talk(const Talk& talk);

    /// Has the peer not closed it while it was idle?
    [[nodiscard]] bool is_open();

    [[nodiscard]] std::optional<record::TlsFacts> tls() const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace assay::drive
