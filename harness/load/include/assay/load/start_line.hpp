// Where the workers of a load wait for each other: nobody begins before everybody's connections stand.
#pragma once

#include <mutex>
#include <optional>

#include "assay/base/clock.hpp"

namespace assay::load {

/// Thread-safe. Each worker arrives once.
class StartLine {
public:
    /// From the last arrival to the start, so that every worker has seen it by then.
    static constexpr base::Duration lead = std::chrono::milliseconds{50};

    /// @param workers how many arrive, at least one
    /// @param not_before the start that was agreed with others; with none, the last arrival decides alone
    explicit StartLine(unsigned workers, std::optional<base::Instant> not_before = std::nullopt)
        : missing_{workers}, not_before_{not_before} {}

    void arrive(base::Instant now);
    /// When all begin; nothing until the last one has arrived.
    [[nodiscard]] std::optional<base::Instant> start() const;

private:
    mutable std::mutex mutex_;
    unsigned missing_;
    std::optional<base::Instant> not_before_;
    std::optional<base::Instant> start_;
};

}  // namespace assay::load
