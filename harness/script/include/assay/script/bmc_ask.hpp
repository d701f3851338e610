// What a case wants sent to a BMC. It says what is to differ from a lawful message; the driver knows the
// rest: who logs on, the keys, the numbers that count up.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "assay/script/value.hpp"

namespace assay::script {

using Milliseconds = std::chrono::milliseconds;

enum class BmcMessage {
    datagram,      ///< the octets of the field "octets", as they are
    again,         ///< the octets that were sent last, or "back" datagrams before them
    receive,       ///< nothing is sent: one more datagram is waited for
    request,       ///< a command, within the session if there is one
    open_session,  ///< IPMI 2.0 §13.17
    rakp1,         ///< §13.20
    rakp3,         ///< §13.22
    challenge,     ///< Get Session Challenge, §22.16
    activate,      ///< Activate Session, §22.17
    close          ///< Close Session, §22.19, for the session itself
};

[[nodiscard]] std::string_view to_text(BmcMessage message);

/// One datagram and its answer.
struct BmcSend {
    BmcMessage message = BmcMessage::request;
    std::uint32_t session = 0;  ///< of the case, from 1; 0: outside any
    Table terms{};              ///< of the session: who, which suite; the same for all its messages
    Table fields{};             ///< what the case says of the message, see bmc_fields.hpp
    std::string label{};        ///< for people
    std::string unlawful_because{};
    Milliseconds timeout{0};  ///< for the answer; 0: as long as is usual
    bool once = false;        ///< it is not sent again when no answer comes
    bool await = true;        ///< false: do not wait for an answer
    bool other_port = false;  ///< from a port that the session was not opened from
};

/// All of the ask that shapes what is sent, as text: what a journal is compared with when it is judged again.
[[nodiscard]] std::string asked(const BmcSend& send);

}  // namespace assay::script
