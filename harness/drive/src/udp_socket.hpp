// A UDP socket of ours that talks to one peer.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "assay/base/clock.hpp"
#include "assay/base/octets.hpp"

namespace assay::drive {

class UdpSocket {
public:
    UdpSocket() = default;
    UdpSocket(UdpSocket&& other) noexcept;
    UdpSocket& operator=(UdpSocket&& other) noexcept;
    UdpSocket(const UdpSocket&) = delete;
    UdpSocket& operator=(const UdpSocket&) = delete;
    ~UdpSocket();

    /// @return the operating system's words for why not, "" when there is a socket
    [[nodiscard]] std::string open(const std::string& host, std::uint16_t port);

    /// Nobody listens there, in the operating system's words.
    struct Refused {
        std::string why;
    };
    struct Silence {};
    using Received = std::variant<std::string, Silence, Refused>;

    /// @return nothing when it was sent
    [[nodiscard]] std::optional<Refused> send(base::OctetView octets);

    /// Waits for one datagram.
    /// @param deadline in the past: only one that is there already
    /// @param stop     ends the waiting with silence
    [[nodiscard]] Received receive(base::Instant deadline, const base::Clock& clock,
                                   const std::atomic<bool>& stop);

private:
    int descriptor_ = -1;
};

}  // namespace assay::drive
