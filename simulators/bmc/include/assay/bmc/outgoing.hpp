// What a BMC sends without having been asked by that datagram: console output, traps.
#pragma once

#include "assay/base/octets.hpp"
#include "assay/bmc/session.hpp"

namespace assay::bmc {

struct Outgoing {
    Peer to;
    base::Octets datagram;
};

}  // namespace assay::bmc
