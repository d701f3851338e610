// OpenIPMI's "VM" protocol between a virtual machine and its BMC over a stream (openipmi,
// lanserv/serial_ipmi.c; QEMU's ipmi-bmc-extern is the machine's side). Version 1.
#pragma once

#include <cstdint>
#include <vector>

#include "assay/ipmi-wire/cursor.hpp"
#include "assay/ipmi-wire/decoded.hpp"

namespace assay::ipmi_wire {

/// What is not a message but about the machine. A machine says version, capabilities and reset; a BMC version
/// and the others.
enum class VmCommand : std::uint8_t {
    no_attention = 0x00,
    attention = 0x01,
    attention_interrupt = 0x02,
    power_off = 0x03,
    reset = 0x04,
    enable_interrupt = 0x05,
    disable_interrupt = 0x06,
    send_nmi = 0x07,
    capabilities = 0x08,  ///< with one octet of VmCapability
    graceful_shutdown = 0x09,
    version = 0xFF,  ///< with one octet
};

namespace vm_capability {
inline constexpr std::uint8_t power = 0x01, reset = 0x02, interrupt = 0x04, nmi = 0x08, attention = 0x10,
                              graceful_shutdown = 0x20;
}
inline constexpr std::uint8_t vm_protocol_version = 1;

/// A request or, with the odd network function, its answer.
struct VmMessage {
    std::uint8_t sequence = 0;  ///< the answer has the request's
    std::uint8_t netfn = 0;
    std::uint8_t lun = 0;
    std::uint8_t command = 0;
    Octets data;  ///< of an answer with the completion code in front
};

/// One frame of the stream, without escapes.
struct VmFrame {
    bool is_command = false;
    Octets octets;
};

/// Takes the stream apart. A frame that is longer than any lawful one is dropped whole, and so is one that
/// ends in the middle of an escape; the stream goes on behind it.
class VmDecoder {
public:
    static constexpr std::size_t longest_frame = 300;

    /// @return the frames that end in these octets
    [[nodiscard]] std::vector<VmFrame> take(OctetView octets);
    /// Another machine begins from its start.
    void reset() { *this = {}; }

private:
    void add(Octet octet);

    Octets frame_;
    bool in_escape_ = false;
    bool is_broken_ = false;
};

/// Broken::truncated and bad_checksum. @param frame  the octets of a frame that is no command
[[nodiscard]] Decoded<VmMessage> decode_vm_message(OctetView frame);
void encode_vm_message(const VmMessage& message, Octets& out);
/// @param data  none or one octet, as the command has it
void encode_vm_command(VmCommand command, OctetView data, Octets& out);

}  // namespace assay::ipmi_wire
