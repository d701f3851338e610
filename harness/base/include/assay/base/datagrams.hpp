// Datagrams in batches, as Linux reads and writes them: one system call for many, since a call costs more
// than what most protocols do with a datagram. Knows no protocol.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include <netinet/in.h>
#include <sys/socket.h>

#include "assay/base/octets.hpp"

namespace assay::base {

inline constexpr std::size_t datagrams_in_batch = 32;
inline constexpr std::size_t longest_datagram = 2048;  ///< a longer one arrives cut

/// An address as the kernel has it.
union SocketAddress {
    sockaddr any;
    sockaddr_in v4;
    sockaddr_in6 v6;

    [[nodiscard]] socklen_t length() const { return any.sa_family == AF_INET ? sizeof v4 : sizeof v6; }
};

/// @param address host order
[[nodiscard]] SocketAddress ipv4_address(std::uint32_t address, std::uint16_t port);
[[nodiscard]] SocketAddress ipv6_address(const std::array<Octet, 16>& address, std::uint16_t port,
                                         std::uint32_t scope = 0);

/// Reads what has arrived at a socket, up to a batch. About 70 kB; not thread-safe.
class DatagramInbox {
public:
    DatagramInbox();
    DatagramInbox(const DatagramInbox&) = delete;
    DatagramInbox& operator=(const DatagramInbox&) = delete;

    /// Never waits. What was there before is overwritten.
    /// @return how many there are now; 0 when nothing has arrived, or see refused()
    std::size_t receive(int socket);
    /// Did the last receive() find that the peer of a connected socket does not listen?
    [[nodiscard]] bool refused() const { return refused_; }
    [[nodiscard]] OctetView datagram(std::size_t i) const { return {data_[i].data(), heads_[i].msg_len}; }
    [[nodiscard]] const SocketAddress& sender(std::size_t i) const { return senders_[i]; }
    /// To which of the machine's IPv4 addresses it went, in host order; only where the socket has IP_PKTINFO.
    [[nodiscard]] std::optional<std::uint32_t> destination(std::size_t i) const;

private:
    static constexpr std::size_t control_octets = CMSG_SPACE(sizeof(in_pktinfo));

    bool refused_ = false;
    std::array<mmsghdr, datagrams_in_batch> heads_{};
    std::array<iovec, datagrams_in_batch> places_{};
    std::array<SocketAddress, datagrams_in_batch> senders_{};
    std::array<std::array<Octet, longest_datagram>, datagrams_in_batch> data_{};
    std::array<std::array<char, control_octets>, datagrams_in_batch> controls_{};
};

/// Collects datagrams for one socket and sends them together, in their order. Not thread-safe.
class DatagramOutbox {
public:
    DatagramOutbox();
    DatagramOutbox(const DatagramOutbox&) = delete;
    DatagramOutbox& operator=(const DatagramOutbox&) = delete;

    /// Copies the datagram; a full batch is sent at once.
    /// @param to   null for a connected socket
    /// @param from the machine's IPv4 address that it is to come from, in host order, where the socket has
    /// several
    void add(int socket, OctetView datagram, const SocketAddress* to,
             std::optional<std::uint32_t> from = std::nullopt);
    [[nodiscard]] bool empty() const { return count_ == 0; }
    /// Never waits: what the network does not take now is lost, as datagrams are.
    void flush(int socket);

private:
    static constexpr std::size_t control_octets = CMSG_SPACE(sizeof(in_pktinfo));

    std::size_t count_ = 0;
    std::array<mmsghdr, datagrams_in_batch> heads_{};
    std::array<iovec, datagrams_in_batch> places_{};
    std::array<SocketAddress, datagrams_in_batch> receivers_{};
    std::array<Octets, datagrams_in_batch> data_;
    std::array<std::array<char, control_octets>, datagrams_in_batch> controls_{};
};

}  // namespace assay::base
