#include "assay/bmc/system_interface.hpp"

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;
using wire::VmCommand;

constexpr std::uint8_t response_bit = 1;

/// IPMI 2.0 §22.1 bits 0 and 1: whether messages and events interrupt the host.
constexpr std::uint8_t interrupt_enables = 0x03;

}  // namespace

void SystemInterface::connect(base::Instant now) {
    disconnect();
    connected_ = true;
    bmc_.tick(now);
    // a machine that is there runs; what was done to one before it is over
    if (!bmc_.chassis().powered_on()) bmc_.chassis().control(PowerAction::up, now, RestartCause::unknown);
    static_cast<void>(bmc_.chassis().take_host_actions());
    wire::encode_vm_command(VmCommand::version, base::Octets{wire::vm_protocol_version}, out_);
    attend();
}

void SystemInterface::disconnect() {
    connected_ = false;
    capabilities_ = 0;
    interrupts_ = false;
    attention_ = VmCommand::no_attention;
    decoder_.reset();
    out_.clear();
}

void SystemInterface::receive(base::OctetView octets, base::Instant now) {
    for (const wire::VmFrame& frame : decoder_.take(octets)) {
        if (frame.is_command) {
            obey(frame.octets, now);
            continue;
        }
        // a damaged one is not answered: the machine's own time limit takes care of it
        const auto message = wire::decode_vm_message(frame.octets);
        if (message && (message->netfn & response_bit) == 0) answer(*message, now);
    }
    attend();
}

void SystemInterface::answer(const wire::VmMessage& request, base::Instant now) {
    const wire::LanMessage asked{.to = wire::bmc_address,
                                 .netfn = request.netfn,
                                 .to_lun = request.lun,
                                 .from = wire::remote_console_address,
                                 .sequence = 0,
                                 .from_lun = 0,
                                 .command = request.command,
                                 .data = request.data};
    const base::OctetView reply = bmc_.execute_for_host(asked, now);
    if (reply.empty()) return;  // it is restarting
    wire::encode_vm_message({.sequence = request.sequence,
                             .netfn = static_cast<std::uint8_t>(request.netfn | response_bit),
                             .lun = request.lun,
                             .command = request.command,
                             .data = {reply.begin(), reply.end()}},
                            out_);
}

void SystemInterface::obey(base::OctetView command, base::Instant now) {
    const bool has_operand = command.size() == 2;
    switch (static_cast<VmCommand>(command.front())) {
        case VmCommand::capabilities:
            if (has_operand) capabilities_ = command.back();
            break;
        case VmCommand::reset:
            // the machine restarts by itself: nothing is to be done to it any more
            bmc_.tick(now);
            bmc_.chassis().control(PowerAction::reset, now, RestartCause::unknown);
            static_cast<void>(bmc_.chassis().take_host_actions());
            break;
        default: break;  // the version, of which there is one, and what newer ones may say
    }
}

/// What the machine cannot do is not asked of it.
void SystemInterface::tell(VmCommand command, std::uint8_t needed) {
    if ((capabilities_ & needed) == needed) wire::encode_vm_command(command, {}, out_);
}

void SystemInterface::attend() {
    const auto actions = bmc_.chassis().take_host_actions();
    if (!connected_) return;
    for (const PowerAction action : actions) {
        switch (action) {
            case PowerAction::down: tell(VmCommand::power_off, wire::vm_capability::power); break;
            case PowerAction::reset: tell(VmCommand::reset, wire::vm_capability::reset); break;
            case PowerAction::diagnostic_interrupt:
                tell(VmCommand::send_nmi, wire::vm_capability::nmi);
                break;
            case PowerAction::soft_shutdown:
                tell(VmCommand::graceful_shutdown, wire::vm_capability::graceful_shutdown);
                break;
            case PowerAction::up:
            case PowerAction::cycle: break;  // one that is off is not connected; a cycle is its two halves
        }
    }
    const Messaging& messaging = bmc_.chassis().messaging();
    const bool interrupts = (messaging.enables() & interrupt_enables) != 0;
    if (interrupts != std::exchange(interrupts_, interrupts))
        tell(interrupts ? VmCommand::enable_interrupt : VmCommand::disable_interrupt,
             wire::vm_capability::interrupt);
    const VmCommand attention = messaging.flags() == 0 ? VmCommand::no_attention
                                : interrupts           ? VmCommand::attention_interrupt
                                                       : VmCommand::attention;
    if (attention != std::exchange(attention_, attention)) tell(attention, wire::vm_capability::attention);
}

}  // namespace assay::bmc
