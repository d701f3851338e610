#include "assay/bmc/chassis_file.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "assay/base/home.hpp"
#include "assay/bmc/oem_script.hpp"
#include "assay/bmc/sensor.hpp"
#include "chassis_names.hpp"
#include "dcmi_section.hpp"
#include "device_section.hpp"
#include "fru_section.hpp"
#include "record_section.hpp"
#include "satellite_section.hpp"
#include "security_section.hpp"
#include "sensor_section.hpp"
#include "toml_section.hpp"

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;

/// `count` numbers of `base` between separators: "192.0.2.1", "02:00:5e:00:53:01".
template <std::size_t N>
std::array<base::Octet, N> separated(Section& section, std::string_view key, char separator, int base,
                                     const std::string& expected, std::string fallback) {
    const std::string text = section.text(key, std::move(fallback));
    std::array<base::Octet, N> octets{};
    const char* at = text.data();
    const char* const end = at + text.size();
    for (std::size_t i = 0; i < N; ++i) {
        if (i > 0 && (at == end || *at++ != separator)) section.reject(key, expected);
        const auto [next, error] = std::from_chars(at, end, octets[i], base);
        if (error != std::errc{}) section.reject(key, expected);
        at = next;
    }
    if (at != end) section.reject(key, expected);
    return octets;
}

SystemNames read_system_names(Section section) {
    static constexpr std::array<std::string_view, system_name_count> keys{
        "firmware_version", "name", "primary_os", "present_os", "os_version", "bmc_url", "os_url"};
    SystemNames names;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        names[i] = section.text(keys[i], "");
        if (names[i].size() > SystemInfo::longest) section.reject(keys[i], "at most 255 octets");
    }
    section.finish();
    return names;
}

LanFacts read_lan(Section section) {
    static constexpr auto dotted = "an IPv4 address like 192.0.2.1";
    LanFacts lan;
    lan.address = separated<4>(section, "address", '.', 10, dotted, "127.0.0.1");
    lan.netmask = separated<4>(section, "netmask", '.', 10, dotted, "255.0.0.0");
    lan.gateway = separated<4>(section, "gateway", '.', 10, dotted, "0.0.0.0");
    lan.mac =
        separated<6>(section, "mac", ':', 16, "a MAC address like 02:00:5e:10:00:01", "00:00:00:00:00:00");
    lan.trap_port = static_cast<std::uint16_t>(section.integer("trap_port", 1, 0xFFFF, lan.trap_port));
    lan.community = section.text("community", lan.community);
    if (lan.community.size() > 18) section.reject("community", "at most 18 characters");
    section.finish();
    return lan;
}

std::shared_ptr<const ConsoleScript> read_console(Section section) {
    auto script = std::make_shared<ConsoleScript>();
    script->banner = section.text("banner", script->banner);
    script->prompt = section.text("prompt", script->prompt);
    script->on_break = section.text("on_break", script->on_break);
    script->unknown = section.text("unknown", script->unknown);
    script->echo = section.flag("echo", script->echo);
    section.tables("answer", [&](Section& answer) {
        script->answers.push_back({answer.text("when"), answer.text("say")});
    });
    section.finish();
    return script;
}

User read_user(Section& section, std::uint8_t slots, bool anonymous_login) {
    User user;
    user.id = static_cast<std::uint8_t>(section.integer("id", 1, slots));
    user.name = section.text("name");
    section.rename(fmt::format("user '{}'", user.name));
    const bool anonymous = anonymous_login && user.name.empty();
    if (!anonymous && (user.name.empty() || user.name.size() > wire::longest_user_name)) {
        section.reject("name",
                       "1 to 16 characters; without [security] anonymous_login there is none without");
    }
    const std::string password = section.text("password");
    if ((!anonymous && password.empty()) || password.size() > longest_password)
        section.reject("password", "1 to 20 characters");
    user.password.assign(password.begin(), password.end());
    user.long_password = password.size() > 16;
    const auto privilege = number_named(privilege_names, section.text("privilege", "user"));
    if (!privilege) section.reject("privilege", list_of(privilege_names));
    user.privilege = static_cast<wire::Privilege>(*privilege);
    user.enabled = section.flag("enabled", true);
    user.messaging = section.flag("messaging", true);
    user.session_limit = static_cast<std::uint8_t>(section.integer("session_limit", 0, 15, 0));
    user.payloads = section.flag("sol", true) ? standard_sol_payload : std::uint16_t{0};
    return user;
}

wire::SystemEvent read_event(Section& section, const std::vector<SensorModel>& sensors) {
    const std::string name = section.text("sensor");
    const auto sensor =
        std::ranges::find(sensors, name, [](const SensorModel& one) { return identity_of(one.record).name; });
    if (sensor == sensors.end()) section.reject("sensor", "the name of one of this chassis' sensors");
    wire::SystemEvent event;
    event.timestamp = static_cast<std::uint32_t>(section.time("time"));
    event.sensor_type = identity_of(sensor->record).sensor_type;
    event.sensor_number = identity_of(sensor->record).number;
    event.event_type = identity_of(sensor->record).event_reading_type;
    event.deassertion = section.flag("deassertion", false);
    event.data[0] = static_cast<base::Octet>(section.integer("offset", 0, 15));
    if (!section.has("reading")) return event;
    const auto* const analog = std::get_if<wire::FullSensorRecord>(&sensor->record);
    if (analog == nullptr) section.reject("reading", "nothing here: only an analog sensor has a reading");
    constexpr unsigned reading_follows = 0x40;  // §29.7.1, event data 1 bits 7:6
    event.data[0] = static_cast<base::Octet>(event.data[0] | reading_follows);
    event.data[1] = analog->conversion.raw_of(section.number("reading"));
    return event;
}

void add_user(Section& section, const ChassisModel& model, std::vector<User>& users) {
    User user = read_user(section, model.user_slots, model.security.anonymous_login);
    for (const User& other : users) {
        if (other.id == user.id) section.reject("id", "an id that no other user has");
        if (other.name == user.name) section.reject("name", "a name that no other user has");
    }
    users.push_back(std::move(user));
}

/// A script stands beside the chassis file, or where its name says from there.
std::shared_ptr<OemScript> read_oem(Section section, const std::filesystem::path& chassis) {
    const std::filesystem::path file = chassis.parent_path() / section.text("script");
    if (!std::filesystem::is_regular_file(file))
        section.reject("script", "the name of a Lua file: " + file.string());
    section.finish();
    return std::make_shared<OemScript>(base::read_file(file), file.string());
}

ChassisModel read_model(Section& root, const std::string& file) {
    ChassisModel model;
    model.name = root.text("name");
    model.powered_on = root.flag("powered_on", true);
    model.power_on_hours = static_cast<std::uint32_t>(root.integer("power_on_hours", 0, 0x7FFFFFFF, 0));
    model.log_capacity = static_cast<std::size_t>(root.integer("log_capacity", 1, 4095, 512));
    model.front_panel_lockout = root.flag("front_panel_lockout", true);
    model.diagnostic_interrupt = root.flag("diagnostic_interrupt", true);
    if (const auto names = root.table("system_info")) model.system_names = read_system_names(*names);
    const auto when_full = number_named(when_full_names, root.text("log_when_full", "stop"));
    if (!when_full) root.reject("log_when_full", list_of(when_full_names));
    model.log_when_full = static_cast<WhenFull>(*when_full);
    model.log_erase_time = std::chrono::seconds{root.integer("log_erase_seconds", 0, 60, 0)};
    auto device = root.table("device");
    if (!device) root.reject("device", "a table [device] with at least a guid");
    model.device = read_device(*device, false);
    if (const auto lan = root.table("lan")) model.lan = read_lan(*lan);
    if (const auto security = root.table("security")) model.security = read_security(*security);
    model.user_slots = static_cast<std::uint8_t>(root.integer("user_slots", 1, max_users, model.user_slots));
    if (const auto console = root.table("console")) model.console = read_console(*console);
    root.tables("user", [&](Section& section) { add_user(section, model, model.users); });
    root.tables("sensor", [&](Section& section) { add_sensor(section, model.sensors); });
    root.tables("fru", [&](Section& section) { add_fru(section, model.frus); });
    root.tables("record", [&](Section& section) { model.records.push_back(read_record(section)); });
    root.tables("event", [&](Section& section) { model.log.push_back(read_event(section, model.sensors)); });
    if (auto dcmi = root.table("dcmi")) model.dcmi = read_dcmi(*dcmi, model.sensors);
    root.tables("satellite", [&](Section& section) { add_satellite(section, model.satellites); });
    root.tables("bus_device",
                [&](Section& section) { add_bus_device(section, model.frus, model.bus_devices); });
    if (const auto oem = root.table("oem")) model.oem = read_oem(*oem, file);
    if (model.users.empty())
        root.reject("user", "at least one [[user]], because there is no anonymous login");
    return model;
}

}  // namespace

ChassisModel parse_chassis(std::string_view toml, const std::string& file) {
    ChassisModel model;
    Section::parse(toml, file, "chassis", [&](Section& root) { model = read_model(root, file); });
    return model;
}

ChassisModel read_chassis(const std::filesystem::path& file) {
    return parse_chassis(base::read_file(file), file.string());
}

}  // namespace assay::bmc
