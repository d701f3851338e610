#include <algorithm>
#include <limits>

#include "chassis_names.hpp"
#include "kept_sections.hpp"

namespace assay::bmc::kept {

namespace wire = ipmi_wire;

// --- names and boot: §22.14a, §28.13 ---

namespace {

bool is_volatile(SystemName name) { return name == SystemName::present_os; }

}  // namespace

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

toml::table boot_of(Chassis& chassis) {
    const base::OctetView scan = chassis.boot_options().read(BootParameter::service_partition_scan);
    return toml::table{{"service_partition_scan", base::to_hex(scan)}};
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

namespace {

void restore_text(Section& section, const std::string& key, DcmiText& text) {
    const std::string whole = get_text(section, key, DcmiText::longest);
    if (!text.write(0, base::octets_of(whole))) section.reject(key, "at most 63 octets");
}

}  // namespace

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

// --- what OEM commands keep: a value under the key that names its type ---

toml::array oem_of(const OemState& state) {
    toml::array entries;
    for (const auto& [name, value] : state.values()) {
        toml::table entry;
        put_text(entry, "name", name);
        if (const auto* const flag = std::get_if<bool>(&value)) entry.insert("flag", *flag);
        if (const auto* const integer = std::get_if<std::int64_t>(&value)) entry.insert("integer", *integer);
        if (const auto* const number = std::get_if<double>(&value)) entry.insert("number", *number);
        if (const auto* const text = std::get_if<std::string>(&value)) put_text(entry, "text", *text);
        entries.push_back(std::move(entry));
    }
    return entries;
}

namespace {

OemValue oem_value(Section& section) {
    constexpr auto least = std::numeric_limits<std::int64_t>::min(),
                   most = std::numeric_limits<std::int64_t>::max();
    if (section.has("flag")) return section.flag("flag", false);
    if (section.has("integer")) return section.integer("integer", least, most);
    if (section.has("number")) return section.number("number");
    return get_text(section, "text", OemState::most_octets);
}

}  // namespace

void restore_oem(Section& section, OemState& state) {
    const std::string name = get_text(section, "name", OemState::most_octets);
    if (!state.set(name, oem_value(section)))
        section.reject("name", fmt::format("at most {} octets of names and texts", OemState::most_octets));
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

}  // namespace assay::bmc::kept
