#include "dcmi_section.hpp"

#include <algorithm>

#include "assay/bmc/sensor.hpp"
#include "chassis_names.hpp"
#include "toml_section.hpp"

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;

constexpr std::uint8_t watts = 6;  // IPMI 2.0 §43.17

std::uint16_t u16(Section& section, std::string_view key, std::uint16_t least, std::uint16_t fallback) {
    return static_cast<std::uint16_t>(section.integer(key, least, 0xFFFF, fallback));
}

/// The number of the analog sensor of this name that measures watts.
std::uint8_t read_power_sensor(Section& section, const std::vector<SensorModel>& sensors) {
    const std::string name = section.text("power_sensor");
    for (const SensorModel& sensor : sensors) {
        const wire::SensorIdentity& identity = identity_of(sensor.record);
        const bool measures_power =
            std::holds_alternative<wire::FullSensorRecord>(sensor.record) && identity.base_unit == watts;
        if (identity.name == name && measures_power) return identity.number;
    }
    section.reject("power_sensor", "the name of an analog sensor in watts");
}

PowerLimit read_power_limit(Section section, const DcmiModel& dcmi) {
    PowerLimit limit;
    limit.watts = static_cast<std::uint16_t>(section.integer("watts", dcmi.least_limit, dcmi.most_limit));
    limit.correction_ms =
        static_cast<std::uint32_t>(section.integer("correction_ms", PowerLimit::least_correction_ms,
                                                   PowerLimit::most_correction_ms, limit.correction_ms));
    limit.sampling_s = static_cast<std::uint16_t>(
        section.integer("sampling_seconds", 1, PowerLimit::most_sampling_s, limit.sampling_s));
    const auto exception = number_named(power_exception_names, section.text("exception", "log"));
    if (!exception) section.reject("exception", list_of(power_exception_names));
    limit.exception = static_cast<PowerException>(*exception);
    limit.active = section.flag("active", true);
    section.finish();
    return limit;
}

ThermalLimit read_thermal_limit(Section& section) {
    ThermalLimit limit;
    const auto entity = number_named(dcmi_entity_names, section.text("entity", "inlet"));
    if (!entity) section.reject("entity", list_of(dcmi_entity_names));
    limit.entity = *entity;
    limit.instance = static_cast<std::uint8_t>(section.integer("instance", 1, 127, 1));
    limit.celsius = static_cast<std::uint8_t>(section.integer("celsius", 0, 255));
    limit.exception_s = u16(section, "exception_seconds", 0, 0);
    unsigned actions = ThermalLimit::non_volatile;
    if (section.flag("power_off", false)) actions |= ThermalLimit::power_off;
    if (section.flag("log", true)) actions |= ThermalLimit::log;
    limit.actions = static_cast<std::uint8_t>(actions);
    return limit;
}

DhcpDiscovery read_discovery(Section section) {
    DhcpDiscovery discovery;
    unsigned options = 0;
    if (section.flag("option_12", true)) options |= DhcpDiscovery::option_12;
    if (section.flag("options_60_and_43", false)) options |= DhcpDiscovery::options_60_and_43;
    if (section.flag("random_back_off", false)) options |= DhcpDiscovery::random_back_off;
    discovery.options = static_cast<std::uint8_t>(options);
    discovery.initial_timeout_s =
        static_cast<std::uint8_t>(section.integer("initial_timeout", 1, 255, discovery.initial_timeout_s));
    discovery.contact_timeout_s = u16(section, "contact_timeout", 1, discovery.contact_timeout_s);
    discovery.retry_interval_s = u16(section, "retry_interval", 1, discovery.retry_interval_s);
    section.finish();
    return discovery;
}

std::string text_of(Section& section, std::string_view key, std::size_t longest) {
    std::string text = section.text(key, "");
    const bool printable = std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
    if (!printable || text.size() > longest) section.reject(key, "at most 63 characters of ASCII");
    return text;
}

}  // namespace

DcmiModel read_dcmi(Section section, const std::vector<SensorModel>& sensors) {
    DcmiModel dcmi;
    dcmi.asset_tag = text_of(section, "asset_tag", DcmiModel::longest_asset_tag);
    dcmi.controller_id = text_of(section, "controller_id", DcmiModel::longest_controller_id);
    if (section.has("power_sensor")) {
        dcmi.power_sensor = read_power_sensor(section, sensors);
        dcmi.least_limit = u16(section, "least_limit", 1, dcmi.least_limit);
        dcmi.most_limit = u16(section, "most_limit", dcmi.least_limit, dcmi.most_limit);
        dcmi.throttled_watts = u16(section, "throttled_watts", 0, dcmi.throttled_watts);
        if (const auto limit = section.table("power_limit")) dcmi.limit = read_power_limit(*limit, dcmi);
    }
    section.tables("thermal_limit",
                   [&](Section& one) { dcmi.thermal_limits.push_back(read_thermal_limit(one)); });
    if (const auto dhcp = section.table("dhcp")) dcmi.discovery = read_discovery(*dhcp);
    section.finish();
    return dcmi;
}

}  // namespace assay::bmc
