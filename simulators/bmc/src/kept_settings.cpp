#include <algorithm>

#include "chassis_names.hpp"
#include "kept_sections.hpp"

namespace assay::bmc::kept {

namespace wire = ipmi_wire;

// --- power and clock: §28, §31.11 ---

toml::table power_of(Chassis& chassis, base::Instant now) {
    const ChassisCapabilities& capabilities = chassis.capabilities();
    toml::table table{
        {"on", chassis.powered_on()},
        {"hours", std::int64_t{chassis.power_on_hours(now)}},
        {"begun_hour_s", std::int64_t{chassis.begun_power_on_hour(now).count()}},
        {"restore_policy", static_cast<std::int64_t>(chassis.restore_policy())},
        {"cycle_interval_s",
         std::chrono::duration_cast<std::chrono::seconds>(chassis.power_cycle_interval()).count()},
        {"capabilities", std::int64_t{capabilities.flags}},
        {"devices", base::to_hex(capabilities.devices)}};
    if (capabilities.bridge) table.insert("bridge", std::int64_t{*capabilities.bridge});
    return table;
}

void restore_power(Section section, Chassis& chassis, base::Instant now) {
    ChassisCapabilities capabilities;
    capabilities.flags = narrow<std::uint8_t>(section, "capabilities", 0x0F);
    const base::Octets devices = section.octets("devices");
    if (devices.size() != capabilities.devices.size()) section.reject("devices", "four octets");
    std::ranges::copy(devices, capabilities.devices.begin());
    if (section.has("bridge")) capabilities.bridge = narrow<std::uint8_t>(section, "bridge", 0xFF);
    chassis.set_capabilities(capabilities);
    const auto hours = narrow<std::uint32_t>(section, "hours", most_u32);
    chassis.set_power_on_time(hours, std::chrono::seconds{section.integer("begun_hour_s", 0, 3599, 0)}, now);
    chassis.set_power_cycle_interval(std::chrono::seconds{section.integer("cycle_interval_s", 0, 0xFF)});
    chassis.set_restore_policy(
        narrow<RestorePolicy>(section, "restore_policy", static_cast<int>(RestorePolicy::always_on)));
    chassis.restore_power(section.flag("on", true), now);
    section.finish();
}

toml::table clock_of(const Chassis& chassis) {
    return toml::table{{"offset_s", chassis.log_time_offset()},
                       {"utc_offset_min", std::int64_t{chassis.utc_offset()}}};
}

void restore_clock(Section section, Chassis& chassis) {
    constexpr std::int64_t farthest = 0x1'0000'0000;
    chassis.set_log_time_offset(section.integer("offset_s", -farthest, farthest));
    chassis.set_utc_offset(narrow<std::int16_t>(section, "utc_offset_min", utc_offset_unspecified, -1440));
    section.finish();
}

// --- users and channels: §22.22 to §22.30 ---

toml::table table_of(const User& user) {
    toml::table table{{"id", std::int64_t{user.id}},
                      {"long_password", user.long_password},
                      {"privilege", static_cast<std::int64_t>(user.privilege)},
                      {"enabled", user.enabled},
                      {"messaging", user.messaging},
                      {"link_authentication", user.link_authentication},
                      {"callback_only", user.callback_only},
                      {"session_limit", std::int64_t{user.session_limit}},
                      {"payloads", std::int64_t{user.payloads}}};
    put_text(table, "name", user.name);
    put_text(table, "password", base::text_of(user.password));
    return table;
}

void restore_user(Section& section, UserStore& users) {
    User& user = users.claim(narrow<std::uint8_t>(section, "id", users.slots(), 1));
    user.name = get_text(section, "name", wire::longest_user_name);
    const std::string password = get_text(section, "password", longest_password);
    user.password.assign(password.begin(), password.end());
    user.long_password = section.flag("long_password", false);
    const auto privilege = section.integer("privilege", 0, 0x0F);
    if (privilege > 5 && privilege != 0x0F) section.reject("privilege", "0 to 5, or 15 for no access");
    user.privilege = static_cast<wire::Privilege>(privilege);
    user.enabled = section.flag("enabled", false);
    user.messaging = section.flag("messaging", false);
    user.link_authentication = section.flag("link_authentication", false);
    user.callback_only = section.flag("callback_only", false);
    user.session_limit = narrow<std::uint8_t>(section, "session_limit", 15);
    user.payloads = narrow<std::uint16_t>(section, "payloads", 0xFFFF);
    section.finish();
}

toml::table channel_of(const Chassis& chassis) {
    const ChannelAccess& access = chassis.channel_access().stored;
    return toml::table{{"mode", static_cast<std::int64_t>(access.mode)},
                       {"alerting", access.alerting},
                       {"per_message_authentication", access.per_message_authentication},
                       {"user_level_authentication", access.user_level_authentication},
                       {"limit", static_cast<std::int64_t>(access.limit)},
                       {"bmc_key", base::to_hex(chassis.bmc_key().octets())},
                       {"bmc_key_locked", chassis.bmc_key().is_locked()}};
}

void restore_channel(Section section, Chassis& chassis) {
    ChannelAccess access;
    access.mode = narrow<AccessMode>(section, "mode", static_cast<int>(AccessMode::shared));
    access.alerting = section.flag("alerting", true);
    access.per_message_authentication = section.flag("per_message_authentication", true);
    access.user_level_authentication = section.flag("user_level_authentication", true);
    access.limit = narrow<wire::Privilege>(section, "limit", 5, 1);
    chassis.channel_access() = {access, access};
    const base::Octets key = section.octets("bmc_key");
    if (key.size() > BmcKey::longest) section.reject("bmc_key", "at most 20 octets");
    chassis.bmc_key().set(key);
    if (section.flag("bmc_key_locked", false)) chassis.bmc_key().lock();
    section.finish();
}

// --- parameter blocks: §23.2, §26.3, §30.4 ---

namespace {

using Value = ParameterBlock::Value;

std::string key_of(const Value& value) {
    return value.set ? fmt::format("{}-{}", value.number, *value.set) : std::to_string(value.number);
}

bool is_kept_lan(const Value& value) {
    const bool is_destination = value.number == lan_parameter::destination_type ||
                                value.number == lan_parameter::destination_address ||
                                value.number == lan_parameter::destination_vlan;
    if (is_destination && value.set == 0) return false;  // §23.2: destination 0 is volatile
    return value.number != lan_parameter::primary_port;  // where it really listens
}

bool is_kept_sol(const Value& value) {  // §26.3: parameter 6 is volatile; 8 is where it really listens
    return value.number != sol_parameter::present_bit_rate && value.number != sol_parameter::payload_port;
}

bool is_kept_pef(const Value& value) { return !Pef::is_volatile(value.number, value.set.value_or(0)); }

using Filter = bool (*)(const Value&);

toml::table table_of(const ParameterBlock& block, Filter kept) {
    toml::table table;
    for (const Value& value : block.writable()) {
        if (kept(value)) table.insert(key_of(value), base::to_hex(value.octets));
    }
    return table;
}

template <typename Set>
void restore_block(Section section, const ParameterBlock& block, Filter kept, Set set) {
    for (const Value& value : block.writable()) {
        const std::string key = key_of(value);
        if (!kept(value) || !section.has(key)) continue;
        base::Octets data = section.octets(key);
        // what a model says is taken as it is
        if (std::ranges::equal(data, value.octets)) continue;
        if (data.size() != value.octets.size())
            section.reject(key, fmt::format("{} octets in hexadecimal", value.octets.size()));
        if (value.set) data.insert(data.begin(), *value.set);
        if (set(value.number, data) != wire::Completion::ok)
            section.reject(key, "a value that the parameter's Set command takes");
    }
    section.finish();
}

}  // namespace

toml::table lan_of(Chassis& chassis) { return table_of(chassis.lan().parameters(), is_kept_lan); }

void restore_lan(Section section, Chassis& chassis) {
    restore_block(std::move(section), chassis.lan().parameters(), is_kept_lan,
                  [&](std::uint8_t number, base::OctetView data) { return chassis.lan().set(number, data); });
}

toml::table sol_of(Chassis& chassis) { return table_of(chassis.sol().parameters(), is_kept_sol); }

void restore_sol(Section section, Chassis& chassis) {
    restore_block(std::move(section), chassis.sol().parameters(), is_kept_sol,
                  [&](std::uint8_t number, base::OctetView data) {
                      return chassis.sol().parameters().set(number, data);
                  });
}

toml::table pef_of(Chassis& chassis) { return table_of(chassis.pef().parameters(), is_kept_pef); }

void restore_pef(Section section, Chassis& chassis) {
    restore_block(
        std::move(section), chassis.pef().parameters(), is_kept_pef,
        [&](std::uint8_t number, base::OctetView data) { return chassis.pef().restore(number, data); });
}

toml::table processed_events_of(Chassis& chassis) {
    return toml::table{{"by_software", std::int64_t{chassis.pef().latest_by_software()}},
                       {"by_bmc", std::int64_t{chassis.pef().latest_by_bmc()}}};
}

void restore_processed_events(Section section, Chassis& chassis) {
    chassis.pef().set_latest_by_software(narrow<std::uint16_t>(section, "by_software", 0xFFFF));
    chassis.pef().set_latest_by_bmc(narrow<std::uint16_t>(section, "by_bmc", 0xFFFF));
    section.finish();
}

}  // namespace assay::bmc::kept
