// A BMC that misbehaves on purpose, as real ones do, so that clients can show that they bear it. Sans-io.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "assay/base/clock.hpp"
#include "assay/bmc/outgoing.hpp"
#include "assay/bmc/peer.hpp"
#include "assay/ipmi-wire/lan_message.hpp"

namespace assay::bmc {

/// How often what goes wrong: probabilities, each 0 to 1.
struct MisbehaviourModel {
    double lost = 0;              ///< an answer never comes
    double duplicated = 0;        ///< it comes twice
    double late = 0;              ///< it comes after `lateness`
    double wrong_checksum = 0;    ///< the second checksum of its message is wrong (IPMI 2.0 §13.8)
    double wrong_completion = 0;  ///< it is `completion` without data, though the command was carried out
    base::Duration lateness = std::chrono::seconds{2};
    std::uint8_t completion = 0xFF;  ///< unspecified error
    bool sdr_loop = false;           ///< the last SDR names the first one as the next
};

class Misbehaviour {
public:
    static constexpr std::size_t most_late = 64;  ///< answers under way; what else would be late is lost

    /// The same seed spoils the same answers, counted from the first.
    Misbehaviour(std::shared_ptr<const MisbehaviourModel> model, std::uint64_t seed);

    /// Spoils completion code and data of the answer to `request`.
    void spoil(const ipmi_wire::LanMessage& request, base::Octets& data);
    /// Spoils a whole message, before its session protects it.
    void damage(base::Octets& message);
    /// Decides when and how often the datagram goes out: it is emptied when it does not go now.
    void deliver(base::Octets& datagram, const Peer& to, base::Instant now, std::vector<Outgoing>& more);

    /// Hands out the late ones that are due.
    void take_due(base::Instant now, std::vector<Outgoing>& out);
    [[nodiscard]] base::Instant next_due() const;

private:
    [[nodiscard]] bool happens(double probability);

    struct Late {
        base::Instant due;
        Outgoing datagram;
    };
    std::shared_ptr<const MisbehaviourModel> model_;
    std::uint64_t state_;
    std::vector<Late> late_;  // by their dues: each is as late as the others
};

}  // namespace assay::bmc
