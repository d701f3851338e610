// Every place where a mutant may twist what passes: incoming and outgoing, octets and envelope; what comes
// before it is HTTP; and how TLS greets.
#pragma once

#include <functional>

#include "assay/service/seams.hpp"
#include "assay/wire/message.hpp"
#include "assay/wire/octet_twist.hpp"
#include "assay/wire/tls.hpp"

namespace assay::server {

/// Empty in the honest service, where each costs one comparison.
struct Seams {
    wire::OctetTwist received_octets = {};
    /// Called for the head alone, and once more when the body is there.
    std::function<void(wire::Request& request)> incoming_octets = {};
    std::function<void(const wire::Request& request, wire::Reply& reply)> outgoing_octets = {};
    service::Seams envelope = {};
    wire::TlsTwist tls = {};
};

}  // namespace assay::server
