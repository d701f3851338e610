// Set and Get System Info Parameters (IPMI 2.0 §22.14a, §22.14b).
#include <array>

#include "assay/bmc/command_table.hpp"

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;
namespace cmd = ipmi_wire::cmd::app;
using wire::Completion;
using wire::Privilege;

constexpr auto already_in_progress = static_cast<Completion>(0x81);  // §22.14a
constexpr unsigned progress_selector = 0, in_progress = 1;

Completion set_progress(SystemInfo& info, base::OctetView octets) {
    if (octets.size() != 1) return Completion::wrong_length;
    if (octets[0] > in_progress) return Completion::invalid_field;  // no roll back, hence no commit write
    if (octets[0] == in_progress && info.progress() == in_progress) return already_in_progress;
    info.set_progress(octets[0]);
    return Completion::ok;
}

Completion set(Call& call) {
    SystemInfo& info = call.chassis.system_info();
    const unsigned selector = call.request.u8();
    if (selector > system_name_count) return Completion::parameter_not_supported;
    if (selector == progress_selector) return set_progress(info, call.request.rest());
    if (call.request.left() < 2 || call.request.left() > 1 + SystemInfo::block_octets)
        return Completion::wrong_length;
    const auto name = static_cast<SystemName>(selector);
    const std::size_t block = call.request.u8();
    const base::OctetView octets = call.request.rest();
    if (block == 0 && octets.size() < SystemInfo::first_block_head) return Completion::wrong_length;
    if (!info.is_writable(name, block, octets))
        return block == 0 ? Completion::invalid_field : Completion::out_of_range;
    info.write(name, block, octets);
    return Completion::ok;
}

Completion get(Call& call) {
    constexpr unsigned revision = 0x11, revision_only = 0x80;
    const SystemInfo& info = call.chassis.system_info();
    const bool wants_revision_only = (call.request.u8() & revision_only) != 0;
    const unsigned selector = call.request.u8();
    const std::size_t block = call.request.u8();
    const auto block_selector = call.request.u8();
    if (selector > system_name_count) return Completion::parameter_not_supported;
    call.reply.u8(revision);
    if (wants_revision_only) return Completion::ok;
    if (block_selector != 0) return Completion::out_of_range;  // no parameter has one
    if (selector == progress_selector) {
        if (block != 0) return Completion::out_of_range;
        call.reply.u8(info.progress());
        return Completion::ok;
    }
    const auto name = static_cast<SystemName>(selector);
    if (block >= info.blocks(name)) return Completion::out_of_range;
    call.reply.u8(static_cast<unsigned>(block)).put(info.read(name, block));
    return Completion::ok;
}

constexpr std::size_t longest_request = 1 + 1 + SystemInfo::block_octets;
constexpr std::array commands{
    Command{wire::netfn::app, cmd::set_system_info, Privilege::administrator, {2, longest_request}, set},
    Command{wire::netfn::app, cmd::get_system_info, Privilege::user, 4, get},
};

}  // namespace

void add_system_info_commands(CommandTable& table) { table.add(commands); }

}  // namespace assay::bmc
