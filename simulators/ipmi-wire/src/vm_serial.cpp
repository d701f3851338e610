#include "assay/ipmi-wire/vm_serial.hpp"

#include <utility>

#include "assay/ipmi-wire/lan_message.hpp"

namespace assay::ipmi_wire {
namespace {

constexpr Octet end_of_message = 0xA0, end_of_command = 0xA1, escape = 0xAA;
constexpr Octet escape_bit = 0x10;           // set in an octet behind an escape
constexpr std::size_t shortest_message = 4;  // sequence, network function, command, checksum

void put_escaped(Octet octet, Octets& out) {
    const bool is_special = octet == end_of_message || octet == end_of_command || octet == escape;
    if (is_special) out.push_back(escape);
    out.push_back(is_special ? static_cast<Octet>(octet | escape_bit) : octet);
}

}  // namespace

void VmDecoder::add(Octet octet) {
    if (in_escape_) octet = static_cast<Octet>(octet & ~escape_bit);
    in_escape_ = false;
    if (frame_.size() < longest_frame) {
        frame_.push_back(octet);
    } else {
        is_broken_ = true;
    }
}

std::vector<VmFrame> VmDecoder::take(OctetView octets) {
    std::vector<VmFrame> frames;
    for (const Octet octet : octets) {
        if (octet == escape) {
            in_escape_ = true;
        } else if (octet != end_of_message && octet != end_of_command) {
            add(octet);
        } else {
            const bool is_whole = !is_broken_ && !in_escape_ && !frame_.empty();
            if (is_whole) frames.push_back({octet == end_of_command, std::move(frame_)});
            reset();
        }
    }
    return frames;
}

Decoded<VmMessage> decode_vm_message(OctetView frame) {
    if (frame.size() < shortest_message) return Broken::truncated;
    if (checksum(frame) != 0) return Broken::bad_checksum;
    VmMessage message;
    message.sequence = frame[0];
    message.netfn = frame[1] >> 2U;
    message.lun = frame[1] & 3U;
    message.command = frame[2];
    message.data.assign(frame.begin() + 3, frame.end() - 1);
    return message;
}

void encode_vm_message(const VmMessage& message, Octets& out) {
    Octets frame{message.sequence, static_cast<Octet>(message.netfn << 2U | message.lun), message.command};
    frame.insert(frame.end(), message.data.begin(), message.data.end());
    frame.push_back(checksum(frame));
    for (const Octet octet : frame) put_escaped(octet, out);
    out.push_back(end_of_message);
}

void encode_vm_command(VmCommand command, OctetView data, Octets& out) {
    put_escaped(static_cast<Octet>(command), out);
    for (const Octet octet : data) put_escaped(octet, out);
    out.push_back(end_of_command);
}

}  // namespace assay::ipmi_wire
