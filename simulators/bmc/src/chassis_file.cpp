#include "assay/bmc/chassis_file.hpp"

#include <algorithm>
#include <charconv>
#include <set>

#include <fmt/format.h>

#include "assay/base/home.hpp"
#include "assay/bmc/sdr_repository.hpp"
#include "assay/bmc/sensor.hpp"
#include "chassis_names.hpp"
#include "fru_section.hpp"
#include "record_section.hpp"
#include "scenario_section.hpp"
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

/// IPMI 2.0 §20.8 sends a GUID with the least significant octet first.
wire::Guid guid(Section& section) {
    static constexpr auto expected = "a UUID like 6ba7b810-9dad-41d1-80b4-00c04fd430c8";
    std::string text = section.text("guid");
    std::erase(text, '-');
    const auto octets = base::from_hex(text);
    if (!octets || octets->size() != wire::Guid{}.size()) section.reject("guid", expected);
    wire::Guid reversed;
    std::ranges::reverse_copy(*octets, reversed.begin());
    return reversed;
}

void read_firmware(Section& section, DeviceIdentity& device) {
    const std::string text = section.text("firmware", "1.0");
    unsigned major = 0, minor = 0;
    const char* const end = text.data() + text.size();
    const auto first = std::from_chars(text.data(), end, major);
    const bool dotted = first.ec == std::errc{} && first.ptr != end && *first.ptr == '.';
    const auto second = dotted ? std::from_chars(first.ptr + 1, end, minor) : first;
    if (!dotted || second.ec != std::errc{} || second.ptr != end || major > 127 || minor > 99) {
        section.reject("firmware", "major.minor with major to 127 and minor to 99");
    }
    device.firmware_major = static_cast<std::uint8_t>(major);
    device.firmware_minor = static_cast<std::uint8_t>(minor);
}

/// The bits of the self test's result (§20.4) that are set.
std::vector<std::int64_t> fault_bits(Section& section) {
    return section.has("self_test_faults") ? section.integers("self_test_faults", 0, 7)
                                           : std::vector<std::int64_t>{};
}

base::Duration seconds_away(Section& section, std::string_view key, base::Duration fallback) {
    using Seconds = std::chrono::duration<double>;
    const double seconds = section.number(key, Seconds{fallback}.count());
    if (seconds < 0 || seconds > 600) section.reject(key, "seconds from 0 to 600");
    return std::chrono::duration_cast<base::Duration>(Seconds{seconds});
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

DeviceIdentity read_device(Section section) {
    DeviceIdentity device;
    device.id = static_cast<std::uint8_t>(section.integer("id", 0, 0xFF, device.id));
    device.revision = static_cast<std::uint8_t>(section.integer("revision", 0, 0x0F, device.revision));
    read_firmware(section, device);
    device.manufacturer = static_cast<std::uint32_t>(section.integer("manufacturer", 0, 0xFFFFFF, 0));
    device.product = static_cast<std::uint16_t>(section.integer("product", 0, 0xFFFF, 0));
    device.guid = guid(section);
    device.has_device_sdrs = section.flag("device_sdrs", false);
    for (const std::int64_t fault : fault_bits(section))
        device.self_test_faults = static_cast<std::uint8_t>(device.self_test_faults | 1U << fault);
    device.cold_reset = seconds_away(section, "cold_reset_seconds", device.cold_reset);
    device.warm_reset = seconds_away(section, "warm_reset_seconds", device.warm_reset);
    section.finish();
    return device;
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

wire::SystemEvent read_described_event(Section& section, const std::vector<SensorModel>& sensors) {
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

wire::SelRecord read_event(Section& section, const std::vector<SensorModel>& sensors) {
    if (!section.has("record")) return wire::record_of(read_described_event(section, sensors), 0);
    const auto record = wire::decode_sel_record(section.octets("record"));
    if (!record || record->id == wire::last_record) section.reject("record", "the 16 octets of a SEL record");
    return *record;
}

void add_user(Section& section, const ChassisModel& model, std::vector<User>& users) {
    User user = read_user(section, model.user_slots, model.security.anonymous_login);
    for (const User& other : users) {
        if (other.id == user.id) section.reject("id", "an id that no other user has");
        if (other.name == user.name) section.reject("name", "a name that no other user has");
    }
    users.push_back(std::move(user));
}

void add_sensor(Section& section, std::vector<SensorModel>& sensors) {
    SensorModel sensor = read_sensor(section);
    for (const SensorModel& other : sensors) {
        if (identity_of(other.record).number == identity_of(sensor.record).number) {
            section.reject("number", "a number that no other sensor has");
        }
        if (sensor.octets.empty() && identity_of(other.record).name == identity_of(sensor.record).name) {
            section.reject("name", "a name that no other sensor has");
        }
    }
    sensors.push_back(std::move(sensor));
}

void add_fru(Section& section, std::vector<FruModel>& frus) {
    FruModel fru = read_fru(section);
    for (const FruModel& other : frus) {
        if (other.id == fru.id) section.reject("id", "an id that no other fru has");
    }
    frus.push_back(std::move(fru));
}

void add_event(Section& section, ChassisModel& model) {
    const wire::SelRecord record = read_event(section, model.sensors);
    if (record.id != 0 && std::ranges::find(model.log, record.id, &wire::SelRecord::id) != model.log.end()) {
        section.reject("record", "a record id that no other event has");
    }
    model.log.push_back(record);
}

/// Records given as octets bring their ids with them.
void check_record_ids(const Section& root, const ChassisModel& model) {
    std::set<std::uint16_t> ids;
    const auto check = [&](const base::Octets& record, std::string_view key) {
        const std::uint16_t id = record.empty() ? std::uint16_t{0} : SdrRepository::id_of(record);
        if (id == 0xFFFF || (id != 0 && !ids.insert(id).second)) {
            root.reject(key, fmt::format("record ids to FFFEh, each once; there are two of {:04X}h", id));
        }
    };
    for (const SensorModel& sensor : model.sensors) check(sensor.octets, "sensor");
    for (const base::Octets& record : model.records) check(record, "record");
}

ClockModel read_clock(Section section) {
    ClockModel clock;
    clock.speed = section.number("speed", clock.speed);
    if (clock.speed < ClockModel::slowest || clock.speed > ClockModel::fastest) {
        section.reject("speed",
                       fmt::format("a number from {} to {}", ClockModel::slowest, ClockModel::fastest));
    }
    if (section.has("start")) clock.start = base::WallTime{std::chrono::seconds{section.time("start")}};
    section.finish();
    return clock;
}

void read_own_scenarios(Section& root, ChassisModel& model) {
    Scenarios scenarios;
    const SensorFinder find = [&](std::string_view name) { return sensor_named(model, name); };
    read_scenarios(root, find, scenarios);
    model.scenarios = std::make_shared<const Scenarios>(std::move(scenarios));
}

ChassisModel read_model(Section& root) {
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
    model.device = read_device(*device);
    if (const auto lan = root.table("lan")) model.lan = read_lan(*lan);
    if (const auto security = root.table("security")) model.security = read_security(*security);
    model.user_slots = static_cast<std::uint8_t>(root.integer("user_slots", 1, max_users, model.user_slots));
    if (const auto console = root.table("console")) model.console = read_console(*console);
    root.tables("user", [&](Section& section) { add_user(section, model, model.users); });
    root.tables("sensor", [&](Section& section) { add_sensor(section, model.sensors); });
    root.tables("fru", [&](Section& section) { add_fru(section, model.frus); });
    root.tables("record", [&](Section& section) { model.records.push_back(read_record(section)); });
    root.tables("event", [&](Section& section) { add_event(section, model); });
    check_record_ids(root, model);
    if (const auto clock = root.table("clock")) model.clock = read_clock(*clock);
    read_own_scenarios(root, model);
    if (model.users.empty())
        root.reject("user", "at least one [[user]], because there is no anonymous login");
    return model;
}

}  // namespace

ChassisModel parse_chassis(std::string_view toml, const std::string& file) {
    ChassisModel model;
    Section::parse(toml, file, "chassis", [&](Section& root) { model = read_model(root); });
    return model;
}

ChassisModel read_chassis(const std::filesystem::path& file) {
    return parse_chassis(base::read_file(file), file.string());
}

}  // namespace assay::bmc
