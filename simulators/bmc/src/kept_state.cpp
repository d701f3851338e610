#include "assay/bmc/kept_state.hpp"

#include <algorithm>
#include <sstream>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "assay/base/setup_error.hpp"
#include "chassis_names.hpp"
#include "toml_section.hpp"

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;

constexpr std::int64_t most_u32 = 0xFFFFFFFF;

template <typename Number>
Number narrow(Section& section, std::string_view key, std::int64_t most, std::int64_t least = 0) {
    return static_cast<Number>(section.integer(key, least, most));
}

bool is_plain(std::string_view text) {
    return std::ranges::all_of(text, [](char one) { return one >= ' ' && one <= '~'; });
}

/// What clients set may be any octets: those that nobody can read are written as "key_hex".
void put_text(toml::table& table, const std::string& key, std::string_view text) {
    if (is_plain(text)) {
        table.insert(key, std::string{text});
    } else {
        table.insert(key + "_hex", base::to_hex(base::octets_of(text)));
    }
}

std::string get_text(Section& section, const std::string& key, std::size_t longest) {
    const std::string as_hex = key + "_hex";
    const bool is_hex = section.has(as_hex);
    std::string text = is_hex ? std::string{base::text_of(section.octets(as_hex))} : section.text(key);
    if (text.size() > longest)
        section.reject(is_hex ? as_hex : key, fmt::format("at most {} octets", longest));
    return text;
}

Section table_of(Section& section, std::string_view key) {
    auto table = section.table(key);
    if (!table) section.reject(key, fmt::format("a table [{}]", key));
    return *table;
}

// --- power and clock: §28, §31.11 ---

toml::table power_of(Chassis& chassis, base::Instant now) {
    const ChassisCapabilities& capabilities = chassis.capabilities();
    toml::table table{
        {"on", chassis.powered_on()},
        {"hours", std::int64_t{chassis.power_on_hours(now)}},
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
    chassis.set_power_on_hours(narrow<std::uint32_t>(section, "hours", most_u32), now);
    chassis.set_power_cycle_interval(std::chrono::seconds{section.integer("cycle_interval_s", 0, 0xFF)});
    chassis.set_restore_policy(
        narrow<RestorePolicy>(section, "restore_policy", static_cast<int>(RestorePolicy::always_on)));
    chassis.restore_power(section.flag("on", true), now);
    section.finish();
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
    user.privilege = narrow<wire::Privilege>(section, "privilege", 0x0F);
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

bool is_kept(const Value&) { return true; }

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

// --- logs and inventories: §31, §33, §34 ---

toml::table log_of(Chassis& chassis) {
    toml::array records;
    base::Octets octets;
    for (const wire::SelRecord& record : chassis.log().records()) {
        octets.clear();
        encode(record, octets);
        records.push_back(base::to_hex(octets));
    }
    const EventLog::Marks marks = chassis.log().marks();
    toml::table table{{"records", std::move(records)},
                      {"latest_id", std::int64_t{marks.latest_id}},
                      {"overflowed", marks.overflowed},
                      {"last_addition", std::int64_t{marks.last_addition}},
                      {"last_erasure", std::int64_t{marks.last_erasure}}};
    for (std::size_t i = 0; i < auxiliary_logs; ++i) {
        const AuxiliaryLogStatus& status = chassis.log().auxiliary(i);
        table.insert(fmt::format("auxiliary_{}", i), base::to_hex(status.details));
        table.insert(fmt::format("auxiliary_{}_time", i), std::int64_t{status.timestamp});
    }
    return table;
}

std::vector<wire::SelRecord> read_records(Section& section, std::size_t capacity) {
    std::vector<wire::SelRecord> records;
    for (const std::string& digits : section.texts("records")) {
        const auto octets = base::from_hex(digits);
        const auto record = octets ? wire::decode_sel_record(*octets) : wire::Decoded<wire::SelRecord>{};
        if (!record || record->id == wire::first_record || record->id == wire::last_record)
            section.reject("records", fmt::format("records of 16 octets, not '{}'", digits));
        if (std::ranges::find(records, record->id, &wire::SelRecord::id) != records.end())
            section.reject("records", fmt::format("each record id once, not {:04x}h twice", record->id));
        records.push_back(*record);
    }
    if (records.size() > capacity)
        section.reject("records", fmt::format("at most {} records, as the model has room for", capacity));
    return records;
}

void restore_log(Section section, EventLog& log) {
    auto records = read_records(section, log.capacity());
    EventLog::Marks marks;
    marks.latest_id = narrow<std::uint16_t>(section, "latest_id", 0xFFFE);
    marks.overflowed = section.flag("overflowed", false);
    marks.last_addition = narrow<std::uint32_t>(section, "last_addition", most_u32);
    marks.last_erasure = narrow<std::uint32_t>(section, "last_erasure", most_u32);
    for (std::size_t i = 0; i < auxiliary_logs; ++i) {
        const std::string key = fmt::format("auxiliary_{}", i);
        base::Octets details = section.octets(key);
        if (details.size() != log.auxiliary(i).details.size())
            section.reject(key, fmt::format("{} octets", log.auxiliary(i).details.size()));
        log.auxiliary(i) = {narrow<std::uint32_t>(section, key + "_time", most_u32), std::move(details)};
    }
    log.replace(std::move(records), marks);
    section.finish();
}

toml::table repository_of(const SdrRepository& repository) {
    toml::array records;
    for (const base::Octets& record : repository.records()) records.push_back(base::to_hex(record));
    const SdrRepository::Marks marks = repository.marks();
    return toml::table{{"records", std::move(records)},
                       {"overflowed", marks.overflowed},
                       {"last_addition", std::int64_t{marks.last_addition}},
                       {"last_erasure", std::int64_t{marks.last_erasure}}};
}

void restore_repository(Section section, SdrRepository& repository) {
    std::vector<base::Octets> records;
    for (const std::string& digits : section.texts("records")) {
        auto octets = base::from_hex(digits);
        // §43: the header's last octet counts what follows it
        if (!octets || octets->size() < wire::sdr_header_length ||
            octets->size() != wire::sdr_header_length + (*octets)[wire::sdr_header_length - 1])
            section.reject("records", fmt::format("whole SDRs in hexadecimal, not '{}'", digits));
        records.push_back(std::move(*octets));
    }
    const SdrRepository::Marks marks{section.flag("overflowed", false),
                                     narrow<std::uint32_t>(section, "last_addition", most_u32),
                                     narrow<std::uint32_t>(section, "last_erasure", most_u32)};
    if (!repository.replace(std::move(records), marks))
        section.reject("records", fmt::format("at most {} octets", repository.capacity()));
    section.finish();
}

void restore_fru(Section& section, FruDevices& frus) {
    auto* const device = frus.find(narrow<std::uint8_t>(section, "id", 0xFF));
    if (device == nullptr) section.reject("id", "a FRU device of the model");
    const base::Octets content = section.octets("content");
    if (content.size() != device->content().size())
        section.reject("content", fmt::format("{} octets in hexadecimal", device->content().size()));
    device->write(0, content);
    section.finish();
}

// --- names and boot: §22.14a, §28.14 ---

bool is_volatile(SystemName name) { return name == SystemName::present_os; }

toml::table names_of(const SystemInfo& info) {
    toml::table table;
    for (std::uint8_t i = 1; i <= system_name_count; ++i) {
        const auto name = static_cast<SystemName>(i);
        if (is_volatile(name)) continue;
        table.insert(fmt::format("encoding_{}", i), std::int64_t{info.encoding(name)});
        put_text(table, fmt::format("name_{}", i), info.text(name));
    }
    return table;
}

void restore_names(Section section, SystemInfo& info) {
    for (std::uint8_t i = 1; i <= system_name_count; ++i) {
        const auto name = static_cast<SystemName>(i);
        if (is_volatile(name)) continue;
        const auto encoding = narrow<std::uint8_t>(section, fmt::format("encoding_{}", i), 2);
        info.restore(name, encoding, get_text(section, fmt::format("name_{}", i), SystemInfo::longest));
    }
    section.finish();
}

void restore_boot(Section section, BootOptions& options, base::Instant now) {
    const base::Octets scan = section.octets("service_partition_scan");
    if (scan.size() != 1) section.reject("service_partition_scan", "one octet");
    options.write(BootParameter::service_partition_scan, scan, now);
    section.finish();
}

// --- DCMI 1.5 §6 ---

toml::table dcmi_of(Dcmi& dcmi) {
    const PowerLimit& limit = dcmi.power_limit();
    const DhcpDiscovery& discovery = dcmi.discovery;
    toml::array thermal;
    for (const Dcmi::Thermal& one : dcmi.thermal_limits()) {
        if ((one.limit.actions & ThermalLimit::non_volatile) == 0) continue;
        thermal.push_back(toml::table{{"entity", std::int64_t{one.limit.entity}},
                                      {"instance", std::int64_t{one.limit.instance}},
                                      {"actions", std::int64_t{one.limit.actions}},
                                      {"celsius", std::int64_t{one.limit.celsius}},
                                      {"exception_s", std::int64_t{one.limit.exception_s}}});
    }
    toml::table table{{"limit_active", limit.active},
                      {"limit_exception", static_cast<std::int64_t>(limit.exception)},
                      {"limit_watts", std::int64_t{limit.watts}},
                      {"limit_correction_ms", std::int64_t{limit.correction_ms}},
                      {"limit_sampling_s", std::int64_t{limit.sampling_s}},
                      {"discovery_options", std::int64_t{discovery.options}},
                      {"initial_timeout_s", std::int64_t{discovery.initial_timeout_s}},
                      {"contact_timeout_s", std::int64_t{discovery.contact_timeout_s}},
                      {"retry_interval_s", std::int64_t{discovery.retry_interval_s}},
                      {"thermal", std::move(thermal)}};
    put_text(table, "asset_tag", dcmi.asset_tag.whole());
    put_text(table, "controller_id", dcmi.controller_id.whole());
    return table;
}

void restore_text(Section& section, const std::string& key, DcmiText& text) {
    const std::string whole = get_text(section, key, DcmiText::longest);
    if (!text.write(0, base::octets_of(whole))) section.reject(key, "at most 63 octets");
}

void restore_dcmi(Section section, Dcmi& dcmi) {
    PowerLimit limit;
    limit.active = section.flag("limit_active", false);
    const auto exception = section.integer("limit_exception", 0, 0x11);
    if (exception > 1 && exception != static_cast<int>(PowerException::log))
        section.reject("limit_exception", "0, 1 or 17");
    limit.exception = static_cast<PowerException>(exception);
    limit.watts = narrow<std::uint16_t>(section, "limit_watts", 0xFFFF);
    limit.correction_ms =
        narrow<std::uint32_t>(section, "limit_correction_ms", PowerLimit::most_correction_ms);
    limit.sampling_s = narrow<std::uint16_t>(section, "limit_sampling_s", PowerLimit::most_sampling_s);
    dcmi.set_power_limit(limit);
    dcmi.discovery.options = narrow<std::uint8_t>(section, "discovery_options", 0xFF);
    dcmi.discovery.initial_timeout_s = narrow<std::uint8_t>(section, "initial_timeout_s", 0xFF);
    dcmi.discovery.contact_timeout_s = narrow<std::uint16_t>(section, "contact_timeout_s", 0xFFFF);
    dcmi.discovery.retry_interval_s = narrow<std::uint16_t>(section, "retry_interval_s", 0xFFFF);
    restore_text(section, "asset_tag", dcmi.asset_tag);
    restore_text(section, "controller_id", dcmi.controller_id);
    dcmi.thermal_limits().clear();
    section.tables("thermal", [&dcmi](Section& one) {
        ThermalLimit thermal;
        thermal.entity = narrow<std::uint8_t>(one, "entity", 0xFF);
        thermal.instance = narrow<std::uint8_t>(one, "instance", 0xFF);
        thermal.actions = narrow<std::uint8_t>(one, "actions", 0xFF);
        thermal.celsius = narrow<std::uint8_t>(one, "celsius", 0xFF);
        thermal.exception_s = narrow<std::uint16_t>(one, "exception_s", 0xFFFF);
        dcmi.set_thermal_limit(thermal);
        one.finish();
    });
    section.finish();
}

// --- firewall and firmware: §21, HPM.1 ---

toml::array firewall_of(const Firewall& firewall) {
    toml::array entries;
    for (const Firewall::Entry& entry : firewall.entries()) {
        entries.push_back(toml::table{{"channel", std::int64_t{entry.place.channel}},
                                      {"netfn", std::int64_t{entry.place.netfn}},
                                      {"command", std::int64_t{entry.place.command}},
                                      {"off", entry.state.off},
                                      {"sub_functions_off", std::int64_t{entry.state.sub_functions_off}}});
    }
    return entries;
}

void restore_rule(Section& section, Firewall& firewall) {
    const Firewall::Place place{narrow<std::uint8_t>(section, "channel", 0x0F),
                                narrow<std::uint8_t>(section, "netfn", 0x3F),
                                narrow<std::uint8_t>(section, "command", 0xFF)};
    firewall.turn(place, !section.flag("off", false));
    firewall.turn_sub_functions_off(place, narrow<std::uint32_t>(section, "sub_functions_off", most_u32));
    section.finish();
}

toml::table firmware_of(const FirmwareUpgrade& upgrade) {
    const FirmwareUpgrade::Images images = upgrade.images();
    toml::table table{{"running", base::to_hex(images.running)}, {"rolled_back", images.rolled_back}};
    if (images.previous) table.insert("previous", base::to_hex(*images.previous));
    if (images.deferred) table.insert("deferred", base::to_hex(*images.deferred));
    return table;
}

void restore_firmware(Section section, FirmwareUpgrade& upgrade) {
    const auto version = [&section](std::string_view key) {
        FirmwareVersion image{};
        const base::Octets octets = section.octets(key);
        if (octets.size() != image.size()) section.reject(key, "six octets in hexadecimal");
        std::ranges::copy(octets, image.begin());
        return image;
    };
    FirmwareUpgrade::Images images;
    images.running = version("running");
    if (section.has("previous")) images.previous = version("previous");
    if (section.has("deferred")) images.deferred = version("deferred");
    images.rolled_back = section.flag("rolled_back", false);
    upgrade.restore(images);
    section.finish();
}

toml::table root_of(Chassis& chassis, base::Instant now) {
    toml::array users, frus;
    for (const User& user : chassis.users().all()) users.push_back(table_of(user));
    for (const FruDevices::Device& device : chassis.frus().all()) {
        if (!device.is_written()) continue;
        frus.push_back(
            toml::table{{"id", std::int64_t{device.id()}}, {"content", base::to_hex(device.content())}});
    }
    toml::table root{
        {"power", power_of(chassis, now)},
        {"clock", toml::table{{"offset_s", chassis.log_time_offset()},
                              {"utc_offset_min", std::int64_t{chassis.utc_offset()}}}},
        {"channel", channel_of(chassis)},
        {"lan", table_of(chassis.lan().parameters(), is_kept_lan)},
        {"sol", table_of(chassis.sol().parameters(), is_kept_sol)},
        {"pef", table_of(chassis.pef().parameters(), is_kept)},
        {"processed_events", toml::table{{"by_software", std::int64_t{chassis.pef().latest_by_software}},
                                         {"by_bmc", std::int64_t{chassis.pef().latest_by_bmc}}}},
        {"log", log_of(chassis)},
        {"names", names_of(chassis.system_info())},
        {"boot", toml::table{{"service_partition_scan", base::to_hex(chassis.boot_options().read(
                                                            BootParameter::service_partition_scan))}}},
        {"dcmi", dcmi_of(chassis.dcmi())},
        {"firmware", firmware_of(chassis.firmware_upgrade())},
        {"user", std::move(users)},
        {"fru", std::move(frus)},
        {"firewall", firewall_of(chassis.firewall())}};
    // the records that came with the model stay the model's until somebody changes the repository
    const SdrRepository::Marks marks = chassis.repository().marks();
    if (marks.last_addition != 0 || marks.last_erasure != 0)
        root.insert("repository", repository_of(chassis.repository()));
    return root;
}

void restore_root(Section& root, Chassis& chassis, base::Instant now) {
    restore_clock(table_of(root, "clock"), chassis);
    root.tables("user", [&](Section& user) { restore_user(user, chassis.users()); });
    restore_channel(table_of(root, "channel"), chassis);
    restore_block(table_of(root, "lan"), chassis.lan().parameters(), is_kept_lan,
                  [&](std::uint8_t number, base::OctetView data) { return chassis.lan().set(number, data); });
    restore_block(table_of(root, "sol"), chassis.sol().parameters(), is_kept_sol,
                  [&](std::uint8_t number, base::OctetView data) {
                      return chassis.sol().parameters().set(number, data);
                  });
    restore_block(table_of(root, "pef"), chassis.pef().parameters(), is_kept,
                  [&](std::uint8_t number, base::OctetView data) { return chassis.pef().set(number, data); });
    Section processed = table_of(root, "processed_events");
    chassis.pef().latest_by_software = narrow<std::uint16_t>(processed, "by_software", 0xFFFF);
    chassis.pef().latest_by_bmc = narrow<std::uint16_t>(processed, "by_bmc", 0xFFFF);
    processed.finish();
    if (auto repository = root.table("repository")) restore_repository(*repository, chassis.repository());
    root.tables("fru", [&](Section& fru) { restore_fru(fru, chassis.frus()); });
    restore_names(table_of(root, "names"), chassis.system_info());
    restore_boot(table_of(root, "boot"), chassis.boot_options(), now);
    restore_dcmi(table_of(root, "dcmi"), chassis.dcmi());
    chassis.throttle();
    root.tables("firewall", [&](Section& rule) { restore_rule(rule, chassis.firewall()); });
    restore_firmware(table_of(root, "firmware"), chassis.firmware_upgrade());
    restore_power(table_of(root, "power"), chassis, now);
    // last: what the return of power logs was not in it
    restore_log(table_of(root, "log"), chassis.log());
}

}  // namespace

std::string kept_state(Chassis& chassis, std::string_view model, base::Instant now) {
    std::ostringstream text;
    text << toml::table{{"format", kept_state_format}, {"model", std::string{model}}} << "\n\n"
         << root_of(chassis, now) << '\n';
    return std::move(text).str();
}

void restore_state(std::string_view text, const std::string& file, std::string_view model, Chassis& chassis,
                   base::Instant now) {
    Section::parse(text, file, "the BMC's state", [&](Section& root) {
        if (root.integer("format", 0, most_u32) != kept_state_format)
            root.reject("format",
                        fmt::format("{}, which this program writes; delete the file to begin with the "
                                    "model's settings",
                                    kept_state_format));
        if (root.text("model") != model)
            root.reject(
                "model",
                fmt::format("'{}', which is simulated now; take another --state folder for it", model));
        restore_root(root, chassis, now);
    });
}

}  // namespace assay::bmc
