#include "packets.hpp"

#include <algorithm>

namespace assay::capture::sample {
namespace {

std::string le32(std::uint32_t number) {
    std::string text = be32(number);
    std::ranges::reverse(text);
    return text;
}

}  // namespace

std::string be16(std::uint32_t number) {
    return {static_cast<char>(number >> 8U & 0xFFU), static_cast<char>(number & 0xFFU)};
}

std::string be32(std::uint32_t number) { return be16(number >> 16U) + be16(number & 0xFFFFU); }

std::string tcp(const Tcp& segment) {
    return be16(segment.from) + be16(segment.to) + be32(segment.sequence) + be32(segment.acknowledgement) +
           "\x50" + static_cast<char>(segment.flags) + be16(65535) + be32(0) + segment.payload;
}

std::string v4(std::string_view carried, std::uint8_t protocol, std::uint16_t fragment) {
    const std::string address{"\xC0\x00\x02\x01", 4};
    return std::string{"\x45\0", 2} + be16(static_cast<std::uint32_t>(20 + carried.size())) + be16(1) +
           be16(fragment) + "\x40" + static_cast<char>(protocol) + be16(0) + address + address +
           std::string{carried};
}

std::string v6(std::string_view carried, std::uint8_t next) {
    const std::string address = std::string{"\x20\x01\x0D\xB8", 4} + std::string(11, '\0') + "\1";
    return std::string{"\x60\0\0\0", 4} + be16(static_cast<std::uint32_t>(carried.size())) +
           static_cast<char>(next) + "\x40" + address + address + std::string{carried};
}

std::string ethernet(std::string_view datagram, std::uint16_t type) {
    return std::string(12, '\2') + be16(type) + std::string{datagram};
}

std::string pcap(std::uint32_t link_type, const std::vector<std::string>& packets, std::uint32_t snapshot) {
    std::string file =
        le32(0xA1B2C3D4) + std::string{"\2\0\4\0", 4} + le32(0) + le32(0) + le32(snapshot) + le32(link_type);
    std::uint32_t at = 0;
    for (const std::string& packet : packets) {
        const auto length = static_cast<std::uint32_t>(packet.size());
        const std::uint32_t captured = std::min(length, snapshot);
        file += le32(1'700'000'000 + at / 1000) + le32(at % 1000 * 1000) + le32(captured) + le32(length) +
                packet.substr(0, captured);
        ++at;
    }
    return file;
}

Talk& Talk::open() {
    add(0, syn, {});
    ++next_[0];
    add(1, syn | ack, {});
    ++next_[1];
    return add(0, ack, {});
}

Talk& Talk::close() {
    for (const int side : {0, 1}) {
        add(side, fin | ack, {});
        ++next_[side];
    }
    return add(0, ack, {});
}

Talk& Talk::say(int side, std::string_view octets) {
    add(side, ack | push, octets);
    next_[side] += static_cast<std::uint32_t>(octets.size());
    return *this;
}

Talk& Talk::lose(int side, std::size_t octets) {
    next_[side] += static_cast<std::uint32_t>(octets);
    return *this;
}

Talk& Talk::add(int side, int flags, std::string_view octets) {
    Tcp segment{.from = ports_[side],
                .to = ports_[1 - side],
                .sequence = next_[side],
                .acknowledgement = (flags & ack) != 0 ? next_[1 - side] : 0,
                .flags = static_cast<std::uint8_t>(flags),
                .payload = std::string{octets}};
    packets_.push_back(v4(tcp(segment)));
    return *this;
}

std::string message(std::string_view first_line, std::string_view body) {
    return std::string{first_line} + "\r\nHost: bmc\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + std::string{body};
}

}  // namespace assay::capture::sample
