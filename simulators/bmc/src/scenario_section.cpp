#include "scenario_section.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "assay/base/home.hpp"
#include "assay/bmc/chassis_file.hpp"
#include "assay/bmc/sensor.hpp"
#include "chassis_names.hpp"

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;
using Seconds = std::chrono::duration<double>;

constexpr double longest = 366.0 * 86400;  // a year is enough for everybody's scenario

base::Duration seconds(Section& section, std::string_view key, std::optional<double> fallback,
                       double least = 0) {
    const double value = section.number(key, fallback);
    if (value < least || value > longest) {
        section.reject(key, fmt::format("seconds from {} to {}", least, longest));
    }
    return std::chrono::duration_cast<base::Duration>(Seconds{value});
}

std::uint8_t word(Section& section, std::string_view key, std::span<const NamedNumber> names) {
    const auto number = number_named(names, section.text(key));
    if (!number) section.reject(key, list_of(names));
    return *number;
}

struct Found {
    const wire::SensorIdentity& identity;
    const wire::FullSensorRecord* analog;  // null for a discrete sensor
};

Found sensor_of(Section& section, const SensorFinder& find) {
    const wire::SensorRecord* const record = find(section.text("sensor"));
    if (record == nullptr) section.reject("sensor", "the name of one of this chassis' sensors");
    return {identity_of(*record), std::get_if<wire::FullSensorRecord>(record)};
}

Act drive(Section& section, const SensorFinder& find) {
    const Found sensor = sensor_of(section, find);
    if (sensor.analog == nullptr)
        section.reject("sensor", "an analog sensor; a discrete one takes do = \"states\"");
    return act::Drive{sensor.identity.number, section.number("value"), seconds(section, "over", 0)};
}

Act states(Section& section, const SensorFinder& find) {
    const Found sensor = sensor_of(section, find);
    if (sensor.analog != nullptr)
        section.reject("sensor", "a discrete sensor; an analog one takes do = \"drive\"");
    unsigned mask = 0;
    for (const std::int64_t offset : section.integers("states", 0, 14)) {
        mask |= 1U << static_cast<unsigned>(offset);
        if ((sensor.identity.reading_mask >> static_cast<unsigned>(offset) & 1U) == 0) {
            section.reject("states", "offsets that this sensor can have");
        }
    }
    return act::SetStates{sensor.identity.number, static_cast<std::uint16_t>(mask)};
}

Act hold(Section& section, const SensorFinder& find) {
    return act::Hold{sensor_of(section, find).identity.number};
}

Act release(Section& section, const SensorFinder& find) {
    return act::Release{sensor_of(section, find).identity.number};
}

wire::SystemEvent event_of(Section& section, const SensorFinder& find) {
    const Found sensor = sensor_of(section, find);
    wire::SystemEvent event;
    event.sensor_type = sensor.identity.sensor_type;
    event.sensor_number = sensor.identity.number;
    event.event_type = sensor.identity.event_reading_type;
    event.deassertion = section.flag("deassertion", false);
    event.data[0] = static_cast<base::Octet>(section.integer("offset", 0, 15));
    if (!section.has("data")) return event;
    const auto data = section.integers("data", 0, 0xFF);
    if (data.empty() || data.size() > 2) section.reject("data", "event data 2, or event data 2 and 3");
    // §29.7: what octets 2 and 3 hold is told in bits 7:6 and 5:4 of the first; 10b is OEM code
    event.data[0] = static_cast<base::Octet>(event.data[0] | (data.size() == 2 ? 0xA0U : 0x80U));
    std::ranges::transform(data, event.data.begin() + 1,
                           [](std::int64_t one) { return static_cast<base::Octet>(one); });
    return event;
}

Act report(Section& section, const SensorFinder& find) { return act::Report{event_of(section, find)}; }
Act fill_log(Section& section, const SensorFinder& find) { return act::FillLog{event_of(section, find)}; }

Act power(Section& section, const SensorFinder&) {
    return act::Power{static_cast<PowerAction>(word(section, "action", power_action_names))};
}

Act press(Section& section, const SensorFinder&) {
    return act::Press{static_cast<Button>(word(section, "button", button_names))};
}

Act restart(Section& section, const SensorFinder&) {
    return act::Restart{static_cast<ControllerReset>(word(section, "reset", reset_names))};
}

Act hang(Section& section, const SensorFinder&) {
    return act::Hang{seconds(section, "seconds", std::nullopt)};
}

Act fru(Section& section, const SensorFinder&) {
    const auto id = static_cast<std::uint8_t>(section.integer("fru", 0, 254));
    return act::SetFruPresence{id, section.flag("present", true)};
}

struct Kind {
    std::string_view name;
    Act (*read)(Section&, const SensorFinder&);
};

constexpr std::array kinds{Kind{"drive", drive},     Kind{"states", states}, Kind{"hold", hold},
                           Kind{"release", release}, Kind{"event", report},  Kind{"fill log", fill_log},
                           Kind{"power", power},     Kind{"press", press},   Kind{"restart", restart},
                           Kind{"hang", hang},       Kind{"fru", fru}};

ScenarioStep read_step(Section& section, const SensorFinder& find) {
    ScenarioStep step;
    step.at = seconds(section, "at", std::nullopt);
    step.times = static_cast<unsigned>(
        section.integer("times", 1, static_cast<std::int64_t>(Scenario::most_moments), 1));
    step.every = seconds(section, "every", step.times > 1 ? std::nullopt : std::optional{0.0});
    step.jitter = seconds(section, "jitter", 0);
    step.act = read_act(section, find);
    return step;
}

Scenario read_scenario(Section& section, const SensorFinder& find) {
    Scenario scenario;
    scenario.name = section.text("name");
    section.rename(fmt::format("scenario '{}'", scenario.name));
    scenario.automatic = section.flag("automatic", true);
    if (section.has("repeat")) scenario.period = seconds(section, "repeat", std::nullopt, 1);
    std::size_t moments = 0;
    section.tables("step", [&](Section& step) {
        step.rename(fmt::format("a step of scenario '{}'", scenario.name));
        scenario.steps.push_back(read_step(step, find));
        moments += scenario.steps.back().times;
    });
    if (moments == 0 || moments > Scenario::most_moments) {
        section.reject("step", fmt::format("1 to {} steps, each counted as often as it is done",
                                           Scenario::most_moments));
    }
    return scenario;
}

}  // namespace

Act read_act(Section& section, const SensorFinder& find) {
    const auto kind = std::ranges::find(kinds, section.text("do"), &Kind::name);
    if (kind == kinds.end()) {
        std::string expected = "one of:";
        for (const Kind& one : kinds) expected.append(&one == kinds.data() ? " " : ", ").append(one.name);
        section.reject("do", expected);
    }
    return kind->read(section, find);
}

void read_scenarios(Section& root, const SensorFinder& find, Scenarios& scenarios) {
    root.tables("scenario", [&](Section& section) {
        Scenario scenario = read_scenario(section, find);
        if (std::ranges::find(scenarios, scenario.name, &Scenario::name) != scenarios.end()) {
            section.reject("name", "a name that no other scenario has");
        }
        scenarios.push_back(std::move(scenario));
    });
}

void add_scenarios(const std::filesystem::path& file, ChassisModel& model) {
    const SensorFinder find = [&](std::string_view name) { return sensor_named(model, name); };
    Scenarios scenarios = *model.scenarios;
    Section::parse(base::read_file(file), file.string(), "scenarios",
                   [&](Section& root) { read_scenarios(root, find, scenarios); });
    model.scenarios = std::make_shared<const Scenarios>(std::move(scenarios));
}

Scenarios parse_scenarios(std::string_view toml, const std::string& name, const SensorFinder& find) {
    Scenarios scenarios;
    Section::parse(toml, name, "scenarios", [&](Section& root) { read_scenarios(root, find, scenarios); });
    return scenarios;
}

Act parse_act(std::string_view toml, const std::string& name, const SensorFinder& find) {
    Act parsed;
    Section::parse(toml, name, "act", [&](Section& root) { parsed = read_act(root, find); });
    return parsed;
}

}  // namespace assay::bmc
