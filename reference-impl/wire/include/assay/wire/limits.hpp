// What a connection may take.
#pragma once

#include <chrono>
#include <cstddef>

namespace assay::wire {

struct Limits {
    std::size_t header_octets = std::size_t{16} * 1024;
    std::size_t body_octets = 512'000;
    /// A larger body than allowed is read and dropped up to here, so that the connection stays usable.
    std::size_t discarded_octets = std::size_t{4} * 1024 * 1024;
    /// On each event loop. A quarter more are told so with a fault before any are left without a word.
    std::size_t connections = 10'000;
    std::chrono::milliseconds handshake{10'000};  ///< of TLS
    std::chrono::milliseconds idle{120'000};      ///< between requests
    std::chrono::milliseconds receive{30'000};    ///< from a request's first octet to its last
    std::chrono::milliseconds send{30'000};       ///< for one reply
    std::chrono::milliseconds drain{5'000};       ///< for the requests under way when the service ends
};

}  // namespace assay::wire
