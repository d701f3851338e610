// The parts of a BMC's kept state, each to and from a table of its TOML.
#pragma once

#include <string>
#include <string_view>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "assay/bmc/chassis.hpp"
#include "toml_section.hpp"

namespace assay::bmc::kept {

inline constexpr std::int64_t most_u32 = 0xFFFFFFFF;

template <typename Number>
Number narrow(Section& section, std::string_view key, std::int64_t most, std::int64_t least = 0) {
    return static_cast<Number>(section.integer(key, least, most));
}

/// What clients set may be any octets: those that nobody can read are written as "key_hex".
void put_text(toml::table& table, const std::string& key, std::string_view text);
[[nodiscard]] std::string get_text(Section& section, const std::string& key, std::size_t longest);

// power and clock: §28, §31.11
[[nodiscard]] toml::table power_of(Chassis& chassis, base::Instant now);
void restore_power(Section section, Chassis& chassis, base::Instant now);
[[nodiscard]] toml::table clock_of(const Chassis& chassis);
void restore_clock(Section section, Chassis& chassis);

// users and channels: §22.22 to §22.30
[[nodiscard]] toml::table table_of(const User& user);
void restore_user(Section& section, UserStore& users);
[[nodiscard]] toml::table channel_of(const Chassis& chassis);
void restore_channel(Section section, Chassis& chassis);

// parameter blocks: §23.2, §26.3, §30.4
[[nodiscard]] toml::table lan_of(Chassis& chassis);
void restore_lan(Section section, Chassis& chassis);
[[nodiscard]] toml::table sol_of(Chassis& chassis);
void restore_sol(Section section, Chassis& chassis);
[[nodiscard]] toml::table pef_of(Chassis& chassis);
void restore_pef(Section section, Chassis& chassis);
[[nodiscard]] toml::table processed_events_of(Chassis& chassis);
void restore_processed_events(Section section, Chassis& chassis);

// logs and inventories: §31, §33, §34
[[nodiscard]] toml::table log_of(Chassis& chassis);
void restore_log(Section section, EventLog& log);
[[nodiscard]] toml::table repository_of(const SdrRepository& repository);
void restore_repository(Section section, SdrRepository& repository);
[[nodiscard]] toml::array frus_of(Chassis& chassis);
void restore_fru(Section& section, FruDevices& frus);

// names and boot: §22.14a, §28.13
[[nodiscard]] toml::table names_of(const SystemInfo& info);
void restore_names(Section section, SystemInfo& info);
[[nodiscard]] toml::table boot_of(Chassis& chassis);
void restore_boot(Section section, BootOptions& options, base::Instant now);

// DCMI 1.5 §6
[[nodiscard]] toml::table dcmi_of(Dcmi& dcmi);
void restore_dcmi(Section section, Dcmi& dcmi);

// what OEM commands keep
[[nodiscard]] toml::array oem_of(const OemState& state);
void restore_oem(Section& section, OemState& state);

// firewall and firmware: §21, HPM.1
[[nodiscard]] toml::array firewall_of(const Firewall& firewall);
void restore_rule(Section& section, Firewall& firewall);
[[nodiscard]] toml::table firmware_of(const FirmwareUpgrade& upgrade);
void restore_firmware(Section section, FirmwareUpgrade& upgrade);

}  // namespace assay::bmc::kept
