// Both directions of one connection, seen by somebody who stands between, as exchanges.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "assay/record/exchange.hpp"

namespace assay::observe {

enum class From { client, service };

/// How many octets all conversations of a run may hold together. Outlives them.
class Budget {
public:
    explicit Budget(std::size_t octets) : left_{octets} {}

    /// @return false when so many are not left; then none is taken
    [[nodiscard]] bool take(std::size_t octets) {
        if (octets > left_) return false;
        left_ -= octets;
        return true;
    }
    void give_back(std::size_t octets) { left_ += octets; }
    [[nodiscard]] std::size_t left() const { return left_; }

private:
    std::size_t left_;
};

/// Where exchanges come from and go to; shared by all conversations of a run.
struct ConversationEvents {
    std::function<std::uint32_t()> number;              ///< for an exchange that begins
    std::function<void(record::Exchange&&)> exchanged;  ///< one has ended; credentials are redacted
};

struct ConversationLimits {
    std::size_t message = 32UL * 1024 * 1024;  ///< octets of a request or a response
    std::size_t waiting = 1000;                ///< requests that wait for an answer at once
};

/// Sans-io. Requests and responses are paired in their order (RFC 9112 §9.3.2). What cannot be followed is
/// given up, and what was missed is told; a message of which octets are missing is never handed on as one
/// that was sent so.
class Conversation {
public:
    /// @param connection what Exchange::connection will say
    /// @param budget,events outlive the conversation
    Conversation(std::uint32_t connection, const ConversationEvents& events, Budget& budget,
                 const ConversationLimits& limits = {});
    Conversation(Conversation&&) noexcept;
    Conversation& operator=(Conversation&&) noexcept;
    ~Conversation();

    /// What holds for the exchanges from now on.
    void set_tls(const record::TlsFacts& facts);

    void take(From from, std::string_view octets, record::RunTime at);
    /// Octets are missing here; the next message is looked for where a call of take() begins with one.
    void lost(From from, record::RunTime at, const std::string& why);
    /// That side will send no more.
    void closed(From from, record::RunTime at);
    /// Nothing more will be seen of either side, because of `why`.
    void end(record::RunTime at, const std::string& why);

    /// No connection to the service could be made, because of `why`: every request that came is
    /// `unreachable`.
    void unreachable(record::RunTime at, const std::string& why);

    /// How many whole requests wait for an answer?
    [[nodiscard]] std::size_t whole_requests_waiting() const;
    /// How many requests were not whole when they could not be followed any more, and are no exchanges?
    [[nodiscard]] std::size_t abandoned() const;
    /// How many octets belong to no exchange?
    [[nodiscard]] std::size_t skipped() const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace assay::observe
