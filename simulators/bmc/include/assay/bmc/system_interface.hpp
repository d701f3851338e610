// The BMC's side of the wire to its own host: the system interface of IPMI 2.0 §6.3 channel 0Fh, over
// OpenIPMI's VM protocol. Sans-io: octets and time go in, octets come out.
#pragma once

#include <optional>

#include "assay/bmc/bmc.hpp"
#include "assay/ipmi-wire/vm_serial.hpp"

namespace assay::bmc {

/// One machine at a time. Not thread-safe.
class SystemInterface {
public:
    /// @param bmc must outlive it
    explicit SystemInterface(Bmc& bmc) : bmc_{bmc} {}

    /// A machine is there: the BMC says who it is, and finds its host on.
    void connect(base::Instant now);
    /// It is gone; what was for it is forgotten.
    void disconnect();
    [[nodiscard]] bool is_connected() const { return connected_; }

    /// Takes what the machine sends. @pre is_connected()
    void receive(base::OctetView octets, base::Instant now);
    /// Passes on what the BMC does to its host, and its attention, when they have changed. Call after
    /// receive() and after the BMC was asked or ticked by others.
    void attend();
    /// What is to be sent to the machine.
    [[nodiscard]] base::Octets take_outgoing() { return std::exchange(out_, {}); }

private:
    void answer(const ipmi_wire::VmMessage& request, base::Instant now);
    void obey(base::OctetView command, base::Instant now);
    void tell(ipmi_wire::VmCommand command, std::uint8_t needed);

    Bmc& bmc_;
    bool connected_ = false;
    std::uint8_t capabilities_ = 0;
    bool interrupts_ = false;  ///< the machine was told that the BMC interrupts
    ipmi_wire::VmCommand attention_ = ipmi_wire::VmCommand::no_attention;
    ipmi_wire::VmDecoder decoder_;
    base::Octets out_;
};

}  // namespace assay::bmc
