#include "udp_socket.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <utility>

#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace assay::drive {
namespace {

constexpr std::size_t largest_datagram = 65'536;

std::string words_of(int error) { return std::strerror(error); }

/// The next of the addresses that a socket can be had for; -1 and errno when there is none.
int connected_to_any(const addrinfo* address) {
    int error = EADDRNOTAVAIL;
    for (; address != nullptr; address = address->ai_next) {
        const int descriptor =
            ::socket(address->ai_family, address->ai_socktype | SOCK_CLOEXEC, address->ai_protocol);
        if (descriptor >= 0 && ::connect(descriptor, address->ai_addr, address->ai_addrlen) == 0)
            return descriptor;
        error = errno;
        if (descriptor >= 0) ::close(descriptor);
    }
    errno = error;
    return -1;
}

}  // namespace

UdpSocket::UdpSocket(UdpSocket&& other) noexcept : descriptor_{std::exchange(other.descriptor_, -1)} {}

UdpSocket& UdpSocket::operator=(UdpSocket&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
}

UdpSocket::~UdpSocket() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

std::string UdpSocket::open(const std::string& host, std::uint16_t port) {
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_DGRAM;
    addrinfo* found = nullptr;
    const int failed = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found);
    if (failed != 0) return ::gai_strerror(failed);
    const std::unique_ptr<addrinfo, void (*)(addrinfo*)> addresses{found, ::freeaddrinfo};
    descriptor_ = connected_to_any(found);
    return descriptor_ < 0 ? words_of(errno) : std::string{};
}

std::optional<UdpSocket::Refused> UdpSocket::send(base::OctetView octets) {
    if (::send(descriptor_, octets.data(), octets.size(), 0) >= 0) return std::nullopt;
    return Refused{words_of(errno)};
}

UdpSocket::Received UdpSocket::receive(base::Instant deadline, const base::Clock& clock,
                                       const std::atomic<bool>& stop) {
    constexpr base::Duration glance = std::chrono::milliseconds{50};
    std::array<char, largest_datagram> octets;
    for (;;) {
        const ssize_t got = ::recv(descriptor_, octets.data(), octets.size(), MSG_DONTWAIT);
        if (got >= 0) return std::string(octets.data(), static_cast<std::size_t>(got));
        if (errno != EAGAIN && errno != EINTR) return Refused{words_of(errno)};
        const base::Duration left = deadline - clock.now();
        if (left <= base::Duration::zero() || stop.load()) return Silence{};
        const auto wait = std::chrono::ceil<std::chrono::milliseconds>(std::min(left, glance));
        pollfd readable{descriptor_, POLLIN, 0};
        (void)::poll(&readable, 1, static_cast<int>(wait.count()));
    }
}

}  // namespace assay::drive
