#include "assay/base/datagrams.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace assay::base {
namespace {

void write_source(std::uint32_t source, msghdr& head) {
    cmsghdr* const control = CMSG_FIRSTHDR(&head);
    control->cmsg_level = IPPROTO_IP;
    control->cmsg_type = IP_PKTINFO;
    control->cmsg_len = CMSG_LEN(sizeof(in_pktinfo));
    in_pktinfo info{};
    info.ipi_spec_dst.s_addr = htonl(source);
    std::memcpy(CMSG_DATA(control), &info, sizeof info);
}

}  // namespace

SocketAddress ipv4_address(std::uint32_t address, std::uint16_t port) {
    SocketAddress out{};
    out.v4.sin_family = AF_INET;
    out.v4.sin_addr.s_addr = htonl(address);
    out.v4.sin_port = htons(port);
    return out;
}

SocketAddress ipv6_address(const std::array<Octet, 16>& address, std::uint16_t port, std::uint32_t scope) {
    SocketAddress out{};
    out.v6 = {};
    out.v6.sin6_family = AF_INET6;
    std::ranges::copy(address, out.v6.sin6_addr.s6_addr);
    out.v6.sin6_port = htons(port);
    out.v6.sin6_scope_id = scope;
    return out;
}

DatagramInbox::DatagramInbox() {
    for (std::size_t i = 0; i < datagrams_in_batch; ++i) {
        places_[i] = {data_[i].data(), data_[i].size()};
        msghdr& head = heads_[i].msg_hdr;
        head.msg_name = &senders_[i];
        head.msg_iov = &places_[i];
        head.msg_iovlen = 1;
        head.msg_control = controls_[i].data();
    }
}

std::size_t DatagramInbox::receive(int socket) {
    for (mmsghdr& head : heads_) {  // the kernel left its own lengths there
        head.msg_hdr.msg_namelen = sizeof(SocketAddress);
        head.msg_hdr.msg_controllen = control_octets;
    }
    const int got = ::recvmmsg(socket, heads_.data(), datagrams_in_batch, MSG_DONTWAIT, nullptr);
    refused_ = got < 0 && errno == ECONNREFUSED;
    return got < 0 ? 0 : static_cast<std::size_t>(got);
}

std::optional<std::uint32_t> DatagramInbox::destination(std::size_t i) const {
    msghdr head = heads_[i].msg_hdr;
    const cmsghdr* const control = CMSG_FIRSTHDR(&head);
    if (control == nullptr || control->cmsg_level != IPPROTO_IP || control->cmsg_type != IP_PKTINFO) {
        return std::nullopt;
    }
    in_pktinfo info{};
    std::memcpy(&info, CMSG_DATA(control), sizeof info);
    return ntohl(info.ipi_addr.s_addr);
}

DatagramOutbox::DatagramOutbox() {
    for (std::size_t i = 0; i < datagrams_in_batch; ++i) {
        msghdr& head = heads_[i].msg_hdr;
        head.msg_iov = &places_[i];
        head.msg_iovlen = 1;
    }
}

void DatagramOutbox::add(int socket, OctetView datagram, const SocketAddress* to,
                         std::optional<std::uint32_t> from) {
    if (count_ == datagrams_in_batch) flush(socket);
    data_[count_].assign(datagram.begin(), datagram.end());
    places_[count_] = {data_[count_].data(), data_[count_].size()};
    msghdr& head = heads_[count_].msg_hdr;
    if (to != nullptr) receivers_[count_] = *to;
    head.msg_name = to != nullptr ? &receivers_[count_] : nullptr;
    head.msg_namelen = to != nullptr ? to->length() : 0;
    head.msg_control = from ? controls_[count_].data() : nullptr;
    head.msg_controllen = from ? control_octets : 0;
    if (from) write_source(*from, head);
    ++count_;
}

void DatagramOutbox::flush(int socket) {
    std::size_t done = 0;
    while (done < count_) {
        const int sent =
            ::sendmmsg(socket, &heads_[done], static_cast<unsigned>(count_ - done), MSG_DONTWAIT);
        done += sent > 0 ? static_cast<std::size_t>(sent) : 1;  // the one that cannot be sent is passed over
    }
    count_ = 0;
}

}  // namespace assay::base
