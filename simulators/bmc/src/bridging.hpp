// What is sent to the host's software, whichever way it came.
#pragma once

#include "assay/bmc/command_table.hpp"

namespace assay::bmc {

/// Puts a message of the session's console into the receive message queue as Get Message gives it to the host
/// (IPMI 2.0 §22.6): privilege and channel, session handle, message.
/// @return destination_unavailable while the host takes none from the channel (§22.5), node_busy when the
/// queue
///     is full, insufficient_privilege without a session of user level
[[nodiscard]] ipmi_wire::Completion send_to_host(Call& call, const ipmi_wire::LanMessage& message);

}  // namespace assay::bmc
