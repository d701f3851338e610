// What the BMC tells the host's software (IPMI 2.0 §22.1 to §22.4): global enables and message flags.
#pragma once

#include <cstdint>

namespace assay::bmc {

class Messaging {
public:
    /// §22.4: bits of the message flags.
    static constexpr std::uint8_t watchdog_interrupt = 0x08;
    /// §22.1: bits of the global enables.
    static constexpr std::uint8_t event_logging = 0x08, reserved_enable = 0x10;

    [[nodiscard]] std::uint8_t enables() const { return enables_; }
    void set_enables(std::uint8_t enables) { enables_ = enables; }
    /// Do the BMC's own events go into the SEL?
    [[nodiscard]] bool logs_events() const { return (enables_ & event_logging) != 0; }

    [[nodiscard]] std::uint8_t flags() const { return flags_; }
    void raise(std::uint8_t flags) { flags_ = static_cast<std::uint8_t>(flags_ | flags); }
    void clear(std::uint8_t flags) { flags_ = static_cast<std::uint8_t>(flags_ & ~flags); }

private:
    std::uint8_t enables_ = event_logging;  // §22.1: logging is on when the BMC starts
    std::uint8_t flags_ = 0;
};

}  // namespace assay::bmc
