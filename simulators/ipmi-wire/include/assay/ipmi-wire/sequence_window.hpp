// The sliding window that tells a fresh session sequence number from a replayed one (IPMI 2.0 §6.12.13).
#pragma once

#include <cstdint>

namespace assay::ipmi_wire {

class SequenceWindow {
public:
    /// RMCP+: numbers begin at 1.
    SequenceWindow() = default;
    /// IPMI 1.5: numbers begin at `first`, which Activate Session told; the window is 8 either way
    /// (§6.12.11).
    [[nodiscard]] static SequenceWindow from(std::uint32_t first);

    /// May a packet with this number be taken? Not too far ahead of the highest taken so far (15 for RMCP+),
    /// not too far behind it (16), never 0 and never the same twice. Taking it moves the window. Ask only
    /// after the AuthCode was verified.
    [[nodiscard]] bool take(std::uint32_t sequence);

    /// Was it taken before, as far as the window still knows?
    [[nodiscard]] bool has_taken(std::uint32_t sequence) const;

private:
    std::int32_t ahead_ = 15;
    std::int32_t behind_ = 16;
    std::uint32_t highest_ = 0;
    std::uint32_t seen_ = ~0U;  ///< bit n: highest_ - n was taken; nothing before the start may come
};

}  // namespace assay::ipmi_wire
