// Answers the requests of control clients, one JSON object a line (README.md of this module). Sans-io.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "assay/bmc/bmc.hpp"

namespace assay::control {

/// The BMCs that can be controlled, and their clock.
class Plant {
public:
    Plant() = default;
    Plant(const Plant&) = delete;
    Plant& operator=(const Plant&) = delete;
    virtual ~Plant() = default;

    [[nodiscard]] virtual std::uint32_t size() const = 0;
    /// @pre index < size()
    [[nodiscard]] virtual bmc::Bmc& at(std::uint32_t index) = 0;
    /// Called after a request may have changed the BMC.
    virtual void attend(std::uint32_t index) = 0;
    [[nodiscard]] virtual base::Instant now() const = 0;
    [[nodiscard]] virtual double speed() const = 0;
    /// Lets this much time pass at once, for all of them.
    virtual void advance(base::Duration by) = 0;
    /// Writes what the BMC keeps now, wherever that is. @return false when nothing is kept
    /// @throws base::SetupError when it cannot be written
    virtual bool save(std::uint32_t index) = 0;
    /// Makes the BMC anew, as its chassis file says; what it kept is forgotten.
    /// @throws base::SetupError when that cannot be taken away
    virtual void reset_to_factory(std::uint32_t index) = 0;
};

/// The farthest that one request lets the clock leap: a BMC does not catch up with more.
inline constexpr std::int64_t longest_leap_s = 3600;

/// @param line a request, without the end of the line; may be anything
/// @return the answer, without the end of the line: {"ok":true,"result":…} or {"ok":false,"error":"…"}
[[nodiscard]] std::string answer(std::string_view line, Plant& plant);

/// `text` as a JSON string.
[[nodiscard]] std::string quoted(std::string_view text);

}  // namespace assay::control
