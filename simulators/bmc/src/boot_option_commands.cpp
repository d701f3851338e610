// Set and Get System Boot Options (IPMI 2.0 §28.12, §28.13).
#include <algorithm>
#include <array>

#include "assay/bmc/command_table.hpp"

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;
namespace cmd = ipmi_wire::cmd::chassis;
using wire::Completion;
using wire::Privilege;

constexpr auto already_in_progress = static_cast<Completion>(0x81);  // §28.12
constexpr unsigned lock_bit = 0x80, selector_mask = 0x7F;
constexpr std::size_t longest_request = 1 + 1 + BootOptions::block_octets;  // a block of the mailbox

/// Bits of the first octets that a parameter leaves reserved; they have to be 0 (Table 28-14).
constexpr std::array<base::Octet, 5> reserved_bits(BootParameter parameter) {
    switch (parameter) {
        case BootParameter::service_partition_scan: return {0xFC};
        case BootParameter::valid_bit_clearing: return {0xE0};
        case BootParameter::flags: return {0x1F, 0, 0, 0xF0, 0xE0};
        case BootParameter::initiator_info: return {0xF0};
        default: return {};
    }
}

bool is_lawful(BootParameter parameter, base::OctetView octets) {
    const auto reserved = reserved_bits(parameter);
    for (std::size_t i = 0; i < std::min(reserved.size(), octets.size()); ++i) {
        if ((octets[i] & reserved[i]) != 0) return false;
    }
    return parameter != BootParameter::service_partition_scan || octets[0] != 0x03;
}

Completion set_progress(BootOptions& options, base::OctetView octets) {
    constexpr unsigned complete = 0;
    if (octets.size() != 1) return Completion::wrong_length;
    if (octets[0] == BootOptions::in_progress)
        return options.begin_setting() ? Completion::ok : already_in_progress;
    // Table 28-14: "commit write" belongs to a roll back, which is optional and not offered
    if (octets[0] != complete) return Completion::invalid_field;
    options.end_setting();
    return Completion::ok;
}

Completion set_mailbox(BootOptions& options, base::OctetView octets) {
    if (octets.size() < 2 || octets.size() > 1 + BootOptions::block_octets) return Completion::wrong_length;
    if (octets[0] >= BootOptions::mailbox_blocks) return Completion::out_of_range;
    options.write_mailbox(octets[0], octets.subspan(1));
    return Completion::ok;
}

Completion set_value(Call& call, BootParameter parameter, base::OctetView octets) {
    BootOptions& options = call.chassis.boot_options();
    if (parameter == BootParameter::set_in_progress) return set_progress(options, octets);
    if (parameter == BootParameter::initiator_mailbox) return set_mailbox(options, octets);
    if (octets.size() != options.read(parameter).size()) return Completion::wrong_length;
    if (!is_lawful(parameter, octets)) return Completion::invalid_field;
    options.write(parameter, octets, call.now);
    return Completion::ok;
}

Completion set(Call& call) {
    const auto selector = call.request.u8();
    if ((selector & selector_mask) >= boot_parameter_count) return Completion::parameter_not_supported;
    const auto parameter = static_cast<BootParameter>(selector & selector_mask);
    if (call.request.left() > 0) {
        const Completion completion = set_value(call, parameter, call.request.rest());
        if (completion != Completion::ok) return completion;
    }
    call.chassis.boot_options().mark(parameter, (selector & lock_bit) != 0);
    return Completion::ok;
}

Completion get(Call& call) {
    constexpr unsigned parameter_version = 1;
    const auto selector = call.request.u8() & selector_mask;
    const std::size_t set_selector = call.request.u8();
    if (selector >= boot_parameter_count) return Completion::parameter_not_supported;
    const auto parameter = static_cast<BootParameter>(selector);
    const BootOptions& options = call.chassis.boot_options();
    const bool is_mailbox = parameter == BootParameter::initiator_mailbox;
    if (set_selector >= (is_mailbox ? BootOptions::mailbox_blocks : 1U)) return Completion::out_of_range;
    if (call.request.u8() != 0) return Completion::out_of_range;  // no parameter has a block selector
    call.reply.u8(parameter_version).u8((options.is_locked(parameter) ? lock_bit : 0U) | selector);
    if (parameter == BootParameter::set_in_progress) {
        call.reply.u8(options.progress());
    } else if (is_mailbox) {
        call.reply.u8(static_cast<unsigned>(set_selector)).put(options.read_mailbox(set_selector));
    } else {
        call.reply.put(options.read(parameter));
    }
    return Completion::ok;
}

constexpr std::array commands{
    Command{wire::netfn::chassis, cmd::set_boot_options, Privilege::operator_, {1, longest_request}, set},
    Command{wire::netfn::chassis, cmd::get_boot_options, Privilege::operator_, 3, get},
};

}  // namespace

void add_boot_option_commands(CommandTable& table) { table.add(commands); }

}  // namespace assay::bmc
