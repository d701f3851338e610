// An exchange as rules see it: both messages read, nothing judged.
#pragma once

#include "assay/observe/envelope_reading.hpp"
#include "assay/observe/http_reading.hpp"
#include "assay/observe/media_type.hpp"
#include "assay/record/exchange.hpp"

namespace assay::observe {

struct MessageReading {
    HttpReading http;
    MediaType media_type;
    EnvelopeReading envelope;
};

struct Reading {
    const record::Exchange* exchange = nullptr;  ///< not owned; outlives the reading
    MessageReading request;
    MessageReading response;
};

/// Reads both messages of an exchange; what was not sent or did not come is not `present`. Never throws.
[[nodiscard]] Reading read(const record::Exchange& exchange);

}  // namespace assay::observe
