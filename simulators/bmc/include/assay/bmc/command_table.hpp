// The command table: one handler, one row. What every command shares (does it exist, is it allowed, is the
// length right) is decided here; a handler sees only lawful lengths.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "assay/bmc/chassis.hpp"
#include "assay/bmc/session_table.hpp"
#include "assay/ipmi-wire/cursor.hpp"
#include "assay/ipmi-wire/lan_message.hpp"
#include "assay/ipmi-wire/numbers.hpp"

namespace assay::bmc {

class CommandTable;
struct OemCommand;

/// What a handler works with.
struct Call {
    Chassis& chassis;
    SessionTable& sessions;
    Session* session = nullptr;  ///< null outside a session
    base::Instant now;
    Peer from;                  ///< where the request came from, where that is known
    ipmi_wire::Reader request;  ///< the data after the command octet
    ipmi_wire::Writer reply;    ///< the data after the completion code; dropped unless the code is ok
    const CommandTable& table;  ///< the one that it is called from
    std::uint8_t requester = ipmi_wire::remote_console_address;  ///< slave address or software id
    std::uint8_t requester_lun = 0;
    bool answers_in_full = false;     ///< set by a handler whose reply goes with a code other than ok, too
    const OemCommand* oem = nullptr;  ///< the chassis' own command that runs; null for one of the table's

    /// The channel that the request came in on.
    [[nodiscard]] std::uint8_t channel() const;
};

using Handler = ipmi_wire::Completion (*)(Call&);

/// Lawful octets of request data.
struct Length {
    std::size_t least;
    std::size_t most;
    constexpr Length(std::size_t exactly) : least{exactly}, most{exactly} {}
    constexpr Length(std::size_t from, std::size_t to) : least{from}, most{to} {}
};

struct Command {
    std::uint8_t netfn = 0;
    std::uint8_t number = 0;
    ipmi_wire::Privilege privilege{};  ///< Appendix G; none: allowed outside a session
    Length length{0};
    Handler handler = nullptr;
    std::uint32_t sub_functions = 0;                  ///< Appendix H: one bit each
    std::optional<std::uint8_t> body = std::nullopt;  ///< of a group extension: who defines it
};

class CommandTable {
public:
    /// @param body  whose commands they are, where they are group extensions
    void add(std::span<const Command> commands, std::optional<std::uint8_t> body = std::nullopt);

    /// Executes `message` and puts completion code and data into `reply`. That is empty for a message to the
    /// host's software (logical unit 2), which answers by itself.
    void execute(const ipmi_wire::LanMessage& message, Chassis& chassis, SessionTable& sessions,
                 Session* session, base::Instant now, base::Octets& reply, const Peer& from = {}) const;

    /// What a session needs to execute this command; nothing when there is no such command.
    [[nodiscard]] std::optional<ipmi_wire::Privilege> privilege_of(std::uint8_t netfn,
                                                                   std::uint8_t number) const;

    /// Null when there is no such command.
    [[nodiscard]] const Command* find(std::uint8_t netfn, std::uint8_t number) const;
    [[nodiscard]] std::span<const Command> all() const { return commands_; }

private:
    std::vector<Command> commands_;  // sorted by netfn and number
};

void add_app_commands(CommandTable& table);         // §20, §22
void add_session_commands(CommandTable& table);     // §22.13 to §22.20
void add_activation_commands(CommandTable& table);  // §22.16, §22.17
void add_channel_commands(CommandTable& table);     // §22.22 to §22.24
void add_user_commands(CommandTable& table);        // §22.26 to §22.30
void add_payload_commands(CommandTable& table);     // §24
void add_pef_commands(CommandTable& table);         // §30
void add_sol_commands(CommandTable& table);         // §26
void add_chassis_commands(CommandTable& table);     // §28
void add_sensor_commands(CommandTable& table);      // §35
void add_event_commands(CommandTable& table);       // §29
void add_sdr_commands(CommandTable& table);         // §33
void add_fru_commands(CommandTable& table);         // §34
void add_event_log_commands(CommandTable& table);   // §31
void add_lan_commands(CommandTable& table);         // §23

void add_watchdog_commands(CommandTable& table);          // §27
void add_boot_option_commands(CommandTable& table);       // §28.12
void add_system_info_commands(CommandTable& table);       // §22.14a
void add_messaging_commands(CommandTable& table);         // §22.1 to §22.5
void add_channel_key_commands(CommandTable& table);       // §22.25
void add_firewall_commands(CommandTable& table);          // §21
void add_firmware_upgrade_commands(CommandTable& table);  // PICMG HPM.1
void add_bridging_commands(CommandTable& table);          // §22.6 to §22.11
void add_dcmi_commands(CommandTable& table);              // DCMI 1.5 §6.1, §6.4, §6.6
void add_dcmi_sensor_commands(CommandTable& table);       // DCMI 1.5 §6.5, §6.7

/// All of them.
[[nodiscard]] CommandTable every_command();

}  // namespace assay::bmc
