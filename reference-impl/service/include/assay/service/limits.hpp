// The service's own bounds.
#pragma once

#include <chrono>
#include <cstddef>

namespace assay::service {

struct Limits {
    /// The largest reply when the client names no bound (DSP0226 §13.1: 32767 octets).
    std::size_t default_reply_octets = 32'767;
    /// The largest reply whatever the client asks for.
    std::size_t largest_reply_octets = 512'000;
    /// A smaller wsman:MaxEnvelopeSize is refused (DSP0226 §6.2).
    std::size_t smallest_reply_octets = 8'192;
    /// The most items in one answer; larger wishes are capped silently (DSP0226 §8.4).
    std::size_t batch_items = 1'000;
    /// Enumerations open at once, of all callers together.
    std::size_t enumerations = 10'000;
    /// Of these, one user's.
    std::size_t enumerations_per_user = 1'500;
    /// How long an enumeration lives when the client does not say, and at most.
    std::chrono::seconds enumeration_lifetime{600};
    /// An enumeration that nobody pulls ends after this (DSP0226 §8.5).
    std::chrono::seconds enumeration_idle{600};
};

}  // namespace assay::service
