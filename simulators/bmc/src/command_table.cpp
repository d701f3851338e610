#include "assay/bmc/command_table.hpp"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "assay/bmc/oem_script.hpp"
#include "bridging.hpp"
#include "channels.hpp"

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;
using wire::Completion;

auto key_of(const Command& command) { return std::tuple{command.netfn, command.number}; }

/// The firmware firewall's name for the command and the way that the request came (§21).
Firewall::Place place_of(const Command& command, const Call& call) {
    return {call.channel(), command.netfn, command.number};
}

Completion run(const Command* command, Call& call) {
    if (command == nullptr) return Completion::invalid_command;
    const auto granted = call.session == nullptr ? wire::Privilege::none : call.session->current;
    if (granted < command->privilege) return Completion::insufficient_privilege;
    const std::size_t length = call.request.left();
    if (length < command->length.least || length > command->length.most) return Completion::wrong_length;
    if (!call.chassis.firewall().allows(place_of(*command, call))) return Completion::function_disabled;
    return command->handler(call);
}

Completion run_oem(Call& call) { return call.chassis.oem()->run(*call.oem, call); }

/// The chassis' own commands come first, as if they had a row in the table.
std::optional<Command> oem_row_of(const wire::LanMessage& message, Call& call) {
    if (call.chassis.oem() == nullptr) return std::nullopt;
    call.oem = call.chassis.oem()->find(message.netfn, message.command, message.data);
    if (call.oem == nullptr) return std::nullopt;
    const std::size_t prefix = call.oem->prefix.size();
    return Command{message.netfn,
                   message.command,
                   call.oem->privilege,
                   {prefix + call.oem->least, prefix + call.oem->most},
                   run_oem};
}

/// What is for a logical unit other than the BMC's own.
Completion pass_on(const wire::LanMessage& message, Call& call) {
    const bool is_for_host = message.to_lun == host_lun && call.channel() != system_interface_channel;
    return is_for_host ? send_to_host(call, message) : Completion::invalid_for_lun;
}

using Number = std::pair<std::uint8_t, std::uint8_t>;

/// The commands whose success changes what outlives a loss of power (kept_state.hpp). Power and events are
/// noted where they happen.
constexpr auto changing_commands = [] {
    namespace fn = wire::netfn;
    namespace cmd = wire::cmd;
    std::array commands{
        Number{fn::chassis, cmd::chassis::set_capabilities},
        Number{fn::chassis, cmd::chassis::set_power_restore_policy},
        Number{fn::chassis, cmd::chassis::set_boot_options},
        Number{fn::chassis, cmd::chassis::set_power_cycle_interval},
        Number{fn::sensor_event, cmd::sensor_event::set_pef_config},
        Number{fn::sensor_event, cmd::sensor_event::set_last_processed_event},
        Number{fn::app, cmd::app::set_channel_access},
        Number{fn::app, cmd::app::set_user_access},
        Number{fn::app, cmd::app::set_user_name},
        Number{fn::app, cmd::app::set_user_password},
        Number{fn::app, cmd::app::set_user_payload_access},
        Number{fn::app, cmd::app::set_channel_security_keys},
        Number{fn::app, cmd::app::master_write_read},  // a FRU device's memory may be behind it
        Number{fn::app, cmd::app::set_system_info},
        Number{fn::app, cmd::app::set_command_enables},
        Number{fn::app, cmd::app::set_sub_function_enables},
        Number{fn::storage, cmd::storage::write_fru_data},
        Number{fn::storage, cmd::storage::add_sdr},
        Number{fn::storage, cmd::storage::partial_add_sdr},
        Number{fn::storage, cmd::storage::delete_sdr},
        Number{fn::storage, cmd::storage::clear_sdr_repository},
        Number{fn::storage, cmd::storage::set_sdr_repository_time},
        Number{fn::storage, cmd::storage::add_sel_entry},
        Number{fn::storage, cmd::storage::partial_add_sel_entry},
        Number{fn::storage, cmd::storage::delete_sel_entry},
        Number{fn::storage, cmd::storage::clear_sel},
        Number{fn::storage, cmd::storage::set_sel_time},
        Number{fn::storage, cmd::storage::set_auxiliary_log_status},
        Number{fn::storage, cmd::storage::set_sel_utc_offset},
        Number{fn::transport, cmd::transport::set_lan_config},
        Number{fn::transport, cmd::transport::set_sol_config},
        Number{fn::group_extension, cmd::dcmi::set_power_limit},
        Number{fn::group_extension, cmd::dcmi::activate_power_limit},
        Number{fn::group_extension, cmd::dcmi::set_asset_tag},
        Number{fn::group_extension, cmd::dcmi::set_controller_id},
        Number{fn::group_extension, cmd::dcmi::set_thermal_limit},
        Number{fn::group_extension, cmd::dcmi::set_configuration},
        Number{fn::group_extension, cmd::picmg::initiate_upgrade},
        Number{fn::group_extension, cmd::picmg::finish_upload},
        Number{fn::group_extension, cmd::picmg::activate_firmware},
        Number{fn::group_extension, cmd::picmg::roll_back},
    };
    std::ranges::sort(commands);
    return commands;
}();

bool changes_kept(std::uint8_t netfn, std::uint8_t number) {
    return std::ranges::binary_search(changing_commands, Number{netfn, number});
}

}  // namespace

std::uint8_t Call::channel() const {
    const bool is_host = session != nullptr && session->current == wire::Privilege::system_interface;
    return is_host ? system_interface_channel : lan_channel;
}

void CommandTable::add(std::span<const Command> commands, std::optional<std::uint8_t> body) {
    for (Command command : commands) {
        command.body = body;
        commands_.push_back(command);
    }
    std::ranges::sort(commands_, {}, key_of);
}

const Command* CommandTable::find(std::uint8_t netfn, std::uint8_t number) const {
    const auto found = std::ranges::lower_bound(commands_, std::tuple{netfn, number}, {}, key_of);
    if (found == commands_.end() || key_of(*found) != std::tuple{netfn, number}) return nullptr;
    return &*found;
}

std::optional<wire::Privilege> CommandTable::privilege_of(std::uint8_t netfn, std::uint8_t number) const {
    const Command* const command = find(netfn, number);
    if (command == nullptr) return std::nullopt;
    return command->privilege;
}

void CommandTable::execute(const wire::LanMessage& message, Chassis& chassis, SessionTable& sessions,
                           Session* session, base::Instant now, base::Octets& reply, const Peer& from) const {
    reply.assign(1, 0);  // the completion code's place
    Call call{chassis, sessions, session, now, from, wire::Reader{message.data}, wire::Writer{reply}, *this};
    call.requester = message.from;
    call.requester_lun = message.from_lun;
    const auto oem = oem_row_of(message, call);
    const Command* const command = oem ? &*oem : find(message.netfn, message.command);
    const bool is_own = message.to_lun == 0;
    const Completion completion = is_own ? run(command, call) : pass_on(message, call);
    if (!is_own && completion == Completion::ok) return reply.clear();
    if (completion == Completion::ok && changes_kept(message.netfn, message.command))
        chassis.note_kept_change();
    if (completion != Completion::ok && !call.answers_in_full) reply.resize(1);
    reply[0] = static_cast<base::Octet>(completion);
}

CommandTable every_command() {
    CommandTable table;
    add_app_commands(table);
    add_session_commands(table);
    add_activation_commands(table);
    add_channel_commands(table);
    add_user_commands(table);
    add_payload_commands(table);
    add_sol_commands(table);
    add_pef_commands(table);
    add_chassis_commands(table);
    add_sensor_commands(table);
    add_event_commands(table);
    add_sdr_commands(table);
    add_fru_commands(table);
    add_event_log_commands(table);
    add_lan_commands(table);
    add_watchdog_commands(table);
    add_boot_option_commands(table);
    add_system_info_commands(table);
    add_messaging_commands(table);
    add_channel_key_commands(table);
    add_firewall_commands(table);
    add_firmware_upgrade_commands(table);
    add_bridging_commands(table);
    add_dcmi_commands(table);
    add_dcmi_sensor_commands(table);
    return table;
}

}  // namespace assay::bmc
