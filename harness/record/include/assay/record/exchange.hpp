// One request and what came back, as octets: the evidence every judgement rests on.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "assay/record/bmc_facts.hpp"

namespace assay::record {

/// Time since the run began.
using RunTime = std::chrono::nanoseconds;

/// How an exchange ended, seen from the client's side of the socket.
enum class Ending {
    answered,     ///< a whole response by its own framing
    cut,          ///< the peer closed or reset within a response
    closed,       ///< the peer closed or reset without any octet of a response
    timed_out,    ///< the deadline passed first
    unreachable,  ///< no connection could be made
    not_awaited,  ///< the case did not ask for an answer, or its time was over before one came
    given_up      ///< the answer went beyond what is read of one (observe::limits)
};

struct TlsFacts {
    std::string version;
    std::string cipher_suite;
    std::string peer_subject;
};

struct Times {
    RunTime began{};        ///< before connecting or taking a kept connection
    RunTime connected{};    ///< equal to began on a kept connection
    RunTime sent{};         ///< the last octet was handed to the kernel
    RunTime first_octet{};  ///< of the response; zero when none came
    RunTime finished{};
};

struct Exchange {
    std::uint32_t id = 0;       ///< from 1, in order of beginning, unique in a run
    std::string case_id;        ///< of the case that caused it; "" before and between cases
    std::uint32_t attempt = 1;  ///< which playing of the case; more than 1 when it was retried
    std::string label;          ///< for people, e.g. "Get", "canary", "raw"
    /// Which TCP connection of the run carried it, from 1; 0 where that, or how the connection began, is not
    /// known.
    std::uint32_t connection = 0;
    /// Why our own message is not judged: it breaks the rules on purpose, or was not let come to its end.
    /// That is the request, or the response to a client under test. Empty for one that has to be lawful
    /// itself.
    std::string unlawful_because;
    std::string request;   ///< octets sent; credentials replaced by "[redacted]"
    std::string response;  ///< octets received, with every interim response
    /// How many octets came, where `response` holds only the first of them because it was given up; else 0.
    std::size_t response_octets = 0;
    Ending ending = Ending::answered;
    std::string trouble;  ///< why, when ending is not answered
    Times times;
    std::optional<TlsFacts> tls;
    std::optional<BmcFacts> bmc{};  ///< where the two are datagrams to and from a BMC

    /// How many octets of a response came in all.
    [[nodiscard]] std::size_t received() const { return std::max(response_octets, response.size()); }

    /// Does it show that the target was there? A datagram that is not answered may have gone anywhere.
    [[nodiscard]] bool reached_the_target() const {
        return bmc ? ending == Ending::answered : ending != Ending::unreachable;
    }
};

[[nodiscard]] std::string_view to_text(Ending ending);
[[nodiscard]] std::optional<Ending> ending_from(std::string_view text);

/// `head` (an HTTP message's start line and fields) with the credentials of Authorization,
/// Proxy-Authorization, Cookie and Set-Cookie fields replaced by "[redacted]"; their schemes stay.
[[nodiscard]] std::string redacted(std::string_view message);

}  // namespace assay::record
