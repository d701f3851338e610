#include "assay/control/desk.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include <fmt/format.h>

#include "assay/base/setup_error.hpp"
#include "assay/bmc/scenario_file.hpp"
#include "listing.hpp"

namespace assay::control {
namespace {

/// Why a request is not done; caught in answer().
struct Refusal {
    std::string reason;
};

class Request {
public:
    Request(const Json& json, Plant& plant) : json_{json}, plant_{plant}, index_{index_of(json, plant)} {}

    [[nodiscard]] Plant& plant() const { return plant_; }
    [[nodiscard]] std::uint32_t index() const { return index_; }
    [[nodiscard]] bmc::Chassis& chassis() const { return plant_.at(index_).chassis(); }
    [[nodiscard]] const Json& json() const { return json_; }

    [[nodiscard]] std::string text(const char* key) const {
        const auto found = json_.find(key);
        if (found == json_.end() || !found->is_string())
            throw Refusal{fmt::format("'{}' has to be a string", key)};
        return found->get<std::string>();
    }
    [[nodiscard]] double number(const char* key, double least, double most) const {
        const auto found = json_.find(key);
        const double value = found != json_.end() && found->is_number() ? found->get<double>() : std::nan("");
        if (!(value >= least && value <= most)) {
            throw Refusal{fmt::format("'{}' has to be a number from {} to {}", key, least, most)};
        }
        return value;
    }

private:
    static std::uint32_t index_of(const Json& json, const Plant& plant) {
        const auto found = json.find("bmc");
        if (found == json.end()) return 0;
        if (!found->is_number_unsigned() || found->get<std::uint64_t>() >= plant.size()) {
            throw Refusal{fmt::format("'bmc' has to be a whole number from 0 to {}", plant.size() - 1)};
        }
        return found->get<std::uint32_t>();
    }

    const Json& json_;
    Plant& plant_;
    std::uint32_t index_;
};

base::Duration seconds(double value) {
    return std::chrono::duration_cast<base::Duration>(std::chrono::duration<double>{value});
}

bool is_plain(const Json& value) {
    const auto is_scalar = [](const Json& one) {
        return one.is_number() || one.is_string() || one.is_boolean();
    };
    return is_scalar(value) || (value.is_array() && std::ranges::all_of(value, is_scalar));
}

/// An act in the words of a chassis file: JSON's scalars, and arrays of them, are TOML's, too.
std::string toml_of(const Json& request) {
    std::string toml;
    for (const auto& [key, value] : request.items()) {
        if (key == "command" || key == "bmc") continue;
        if (!is_plain(value))
            throw Refusal{
                fmt::format("'{}' has to be a number, a string, a truth value or an array of these", key)};
        toml += fmt::format("{} = {}\n", Json(key).dump(), value.dump());
    }
    return toml;
}

/// Of "act:1: act: wrong 'sensor'\n  expected …" the part that says something about a request.
std::string one_line(const base::SetupError& error) {
    std::string text = error.what();
    if (const auto place = text.find(": "); place != std::string::npos) text.erase(0, place + 2);
    std::ranges::replace(text, '\n', ';');
    return text;
}

bmc::SensorFinder sensors_by_name(const bmc::Chassis& chassis) {
    return [&chassis](std::string_view name) -> const ipmi_wire::SensorRecord* {
        const auto found =
            std::ranges::find(chassis.sensors(), name,
                              [](const bmc::Sensor& one) -> std::string_view { return one.identity().name; });
        return found == chassis.sensors().end() ? nullptr : &found->record();
    };
}

Json act(const Request& request) {
    bmc::Chassis& chassis = request.chassis();
    const bmc::Act wanted = bmc::parse_act(toml_of(request.json()), "act", sensors_by_name(chassis));
    const base::Instant now = request.plant().now();
    chassis.advance(now);
    if (!chassis.perform(wanted, now)) throw Refusal{"that is not possible in the present state"};
    if (now >= chassis.hung_until()) chassis.sample_now(now);
    return {};
}

Json status(const Request& request) { return status_of(request.plant(), request.index()); }
Json sensors(const Request& request) { return sensors_of(request.chassis()); }
Json log(const Request& request) { return log_of(request.chassis()); }
Json users(const Request& request) { return users_of(request.chassis(), request.plant().now()); }
Json frus(const Request& request) { return frus_of(request.chassis()); }
Json scenarios(const Request& request) { return scenarios_of(request.chassis()); }

Json snapshot(const Request& request) {
    return {{"status", status(request)}, {"sensors", sensors(request)}, {"log", log(request)},
            {"users", users(request)},   {"frus", frus(request)},       {"scenarios", scenarios(request)}};
}

Json clear_log(const Request& request) {
    request.chassis().log().clear(request.chassis().log_time(request.plant().now()));
    request.chassis().note_kept_change();
    return {};
}

Json add_record(const Request& request) {
    const auto octets = base::from_hex(request.text("data"));
    const auto record = octets ? ipmi_wire::decode_sel_record(*octets) : ipmi_wire::Broken::truncated;
    if (!record) throw Refusal{"'data' has to be the 16 octets of a SEL record in hexadecimal"};
    auto added = *record;
    added.id = 0;
    const auto id = request.chassis().log().restore(added);
    if (!id) throw Refusal{"the SEL is full"};
    request.chassis().note_kept_change();
    return {{"id", *id}};
}

Json start_scenario(const Request& request) {
    const std::string name = request.text("name");
    if (!request.chassis().scenarios().start(name, request.plant().now())) {
        throw Refusal{fmt::format("there is no scenario '{}'", name)};
    }
    return {};
}

/// Mistakes in the text are told with their place in the file that the client read it from.
Json run_scenarios(const Request& request) {
    bmc::Chassis& chassis = request.chassis();
    bmc::Scenarios scenarios;
    try {
        scenarios =
            bmc::parse_scenarios(request.text("text"), request.text("file"), sensors_by_name(chassis));
    } catch (const base::SetupError& error) {
        std::string text = error.what();
        std::ranges::replace(text, '\n', ';');
        throw Refusal{text};
    }
    if (scenarios.empty()) throw Refusal{request.text("file") + ": no [[scenario]] is there"};
    chassis.scenarios().play(scenarios, request.plant().now());
    return {};
}

Json stop_scenario(const Request& request) {
    const std::string name = request.text("name");
    if (!request.chassis().scenarios().stop(name))
        throw Refusal{fmt::format("no scenario '{}' is running", name)};
    return {};
}

Json identify(const Request& request) {
    constexpr double longest = 255;  // IPMI 2.0 §28.5 octet 1
    const auto found = request.json().find("seconds");
    const bool for_ever = found != request.json().end() && *found == "for ever";
    const base::Instant now = request.plant().now();
    request.chassis().identify(for_ever ? base::Instant::max()
                                        : now + seconds(request.number("seconds", 0, longest)));
    return {};
}

Json unlock(const Request& request) {
    const std::string name = request.text("name");
    const auto& all = request.chassis().users().all();
    const auto user = std::ranges::find(all, name, &bmc::User::name);
    if (user == all.end()) throw Refusal{fmt::format("there is no user '{}'", name)};
    request.chassis().lockout().release(user->id);
    return {};
}

Json advance(const Request& request) {
    request.plant().advance(seconds(request.number("seconds", 0, static_cast<double>(longest_leap_s))));
    return {};
}

Json save(const Request& request) {
    if (!request.plant().save(request.index()))
        throw Refusal{"nothing is kept; start bmcsim with --state DIR"};
    return {};
}

Json reset_to_factory(const Request& request) {
    request.plant().reset_to_factory(request.index());
    return {};
}

struct Command {
    std::string_view name;
    Json (*run)(const Request&);
};

constexpr std::array commands{Command{"status", status},
                              Command{"sensors", sensors},
                              Command{"act", act},
                              Command{"log", log},
                              Command{"clear log", clear_log},
                              Command{"add record", add_record},
                              Command{"users", users},
                              Command{"unlock", unlock},
                              Command{"frus", frus},
                              Command{"scenarios", scenarios},
                              Command{"start scenario", start_scenario},
                              Command{"stop scenario", stop_scenario},
                              Command{"run scenarios", run_scenarios},
                              Command{"identify", identify},
                              Command{"advance", advance},
                              Command{"save", save},
                              Command{"factory reset", reset_to_factory},
                              Command{"snapshot", snapshot}};

Json run(const Json& json, Plant& plant) {
    if (!json.is_object())
        throw Refusal{"a request is a JSON object on one line, like {\"command\":\"status\"}"};
    const Request request{json, plant};
    const std::string name = request.text("command");
    const auto command = std::ranges::find(commands, name, &Command::name);
    if (command == commands.end()) {
        std::string known;
        for (const Command& one : commands) known.append(known.empty() ? "" : ", ").append(one.name);
        throw Refusal{fmt::format("'command' has to be one of: {}", known)};
    }
    plant.at(request.index()).tick(plant.now());
    Json result = command->run(request);
    plant.attend(request.index());
    return result;
}

}  // namespace

std::string answer(std::string_view line, Plant& plant) {
    Json reply;
    try {
        Json result = run(Json::parse(line, nullptr, false), plant);
        reply["ok"] = true;
        if (!result.is_null()) reply["result"] = std::move(result);
    } catch (const Refusal& refusal) {
        reply = {{"ok", false}, {"error", refusal.reason}};
    } catch (const base::SetupError& error) {
        reply = {{"ok", false}, {"error", one_line(error)}};
    }
    return reply.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string quoted(std::string_view text) {
    return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace assay::control
