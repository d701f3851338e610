// System boot options (IPMI 2.0 §28.12, §28.13): what the next boot is asked to do. Sans-io.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "assay/base/clock.hpp"
#include "assay/base/octets.hpp"

namespace assay::bmc {

/// §28.13 Table 28-14.
enum class BootParameter : std::uint8_t {
    set_in_progress = 0,
    service_partition = 1,
    service_partition_scan = 2,
    valid_bit_clearing = 3,
    acknowledge = 4,
    flags = 5,
    initiator_info = 6,
    initiator_mailbox = 7,
};
inline constexpr std::uint8_t boot_parameter_count = 8;

/// How a host start came about, as far as the boot flags are concerned: bit numbers of parameter 3.
enum class BootOccasion : std::uint8_t {
    power_button = 0,
    reset_button = 1,
    watchdog = 2,
    chassis_control = 3,
    event_filter = 4,
};

class BootOptions {
public:
    static constexpr std::size_t mailbox_blocks = 5;  ///< Table 28-14: at least 80 octets
    static constexpr std::size_t block_octets = 16;
    static constexpr std::uint8_t in_progress = 1;

    /// Forgets boot flags whose 60 seconds are over.
    void advance(base::Instant now);

    /// The host starts and its BIOS looks at the flags: it obeys valid ones and takes them away unless they
    /// are to persist. A start that nobody asked for clears them first, unless parameter 3 forbids it.
    void host_started(BootOccasion occasion);
    /// Table 28-14: a restart or a power down ends "set in progress"; so does a reset of the BMC.
    void end_setting() { set_in_progress_ = 0; }

    /// A cold reset or a loss of standby power: all but the service partition scan is semi-volatile (§28.13
    /// Table 28-14, note 1).
    void forget_semi_volatile() {
        const auto scan = service_partition_scan_;
        *this = {};
        service_partition_scan_ = scan;
    }

    /// @return false when somebody else is at it already (§28.12, 81h)
    [[nodiscard]] bool begin_setting();
    [[nodiscard]] std::uint8_t progress() const { return set_in_progress_; }

    /// The octets of parameters 1 to 6, as Get System Boot Options returns them.
    [[nodiscard]] base::OctetView read(BootParameter parameter) const;
    /// Writes parameters 1 to 6. @pre `octets` has the length of read(parameter)
    void write(BootParameter parameter, base::OctetView octets, base::Instant now);

    /// @pre block < mailbox_blocks, octets.size() <= block_octets
    void write_mailbox(std::size_t block, base::OctetView octets);
    [[nodiscard]] base::OctetView read_mailbox(std::size_t block) const;

    /// §28.12: marks a parameter as not to be used; nothing else changes.
    void mark(BootParameter parameter, bool locked);
    [[nodiscard]] bool is_locked(BootParameter parameter) const;

private:
    static constexpr base::Octet valid = 0x80, persistent = 0x40;

    [[nodiscard]] bool keeps_flags_on(BootOccasion occasion) const;
    void acknowledge(base::OctetView octets);

    std::uint8_t set_in_progress_ = 0;
    std::uint8_t locked_ = 0;  // one bit a parameter
    std::array<base::Octet, 1> service_partition_{};
    std::array<base::Octet, 1> service_partition_scan_{};
    std::array<base::Octet, 1> valid_bit_clearing_{};
    std::array<base::Octet, 2> acknowledge_{};  // the mask always reads as 0
    std::array<base::Octet, 5> flags_{};
    std::array<base::Octet, 9> initiator_info_{};
    std::array<base::Octet, mailbox_blocks * block_octets> mailbox_{};
    std::optional<base::Instant> flags_expire_;
};

}  // namespace assay::bmc
