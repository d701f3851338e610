// Datagrams in batches, as Linux reads and writes them: a system call for many, since a call costs more than
// the IPMI in a datagram.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include <netinet/in.h>
#include <sys/socket.h>

#include "assay/bmc/peer.hpp"
#include "assay/fleet/layout.hpp"

namespace assay::fleet {

inline constexpr std::size_t batch_size = 32;
inline constexpr std::size_t longest_datagram = 2048;  // IPMI ends far below; what is cut does not decode

/// An address as the kernel has it.
union SocketAddress {
    sockaddr any;
    sockaddr_in v4;
    sockaddr_in6 v6;
};

/// Reads what has arrived at a socket, up to a batch.
class Inbox {
public:
    Inbox();

    /// @return how many there are now; 0 when nothing has arrived
    std::size_t receive(int socket);
    [[nodiscard]] base::OctetView datagram(std::size_t i) const {
        return {data_[i].data(), heads_[i].msg_len};
    }
    [[nodiscard]] bmc::Peer sender(std::size_t i) const;
    /// To which of the machine's addresses it went; only where the socket tells (IP_PKTINFO).
    [[nodiscard]] std::optional<boost::asio::ip::address_v4> destination(std::size_t i) const;

private:
    static constexpr std::size_t control_octets = CMSG_SPACE(sizeof(in_pktinfo));

    std::array<mmsghdr, batch_size> heads_{};
    std::array<iovec, batch_size> places_{};
    std::array<SocketAddress, batch_size> senders_{};
    std::array<std::array<base::Octet, longest_datagram>, batch_size> data_{};
    std::array<std::array<char, control_octets>, batch_size> controls_{};
};

/// Collects datagrams for a socket and sends them together, in their order.
class Outbox {
public:
    Outbox();

    /// @param from the address that it is to come from, where the socket has several
    void add(int socket, base::OctetView datagram, const bmc::Peer& to,
             const std::optional<boost::asio::ip::address_v4>& from);
    /// What the network does not take now is lost, as datagrams are.
    void flush(int socket);

private:
    static constexpr std::size_t control_octets = CMSG_SPACE(sizeof(in_pktinfo));

    std::size_t count_ = 0;
    std::array<mmsghdr, batch_size> heads_{};
    std::array<iovec, batch_size> places_{};
    std::array<SocketAddress, batch_size> receivers_{};
    std::array<base::Octets, batch_size> data_;
    std::array<std::array<char, control_octets>, batch_size> controls_{};
};

}  // namespace assay::fleet
