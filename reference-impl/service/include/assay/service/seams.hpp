// Where a mutant may twist a message; empty in the honest service.
#pragma once

#include <functional>

#include "assay/soap/envelope.hpp"

namespace assay::service {

struct Seams {
    std::function<void(soap::Envelope& request)> incoming_envelope = {};
    std::function<void(const soap::Envelope& request, soap::Envelope& reply)> outgoing_envelope = {};
};

}  // namespace assay::service
