// The latest answers of a session, for requests that arrive twice: a repetition is answered, not executed.
#pragma once

#include <array>

#include "assay/base/octets.hpp"
#include "assay/bmc/peer.hpp"

namespace assay::bmc {

class ReplyCache {
public:
    void keep(std::uint32_t sequence, const Peer& to, base::OctetView datagram);
    /// The answer to the request with this session sequence number, if it came from there; empty when it is
    /// not known any more.
    [[nodiscard]] base::OctetView find(std::uint32_t sequence, const Peer& from) const;

private:
    struct Entry {
        std::uint32_t sequence = 0;
        Peer to;
        base::Octets datagram;
    };
    std::array<Entry, 2> entries_;
    std::size_t next_ = 0;
};

}  // namespace assay::bmc
