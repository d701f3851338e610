// What an event source sends to an event sink (DSP0226 §10.2.9), read as far as counting and acknowledging it
// needs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "assay/base/clock.hpp"

namespace assay::load {

/// Where an event says when it came about: in the content of the first element with this local name, or in an
/// attribute of it.
struct CreationPlace {
    std::string element{};    ///< empty: nowhere
    std::string attribute{};  ///< empty: the content
};

struct Delivery {
    enum class Kind : std::uint8_t {
        push,           ///< one event, nothing is awaited (§10.2.9.2)
        push_with_ack,  ///< one event, the source awaits an acknowledgement (§10.2.9.3)
        events,         ///< a batch, acknowledged (§10.2.9.4)
        heartbeat,      ///< no event: the source lives (§10.2.5)
        end,            ///< the subscription has ended by itself (WS-Eventing 2004/08 §3.5)
    };

    Kind kind = Kind::push;
    std::uint64_t events = 0;
    std::vector<base::WallTime> created{};  ///< of those events that say it
    std::string_view message_id{};          ///< content of wsa:MessageID; empty when there is none
    bool awaits_ack = false;                ///< the wsman:AckRequested header is there
};

/// @param body of the request; what is returned refers to it
/// @return nothing when it is no SOAP envelope with an action
[[nodiscard]] std::optional<Delivery> read_delivery(std::string_view body, const CreationPlace& place);

/// The envelope that acknowledges a delivery (DSP0226 §10.7).
/// @param message_id as the source wrote it
[[nodiscard]] std::string acknowledgement_of(std::string_view message_id);

}  // namespace assay::load
