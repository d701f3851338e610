// How a mutant says at which seam it twists what.
#pragma once

#include <functional>

#include "assay/server/seams.hpp"
#include "assay/soap/envelope.hpp"
#include "surgery.hpp"

namespace assay::mutants {

using Install = std::function<void(server::Seams&)>;

/// Twists each request before the service looks at it: what the service then overlooks.
inline Install on_request(std::function<void(Envelope& request)> twist) {
    return [twist = std::move(twist)](server::Seams& seams) { seams.envelope.incoming_envelope = twist; };
}

/// Twists each reply, faults included, before it is written.
inline Install on_reply(std::function<void(const Envelope& request, Envelope& reply)> twist) {
    return [twist = std::move(twist)](server::Seams& seams) {
        seams.envelope.outgoing_envelope = [twist](const Envelope& request, Envelope& reply) {
            unfold(reply);
            twist(request, reply);
        };
    };
}

/// Twists what one read brings, before it is taken for HTTP.
inline Install on_octets(std::function<void(std::string& octets)> twist) {
    return [twist = std::move(twist)](server::Seams& seams) { seams.received_octets = twist; };
}

/// Twists the HTTP request; called for its head and again with its body.
inline Install on_http_request(std::function<void(wire::Request& request)> twist) {
    return [twist = std::move(twist)](server::Seams& seams) { seams.incoming_octets = twist; };
}

/// Twists the HTTP reply.
inline Install on_http_reply(std::function<void(const wire::Request& request, wire::Reply& reply)> twist) {
    return [twist = std::move(twist)](server::Seams& seams) { seams.outgoing_octets = twist; };
}

}  // namespace assay::mutants
