#include "assay/bmc/boot_options.hpp"

#include <algorithm>
#include <cassert>

namespace assay::bmc {
namespace {

constexpr base::Duration flags_life = std::chrono::seconds{60};  // Table 28-14 parameter 3
constexpr base::Octet bios_acknowledge = 0x01;                   // parameter 4

constexpr unsigned bit(BootParameter parameter) { return 1U << static_cast<unsigned>(parameter); }

/// Table 28-14 parameter 3: one bit for each occasion that does not clear the valid bit.
constexpr bool keeps(base::Octet clearing, BootOccasion occasion) {
    return (clearing >> static_cast<unsigned>(occasion) & 1U) != 0;
}

void copy(base::OctetView from, std::span<base::Octet> to) {
    assert(from.size() == to.size());
    std::ranges::copy(from, to.begin());
}

}  // namespace

void BootOptions::advance(base::Instant now) {
    if (!flags_expire_ || *flags_expire_ > now) return;
    flags_expire_.reset();
    flags_[0] = static_cast<base::Octet>(flags_[0] & ~unsigned{valid});
}

bool BootOptions::keeps_flags_on(BootOccasion occasion) const {
    return occasion == BootOccasion::chassis_control || keeps(valid_bit_clearing_[0], occasion);
}

void BootOptions::host_started(BootOccasion occasion) {
    end_setting();
    flags_expire_.reset();
    const bool obeyed = (flags_[0] & valid) != 0 && keeps_flags_on(occasion);
    if (obeyed) acknowledge_[1] = static_cast<base::Octet>(acknowledge_[1] & ~unsigned{bios_acknowledge});
    if (obeyed && (flags_[0] & persistent) != 0) return;
    flags_[0] = static_cast<base::Octet>(flags_[0] & ~unsigned{valid});
}

bool BootOptions::begin_setting() {
    if (set_in_progress_ == in_progress) return false;
    set_in_progress_ = in_progress;
    return true;
}

base::OctetView BootOptions::read(BootParameter parameter) const {
    switch (parameter) {
        case BootParameter::service_partition: return service_partition_;
        case BootParameter::service_partition_scan: return service_partition_scan_;
        case BootParameter::valid_bit_clearing: return valid_bit_clearing_;
        case BootParameter::acknowledge: return acknowledge_;
        case BootParameter::flags: return flags_;
        case BootParameter::initiator_info: return initiator_info_;
        case BootParameter::set_in_progress:
        case BootParameter::initiator_mailbox: break;
    }
    return {};
}

void BootOptions::write(BootParameter parameter, base::OctetView octets, base::Instant now) {
    switch (parameter) {
        case BootParameter::service_partition: return copy(octets, service_partition_);
        case BootParameter::service_partition_scan: return copy(octets, service_partition_scan_);
        case BootParameter::valid_bit_clearing: copy(octets, valid_bit_clearing_); break;
        case BootParameter::acknowledge: return acknowledge(octets);
        case BootParameter::flags:
            copy(octets, flags_);
            flags_expire_.reset();
            if ((flags_[0] & valid) != 0) flags_expire_ = now + flags_life;
            break;
        case BootParameter::initiator_info: return copy(octets, initiator_info_);
        case BootParameter::set_in_progress:
        case BootParameter::initiator_mailbox: return;
    }
    // bit 3 of parameter 3: flags that no Chassis Control took up in time stay valid
    if (keeps(valid_bit_clearing_[0], BootOccasion::chassis_control)) flags_expire_.reset();
}

void BootOptions::acknowledge(base::OctetView octets) {
    const unsigned mask = octets[0];
    acknowledge_[1] = static_cast<base::Octet>((acknowledge_[1] & ~mask) | (octets[1] & mask));
}

void BootOptions::write_mailbox(std::size_t block, base::OctetView octets) {
    assert(block < mailbox_blocks && octets.size() <= block_octets);
    std::ranges::copy(octets, mailbox_.begin() + static_cast<std::ptrdiff_t>(block * block_octets));
}

base::OctetView BootOptions::read_mailbox(std::size_t block) const {
    return base::OctetView{mailbox_}.subspan(block * block_octets, block_octets);
}

void BootOptions::mark(BootParameter parameter, bool locked) {
    locked_ = static_cast<std::uint8_t>(locked ? locked_ | bit(parameter) : locked_ & ~bit(parameter));
}

bool BootOptions::is_locked(BootParameter parameter) const { return (locked_ & bit(parameter)) != 0; }

}  // namespace assay::bmc
