// Datagrams between a case and a BMC: which socket, how often, how long, and what is kept of them.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "assay/ipmi-wire/crypto.hpp"
#include "bmc_conversation.hpp"
#include "line.hpp"
#include "udp_socket.hpp"

namespace assay::drive {

/// Each session of the case has a socket and a conversation of its own, and so has what is outside of any.
class BmcLine final : public Line {
public:
    BmcLine(const Access& access, const base::Clock& clock, base::Instant began,
            const std::atomic<bool>& stop, Numbers numbers);

    [[nodiscard]] record::Exchange exchange(const script::Ask& ask, bool& stopped) override;
    /// A case of BMCs has no such connections.
    void close(script::Channel /*channel*/) override {}

private:
    struct Port {
        UdpSocket socket;
        std::uint32_t number = 0;  ///< as a connection of the run
    };
    enum class Heard { answer, nothing, nobody };

    [[nodiscard]] BmcConversation& conversation_of(const script::BmcSend& send);
    [[nodiscard]] BmcUser user_of(const script::BmcSend& send) const;
    /// @return nullptr, with the exchange told why, when there can be no socket
    [[nodiscard]] Port* port_of(const script::BmcSend& send, record::Exchange& exchange);
    void talk(const script::BmcSend& send, BmcConversation& conversation, Port& port,
              record::Exchange& exchange, bool& stopped);
    /// Notes what came while nobody waited.
    void drain(Port& port, record::Exchange& exchange);
    /// @return false when nobody listens
    [[nodiscard]] bool transmit(const BmcPacket& packet, Port& port, record::Exchange& exchange);
    [[nodiscard]] Heard listen(BmcConversation& conversation, Port& port, base::Instant until,
                               record::Exchange& exchange);
    void answered(const std::string& datagram, const BmcOpened& opened, record::Exchange& exchange);
    void unreachable(const std::string& why, record::Exchange& exchange);
    [[nodiscard]] std::string hidden_in(std::string text) const;

    ipmi_wire::SystemRandom random_;
    std::map<std::uint32_t, BmcConversation> conversations_;
    std::map<std::uint64_t, Port> ports_;
};

}  // namespace assay::drive
