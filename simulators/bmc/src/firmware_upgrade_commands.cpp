// Upgrade commands of PICMG HPM.1 R1.0 §3, in the group extension whose body is PICMG (00h).
#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "assay/bmc/command_table.hpp"

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;
namespace cmd = ipmi_wire::cmd::picmg;
using wire::Completion;
using wire::Privilege;

constexpr base::Octet picmg = wire::body::picmg;
constexpr std::uint8_t component = 0, component_bit = 0x01;
constexpr std::string_view component_name = "BMC";
constexpr std::size_t name_octets = 12;

// HPM.1 Table 3-1: codes that the commands define for themselves
constexpr auto size_mismatch = static_cast<Completion>(0x81);
constexpr auto no_backup = static_cast<Completion>(0x81);
constexpr auto invalid_component_mask = static_cast<Completion>(0x81);
constexpr auto invalid_component = static_cast<Completion>(0x82);
constexpr auto bad_image = static_cast<Completion>(0x82);
constexpr auto invalid_property = static_cast<Completion>(0x83);
constexpr auto image_differs = static_cast<Completion>(0x83);

/// Every request and response begins with the PICMG identifier.
bool is_picmg(Call& call) {
    const bool is_right = call.request.u8() == picmg;
    call.reply.u8(picmg);
    return is_right;
}

Completion get_capabilities(Call& call) {
    constexpr unsigned version = 0, self_test = 0x01, manual_rollback = 0x04, deferred_activation = 0x10;
    constexpr unsigned timeout = 12, inaccessible = 2;  // in 5 seconds
    if (!is_picmg(call)) return Completion::invalid_field;
    call.reply.u8(version).u8(self_test | manual_rollback | deferred_activation);
    call.reply.u8(timeout).u8(timeout).u8(timeout).u8(inaccessible).u8(component_bit);
    return Completion::ok;
}

/// A component that can have such a version tells FFh for one that it does not have now.
Completion reply_with(Call& call, const std::optional<FirmwareVersion>& version) {
    constexpr FirmwareVersion none{0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF};
    call.reply.put(version.value_or(none));
    return Completion::ok;
}

Completion get_component_property(Call& call) {
    constexpr unsigned rollback_and_backup = 0x02, preparation = 0x04, comparison = 0x08, deferred = 0x10;
    if (!is_picmg(call)) return Completion::invalid_field;
    if (call.request.u8() != component) return invalid_component;
    const FirmwareUpgrade& upgrade = call.chassis.firmware_upgrade();
    switch (call.request.u8()) {
        case 0:
            call.reply.u8(rollback_and_backup | preparation | comparison | deferred);
            return Completion::ok;
        case 1: return reply_with(call, upgrade.running());
        case 2:
            call.reply.put(base::octets_of(component_name)).fill(name_octets - component_name.size());
            return Completion::ok;
        case 3: return reply_with(call, upgrade.previous());
        case 4: return reply_with(call, upgrade.deferred());
        default: return invalid_property;
    }
}

Completion abort(Call& call) {
    if (!is_picmg(call)) return Completion::invalid_field;
    call.chassis.firmware_upgrade().abort();
    return Completion::ok;
}

Completion initiate(Call& call) {
    if (!is_picmg(call)) return Completion::invalid_field;
    const auto components = call.request.u8();
    const auto action = call.request.u8();
    if (action > static_cast<unsigned>(UpgradeAction::compare)) return Completion::invalid_field;
    const bool is_for_one = action >= static_cast<unsigned>(UpgradeAction::upload);
    if ((components & ~component_bit) != 0 || (is_for_one && components == 0)) return invalid_component_mask;
    if (components != 0) call.chassis.firmware_upgrade().begin(static_cast<UpgradeAction>(action));
    return Completion::ok;
}

Completion upload_block(Call& call) {
    if (!is_picmg(call)) return Completion::invalid_field;
    const auto block = call.request.u8();
    switch (call.chassis.firmware_upgrade().take(block, call.request.rest())) {
        case FirmwareUpgrade::Upload::accepted: return Completion::ok;
        case FirmwareUpgrade::Upload::not_started: return Completion::not_executable_now;
        case FirmwareUpgrade::Upload::wrong_block: return Completion::out_of_range;
        case FirmwareUpgrade::Upload::too_large: return Completion::out_of_space;
    }
    return Completion::unspecified;
}

Completion finish_upload(Call& call) {
    if (!is_picmg(call)) return Completion::invalid_field;
    if (call.request.u8() != component) return invalid_component;
    switch (call.chassis.firmware_upgrade().finish(call.request.u32())) {
        case FirmwareUpgrade::Finish::accepted: return Completion::ok;
        case FirmwareUpgrade::Finish::not_started: return Completion::not_executable_now;
        case FirmwareUpgrade::Finish::size_mismatch: return size_mismatch;
        case FirmwareUpgrade::Finish::not_an_image: return bad_image;
        case FirmwareUpgrade::Finish::differs: return image_differs;
    }
    return Completion::unspecified;
}

/// Every command is over when it is answered: nothing is ever in progress.
Completion get_status(Call& call) {
    if (!is_picmg(call)) return Completion::invalid_field;
    call.reply.u8(cmd::get_upgrade_status).u8(static_cast<unsigned>(Completion::ok));
    return Completion::ok;
}

Completion activate(Call& call) {
    if (!is_picmg(call)) return Completion::invalid_field;
    if (!call.chassis.firmware_upgrade().activate()) return Completion::not_executable_now;
    call.chassis.restart_controller(ControllerReset::cold, call.now);
    return Completion::ok;
}

Completion query_self_test(Call& call) {
    constexpr unsigned passed = 0x55, none = 0x00;
    if (!is_picmg(call)) return Completion::invalid_field;
    call.reply.u8(passed).u8(none);
    return Completion::ok;
}

Completion query_rollback(Call& call) {
    if (!is_picmg(call)) return Completion::invalid_field;
    call.reply.u8(call.chassis.firmware_upgrade().rolled_back() ? component_bit : 0U);
    return Completion::ok;
}

Completion roll_back(Call& call) {
    if (!is_picmg(call)) return Completion::invalid_field;
    if (!call.chassis.firmware_upgrade().roll_back()) return no_backup;
    call.chassis.restart_controller(ControllerReset::cold, call.now);
    return Completion::ok;
}

constexpr auto netfn = wire::netfn::group_extension;
constexpr std::size_t largest_block = 255;
constexpr std::array commands{
    Command{netfn, cmd::get_upgrade_capabilities, Privilege::user, 1, get_capabilities},
    Command{netfn, cmd::get_component_property, Privilege::user, 3, get_component_property},
    Command{netfn, cmd::abort_upgrade, Privilege::administrator, 1, abort},
    Command{netfn, cmd::initiate_upgrade, Privilege::administrator, 3, initiate},
    Command{netfn, cmd::upload_block, Privilege::administrator, {3, 2 + largest_block}, upload_block},
    Command{netfn, cmd::finish_upload, Privilege::administrator, 6, finish_upload},
    Command{netfn, cmd::get_upgrade_status, Privilege::user, 1, get_status},
    Command{netfn, cmd::activate_firmware, Privilege::administrator, {1, 2}, activate},
    Command{netfn, cmd::query_self_test, Privilege::user, 1, query_self_test},
    Command{netfn, cmd::query_rollback, Privilege::user, 1, query_rollback},
    Command{netfn, cmd::roll_back, Privilege::administrator, 1, roll_back},
};

}  // namespace

void add_firmware_upgrade_commands(CommandTable& table) { table.add(commands, wire::body::picmg); }

}  // namespace assay::bmc
