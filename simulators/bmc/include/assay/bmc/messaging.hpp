// What the BMC tells the host's software (IPMI 2.0 §22.1 to §22.8): global enables, message flags, messages
// and events that wait to be read; what that software sends to consoles; and the answers that satellites gave
// to a console.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <utility>
#include <vector>

#include "assay/base/octets.hpp"

namespace assay::bmc {

/// What a satellite answered, on its way to the console that asked it (§6.13).
struct BridgedAnswer {
    std::uint8_t from = 0;
    std::uint8_t netfn = 0;
    std::uint8_t command = 0;
    std::uint8_t sequence = 0;
    base::Octets data;  ///< begins with the completion code
};

/// What the host's software sends to the console of a session (§22.7).
struct ConsoleMessage {
    std::uint32_t session = 0;  ///< the managed id
    base::Octets octets;        ///< a LAN message (§13.8)
};

class Messaging {
public:
    using EventMessage = std::array<base::Octet, 16>;

    /// §22.4: bits of the message flags.
    static constexpr std::uint8_t message_available = 0x01, event_buffer_full = 0x02,
                                  watchdog_interrupt = 0x08;
    /// §22.1: bits of the global enables.
    static constexpr std::uint8_t event_buffer = 0x04, event_logging = 0x08, reserved_enable = 0x10;
    static constexpr std::size_t most_received = 16;  ///< messages that wait; more are dropped

    [[nodiscard]] std::uint8_t enables() const { return enables_; }
    void set_enables(std::uint8_t enables) { enables_ = enables; }
    /// Do the BMC's own events go into the SEL?
    [[nodiscard]] bool logs_events() const { return (enables_ & event_logging) != 0; }

    [[nodiscard]] std::uint8_t flags() const { return flags_; }
    void raise(std::uint8_t flags) { flags_ = static_cast<std::uint8_t>(flags_ | flags); }
    /// §22.3: also empties what the flags tell of.
    void clear(std::uint8_t flags);

    /// §22.5: does the host's software take messages from this channel? It does when the BMC starts.
    /// @pre channel < 16
    [[nodiscard]] bool receives_from(std::uint8_t channel) const { return (receiving_ >> channel & 1U) != 0; }
    void receive_from(std::uint8_t channel, bool on);

    /// The receive message queue (§22.6): channel, then the message.
    /// @return false when it is full; the message is lost then
    bool receive(base::Octets message);
    [[nodiscard]] std::optional<base::Octets> take_received();

    /// The event message buffer (§22.8), where it is enabled: holds one event until it is read.
    void offer_event(const EventMessage& event);
    [[nodiscard]] std::optional<EventMessage> take_event();

    void send(ConsoleMessage message) { sent_.push_back(std::move(message)); }
    [[nodiscard]] std::vector<ConsoleMessage> take_sent() { return std::exchange(sent_, {}); }

    void bridge(BridgedAnswer answer) { bridged_.push_back(std::move(answer)); }
    [[nodiscard]] std::vector<BridgedAnswer> take_bridged() { return std::exchange(bridged_, {}); }

private:
    std::uint8_t enables_ = event_logging;  // §22.1: logging is on when the BMC starts
    std::uint8_t flags_ = 0;
    std::uint16_t receiving_ = 0xFFFF;  // one bit a channel
    std::deque<base::Octets> received_;
    std::optional<EventMessage> event_;
    std::vector<ConsoleMessage> sent_;
    std::vector<BridgedAnswer> bridged_;
};

}  // namespace assay::bmc
