#include "datagrams.hpp"

#include <algorithm>
#include <cstring>

namespace assay::fleet {
namespace {

bmc::Peer peer_of(const SocketAddress& address) {
    bmc::Peer peer;
    if (address.any.sa_family == AF_INET) {
        peer.address = ntohl(address.v4.sin_addr.s_addr);
        peer.port = ntohs(address.v4.sin_port);
    } else {
        std::ranges::copy(address.v6.sin6_addr.s6_addr, peer.address6.begin());
        peer.port = ntohs(address.v6.sin6_port);
    }
    return peer;
}

/// @return its length
socklen_t write_address(const bmc::Peer& peer, SocketAddress& out) {
    if (peer.address != 0) {
        out.v4 = {};
        out.v4.sin_family = AF_INET;
        out.v4.sin_addr.s_addr = htonl(peer.address);
        out.v4.sin_port = htons(peer.port);
        return sizeof(out.v4);
    }
    out.v6 = {};
    out.v6.sin6_family = AF_INET6;
    std::ranges::copy(peer.address6, out.v6.sin6_addr.s6_addr);
    out.v6.sin6_port = htons(peer.port);
    return sizeof(out.v6);
}

void write_source(const boost::asio::ip::address_v4& source, msghdr& head) {
    cmsghdr* const control = CMSG_FIRSTHDR(&head);
    control->cmsg_level = IPPROTO_IP;
    control->cmsg_type = IP_PKTINFO;
    control->cmsg_len = CMSG_LEN(sizeof(in_pktinfo));
    in_pktinfo info{};
    info.ipi_spec_dst.s_addr = htonl(source.to_uint());
    std::memcpy(CMSG_DATA(control), &info, sizeof info);
}

}  // namespace

Inbox::Inbox() {
    for (std::size_t i = 0; i < batch_size; ++i) {
        places_[i] = {data_[i].data(), data_[i].size()};
        msghdr& head = heads_[i].msg_hdr;
        head.msg_name = &senders_[i];
        head.msg_iov = &places_[i];
        head.msg_iovlen = 1;
        head.msg_control = controls_[i].data();
    }
}

std::size_t Inbox::receive(int socket) {
    for (mmsghdr& head : heads_) {  // the kernel left its own lengths there
        head.msg_hdr.msg_namelen = sizeof(SocketAddress);
        head.msg_hdr.msg_controllen = control_octets;
    }
    const int got = ::recvmmsg(socket, heads_.data(), batch_size, MSG_DONTWAIT, nullptr);
    return got < 0 ? 0 : static_cast<std::size_t>(got);
}

bmc::Peer Inbox::sender(std::size_t i) const { return peer_of(senders_[i]); }

std::optional<boost::asio::ip::address_v4> Inbox::destination(std::size_t i) const {
    msghdr head = heads_[i].msg_hdr;
    const cmsghdr* const control = CMSG_FIRSTHDR(&head);
    if (control == nullptr || control->cmsg_level != IPPROTO_IP || control->cmsg_type != IP_PKTINFO) {
        return std::nullopt;
    }
    in_pktinfo info{};
    std::memcpy(&info, CMSG_DATA(control), sizeof info);
    return boost::asio::ip::address_v4{ntohl(info.ipi_addr.s_addr)};
}

Outbox::Outbox() {
    for (std::size_t i = 0; i < batch_size; ++i) {
        msghdr& head = heads_[i].msg_hdr;
        head.msg_name = &receivers_[i];
        head.msg_iov = &places_[i];
        head.msg_iovlen = 1;
    }
}

void Outbox::add(int socket, base::OctetView datagram, const bmc::Peer& to,
                 const std::optional<boost::asio::ip::address_v4>& from) {
    if (count_ == batch_size) flush(socket);
    data_[count_].assign(datagram.begin(), datagram.end());
    places_[count_] = {data_[count_].data(), data_[count_].size()};
    msghdr& head = heads_[count_].msg_hdr;
    head.msg_namelen = write_address(to, receivers_[count_]);
    head.msg_control = from ? controls_[count_].data() : nullptr;
    head.msg_controllen = from ? control_octets : 0;
    if (from) write_source(*from, head);
    ++count_;
}

void Outbox::flush(int socket) {
    std::size_t done = 0;
    while (done < count_) {
        const int sent =
            ::sendmmsg(socket, &heads_[done], static_cast<unsigned>(count_ - done), MSG_DONTWAIT);
        done += sent > 0 ? static_cast<std::size_t>(sent) : 1;  // the one that cannot be sent is passed over
    }
    count_ = 0;
}

}  // namespace assay::fleet
