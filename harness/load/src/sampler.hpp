// What of one connection belongs to the sample, and what was seen of it.
#pragma once

#include <atomic>
#include <optional>
#include <string_view>

#include "assay/base/clock.hpp"
#include "assay/load/error_kind.hpp"
#include "assay/load/sampling.hpp"
#include "assay/load/schedule.hpp"

namespace assay::load {

/// What all samplers of a load share.
struct SampleOrigin {
    Sampling sampling;
    std::atomic<std::uint32_t> connections = 0;  ///< how many were opened
};

/// Costs a number a request, and copies of the octets for those that are drawn.
class Sampler {
public:
    /// @param origin outlives it; @param user which of the load's users it watches
    Sampler(SampleOrigin& origin, unsigned user);

    void connected() { connection_ = ++origin_.connections; }
    /// Is the request that is about to be sent one of the sample?
    [[nodiscard]] bool draw() { return random_.fraction() < origin_.sampling.share; }
    /// It is, and goes out.
    void begin(std::string_view request, std::optional<record::TlsFacts> tls, base::Instant now);
    /// What came of the answer; ignored where no request of the sample awaits one.
    void received(std::string_view octets, base::Instant now);
    /// The answer is whole, or will never be.
    void end(std::optional<ErrorKind> error, base::Instant now);

private:
    [[nodiscard]] record::RunTime since_began(base::Instant now) const {
        return now - origin_.sampling.began;
    }

    SampleOrigin& origin_;
    SeededRandom random_;
    std::uint32_t connection_ = 0;
    std::optional<record::Exchange> exchange_{};  ///< under way
};

}  // namespace assay::load
