// Scripted happenings: what befalls a chassis, and when. Plain data, and a player that takes time as an
// argument.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "assay/base/clock.hpp"
#include "assay/bmc/power.hpp"
#include "assay/ipmi-wire/sel.hpp"

namespace assay::bmc {

/// What a step of a scenario, or a control client, does to a chassis.
namespace act {

/// Moves an analog sensor to `value`, in its units, evenly during `over`; there it stays.
struct Drive {
    std::uint8_t sensor = 0;
    double value = 0;
    base::Duration over{};
};
/// Gives a discrete sensor these states.
struct SetStates {
    std::uint8_t sensor = 0;
    std::uint16_t states = 0;
};
/// Lets a sensor stand at what it reads now.
struct Hold {
    std::uint8_t sensor = 0;
};
/// Lets a sensor measure what its model says again.
struct Release {
    std::uint8_t sensor = 0;
};
/// Reports an event to the BMC.
struct Report {
    ipmi_wire::SystemEvent event;
};
/// Reports this event until the SEL has no room, and once more.
struct FillLog {
    ipmi_wire::SystemEvent event;
};
struct Power {
    PowerAction action = PowerAction::down;
};
struct Press {
    Button button = Button::power;
};
struct Restart {
    ControllerReset reset = ControllerReset::cold;
};
/// The BMC neither answers nor measures for so long.
struct Hang {
    base::Duration time{};
};
struct SetFruPresence {
    std::uint8_t id = 0;
    bool present = true;
};

}  // namespace act

using Act = std::variant<act::Drive, act::SetStates, act::Hold, act::Release, act::Report, act::FillLog,
                         act::Power, act::Press, act::Restart, act::Hang, act::SetFruPresence>;

/// An act, once or again and again.
struct ScenarioStep {
    base::Duration at{};  ///< since the scenario began
    unsigned times = 1;
    base::Duration every{};
    base::Duration jitter{};  ///< at most so much later, as the seed decides
    Act act;
};

struct Scenario {
    static constexpr std::size_t most_moments = 10'000;  ///< of all its steps together

    std::string name;
    bool automatic = true;    ///< begins when the BMC does; another waits for start()
    base::Duration period{};  ///< begins anew after so long; zero: it happens once
    std::vector<ScenarioStep> steps;
};

using Scenarios = std::vector<Scenario>;

/// Plays the scenarios of one chassis. The same seed and start give the same acts at the same instants.
class ScenarioPlayer {
public:
    /// Starts the automatic ones at `start`.
    ScenarioPlayer(std::shared_ptr<const Scenarios> scenarios, std::uint64_t seed, base::Instant start);

    [[nodiscard]] const Scenarios& all() const { return *scenarios_; }
    /// Begins the scenario, anew when it is running. @return false when none has this name
    bool start(std::string_view name, base::Instant now);
    /// Takes these up, in the place of those with their names, and begins them.
    void play(const Scenarios& more, base::Instant now);
    /// What it has done stays. @return false when none with this name is running
    bool stop(std::string_view name);
    [[nodiscard]] bool is_running(std::string_view name) const;

    struct Due {
        base::Instant at;
        Act act;
    };
    /// Takes the earliest act that is due by `now`; call until there is none.
    [[nodiscard]] std::optional<Due> take_due(base::Instant now);
    /// When take_due() has something; Instant::max() for never.
    [[nodiscard]] base::Instant next_due() const;

private:
    struct Moment {
        base::Instant at;
        std::size_t step = 0;
    };
    struct Run {
        std::size_t scenario = 0;
        base::Instant began;
        std::uint64_t round = 0;      ///< how often it has begun anew
        std::vector<Moment> moments;  ///< that are to come, the next one last
    };
    [[nodiscard]] Run begun(std::size_t scenario, base::Instant at, std::uint64_t round) const;
    void go_on_after(std::size_t run);

    std::shared_ptr<const Scenarios> scenarios_;
    std::uint64_t seed_;
    std::vector<Run> runs_;
};

}  // namespace assay::bmc
