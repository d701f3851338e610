// A share of a load's exchanges, handed to somebody who looks at them more closely than a load can.
#pragma once

#include <cstdint>

#include "assay/base/clock.hpp"
#include "assay/record/exchange.hpp"

namespace assay::load {

class ExchangeSink {
public:
    ExchangeSink() = default;
    ExchangeSink(const ExchangeSink&) = delete;
    ExchangeSink& operator=(const ExchangeSink&) = delete;
    virtual ~ExchangeSink() = default;

    /// Called on the threads that make the load, by several at a time: it has to return at once. The
    /// exchange has no id yet, and its request still has the credentials that were sent.
    virtual void take(record::Exchange&& exchange) = 0;
};

/// Each request is drawn by itself, whatever its kind and whatever came of the others, so that the sample is
/// like the whole. Those of the warm-up are drawn as well; a program's setup and teardown are not.
struct Sampling {
    double share = 0;              ///< of the requests, 0..1
    std::uint64_t seed = 1;        ///< the same one draws the same requests of each connection
    ExchangeSink* sink = nullptr;  ///< null: nothing is drawn; outlives the load
    base::Instant began{};         ///< the times of exchanges count from here
};

}  // namespace assay::load
