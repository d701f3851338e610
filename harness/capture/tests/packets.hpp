// Packets and captures made by hand.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace assay::capture::sample {

enum Flag : std::uint8_t { fin = 1, syn = 2, rst = 4, push = 8, ack = 16 };

struct Tcp {
    std::uint16_t from = 40000;
    std::uint16_t to = 5985;
    std::uint32_t sequence = 0;
    std::uint32_t acknowledgement = 0;
    std::uint8_t flags = ack;
    std::string payload;
};

[[nodiscard]] std::string be16(std::uint32_t number);
[[nodiscard]] std::string be32(std::uint32_t number);

/// A TCP segment without its IP header.
[[nodiscard]] std::string tcp(const Tcp& segment);
[[nodiscard]] std::string v4(std::string_view carried, std::uint8_t protocol = 6, std::uint16_t fragment = 0);
[[nodiscard]] std::string v6(std::string_view carried, std::uint8_t next = 6);
[[nodiscard]] std::string ethernet(std::string_view datagram, std::uint16_t type = 0x0800);

/// A pcap file of whole packets, a millisecond apart.
[[nodiscard]] std::string pcap(std::uint32_t link_type, const std::vector<std::string>& packets,
                               std::uint32_t snapshot = 262144);

/// A connection between a client and a service, packet by packet, of raw IP.
class Talk {
public:
    explicit Talk(std::uint16_t client_port = 40000, std::uint16_t service_port = 5985,
                  std::uint32_t client_first = 1000, std::uint32_t service_first = 9000)
        : ports_{client_port, service_port}, next_{client_first, service_first} {}

    /// The handshake of TCP.
    Talk& open();
    Talk& client(std::string_view octets) { return say(0, octets); }
    Talk& service(std::string_view octets) { return say(1, octets); }
    /// Octets that were on the wire and are not captured.
    Talk& client_lost(std::size_t octets) { return lose(0, octets); }
    Talk& service_lost(std::size_t octets) { return lose(1, octets); }
    Talk& close();
    Talk& reset_by_service() { return add(1, rst | ack, {}); }

    [[nodiscard]] const std::vector<std::string>& packets() const { return packets_; }
    std::vector<std::string>& packets() { return packets_; }

private:
    Talk& say(int side, std::string_view octets);
    Talk& lose(int side, std::size_t octets);
    Talk& add(int side, int flags, std::string_view octets);

    std::uint16_t ports_[2];
    std::uint32_t next_[2];
    std::vector<std::string> packets_;
};

/// A whole message with a body of this length, and a first line like "POST /a HTTP/1.1" or "HTTP/1.1 200 OK".
[[nodiscard]] std::string message(std::string_view first_line, std::string_view body);

}  // namespace assay::capture::sample
