// How the rate of an open loop changes with time: steps and ramps, and what of them is due when.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "assay/base/clock.hpp"

namespace assay::load {

/// Goes from one rate to another, evenly; a step where both are the same. Requests a second.
struct RateStage {
    double from = 0;
    double to = 0;
    std::optional<base::Duration> length{};  ///< none: for ever, only for the last stage

    friend bool operator==(const RateStage&, const RateStage&) = default;
};

/// Stages one after the other; the last rate goes on for ever. The n-th request, counted from 0, is due when
/// the integral of the rate has reached n.
class RateProfile {
public:
    /// @param per_second may be no whole number
    RateProfile(double per_second) : RateProfile{std::vector<RateStage>{{per_second, per_second}}} {}
    /// @pre at least one; all but the last have a length above zero
    explicit RateProfile(std::vector<RateStage> stages);

    /// The same, after a time at its first rate: what a warm-up needs.
    [[nodiscard]] RateProfile after(base::Duration warm_up) const;

    /// When the integral reaches `requests`; nothing when it never does, because the last rate is 0.
    [[nodiscard]] std::optional<base::Duration> when(long double requests) const;
    /// The integral: how many requests there are until `time`, fractions included.
    [[nodiscard]] long double until(base::Duration time) const;

    [[nodiscard]] const std::vector<RateStage>& stages() const { return stages_; }
    /// Of all stages together; nothing when the last one has none.
    [[nodiscard]] std::optional<base::Duration> length() const;
    [[nodiscard]] double lowest() const;
    [[nodiscard]] double highest() const;
    /// As parse_rate() reads it, for people: "100..1000/30s, 1000".
    [[nodiscard]] std::string text() const;

private:
    /// A stage with where it begins. In nanoseconds and requests a nanosecond.
    struct Piece {
        long double begin;
        long double length;  ///< infinite for the last
        long double from;    ///< requests a second
        long double to;
        long double requests_before;

        [[nodiscard]] long double requests_at(long double elapsed) const;
        [[nodiscard]] long double elapsed_at(long double requests) const;
    };

    std::vector<RateStage> stages_;
    std::vector<Piece> pieces_;
};

/// Reads stages, separated by commas: "500" (requests a second), "500/30s" (for so long), "100..1000/1m" (a
/// ramp), "..2000/10s" (a ramp from where the stage before ended). Only the last may lack its time.
/// @throws base::SetupError that shows which stage cannot be read, and why
[[nodiscard]] RateProfile parse_rate(std::string_view text);

}  // namespace assay::load
