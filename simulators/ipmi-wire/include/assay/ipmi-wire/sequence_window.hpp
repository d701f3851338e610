// The sliding window that tells a fresh session sequence number from a replayed one (IPMI 2.0 §6.12.13).
#pragma once

#include <cstdint>

namespace assay::ipmi_wire {

class SequenceWindow {
public:
    /// May a packet with this number be taken? At most 15 ahead of the highest taken so far, at most 16
    /// behind it, never 0 and never the same twice. Taking it moves the window. Ask only after the AuthCode
    /// was verified.
    [[nodiscard]] bool take(std::uint32_t sequence);

private:
    std::uint32_t highest_ = 0;
    std::uint32_t seen_ = ~0U;  ///< bit n: highest_ - n was taken; nothing before the start may come
};

}  // namespace assay::ipmi_wire
