#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "assay/load/load_record.hpp"

namespace assay::load {
namespace {

using Json = nlohmann::ordered_json;

std::string details_of(const Scenario& scenario) {
    Json json = {{"rate_profile", scenario.rate ? Json(scenario.rate->text()) : Json()},
                 {"arrivals", scenario.rate ? Json(name_of(scenario.arrivals)) : Json()}};
    if (scenario.ipmi) {
        json["bmcs"] = scenario.ipmi->target.addresses.size();
        json["suite"] = scenario.ipmi->suite;
        if (scenario.ipmi->operation == IpmiOperation::sensor) json["sensor"] = scenario.ipmi->sensor;
    } else if (scenario.program) {
        json["file"] = scenario.program->file;
    } else if (scenario.request.operation != Operation::identify) {
        json["resource"] = scenario.request.resource;
        json["selectors"] = Json::object();
        for (const auto& [name, value] : scenario.request.selectors) json["selectors"][name] = value;
    }
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

ScenarioFacts::ScenarioFacts(const Scenario& scenario)
    : url{scenario.url()},
      host{scenario.host()},
      operation{scenario.operation()},
      connections{scenario.connections},
      threads{scenario.threads},
      warm_up{scenario.warm_up},
      duration{scenario.duration},
      timeout{scenario.timeout},
      details{details_of(scenario)} {
    if (scenario.rate) rate = scenario.rate->highest() / scenario.shard.of;
}

std::string ScenarioFacts::what() const {
    const Json json = Json::parse(details);
    if (!json.contains("bmcs")) return operation;
    const auto bmcs = json["bmcs"].get<std::uint64_t>();
    return fmt::format("{} in suite {}, {} BMC{}", operation, json.value("suite", 0), bmcs,
                       bmcs == 1 ? "" : "s");
}

std::string ScenarioFacts::loop() const {
    if (!rate) return "closed loop";
    const auto profile = Json::parse(details).value("rate_profile", std::string{});
    const bool changes = profile.find("..") != std::string::npos || profile.find(',') != std::string::npos;
    return changes ? fmt::format("open loop in stages {}", profile)
                   : fmt::format("open loop at {:g}/s", *rate);
}

std::string ScenarioFacts::file() const { return Json::parse(details).value("file", std::string{}); }

}  // namespace assay::load
