// Every place where a mutant may twist what passes a BMC: the datagrams that come and go, and the commands
// between.
#pragma once

#include <functional>

#include "assay/bmc/chassis.hpp"
#include "assay/bmc/session_table.hpp"
#include "assay/ipmi-wire/lan_message.hpp"

namespace assay::bmc {

/// Empty in the honest BMC, which has none of them; what is set is called for everything that passes.
struct Seams {
    /// The BMC that a seam is in.
    struct Inside {
        Chassis& chassis;
        SessionTable& sessions;
        Peer from;
        base::Instant now;
    };
    /// Executes a message honestly for this session, or for none, and puts completion code and data into the
    /// reply.
    using Execute =
        std::function<void(Session* session, const ipmi_wire::LanMessage& message, base::Octets& reply)>;

    /// A datagram that came; emptied, it is dropped.
    std::function<void(const Inside&, base::Octets& datagram)> incoming = {};
    /// What goes back; empty when nothing does. `datagram` is what incoming left of it.
    std::function<void(const Inside&, base::OctetView datagram, base::Octets& answer)> outgoing = {};
    /// Stands around the execution of a command: it puts completion code and data into `reply`, and calls
    /// `honest` for what it does not do by itself. `session` is null outside a session.
    std::function<void(const Inside&, Session* session, const ipmi_wire::LanMessage& message,
                       const Execute& honest, base::Octets& reply)>
        command = {};
};

}  // namespace assay::bmc
