// What an exchange with a BMC has beside the octets of its request and its answer. The keys of a session stay
// with the driver, so that only it can tell what they open and verify; with this a journal is judged without
// them.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay::record {

/// Of the code over an answer that takes a key to check: a session packet's AuthCode, the code of RAKP 2, the
/// integrity check of RAKP 4.
enum class Integrity {
    unchecked,  ///< it has none, or there is no key for it
    verified,
    wrong
};

/// A datagram beside the two that make up the exchange: sent before and not answered in time, or received and
/// not taken for the answer.
struct OtherDatagram {
    std::chrono::nanoseconds at{};  ///< since the run began
    bool sent = false;              ///< else it was received
    std::string octets;
};

struct BmcFacts {
    std::string asked;  ///< what the case wanted to be sent, without what the driver alone knows
    std::optional<std::string> clear_request{};   ///< the payload before it was encrypted
    std::optional<std::string> clear_response{};  ///< the payload, as far as it could be decrypted
    Integrity integrity = Integrity::unchecked;   ///< of the answer
    std::vector<OtherDatagram> others{};          ///< in the order of time
};

[[nodiscard]] std::string_view to_text(Integrity integrity);
[[nodiscard]] std::optional<Integrity> integrity_from(std::string_view text);

}  // namespace assay::record
