// The stream of a machine: whatever it holds is taken apart, and what is read is written back and read again.
#include <cstdlib>

#include "assay/ipmi-wire/vm_serial.hpp"

using namespace assay::ipmi_wire;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    VmDecoder decoder;
    for (const VmFrame& frame : decoder.take({data, size})) {
        if (frame.octets.empty() || frame.octets.size() > VmDecoder::longest_frame) std::abort();
        const auto message = decode_vm_message(frame.octets);
        if (frame.is_command || !message) continue;
        Octets written;
        encode_vm_message(*message, written);
        VmDecoder again;
        const auto frames = again.take(written);
        if (frames.size() != 1 || frames[0].octets != frame.octets) std::abort();
    }
    return 0;
}
