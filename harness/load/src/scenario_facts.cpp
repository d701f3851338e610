#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "assay/load/load_record.hpp"

namespace assay::load {
namespace {

using Json = nlohmann::ordered_json;

std::string details_of(const Scenario& scenario) {
    Json json = Json::object();
    if (scenario.ipmi) {
        json["bmcs"] = scenario.ipmi->target.addresses.size();
        json["suite"] = scenario.ipmi->suite;
        if (scenario.ipmi->operation == IpmiOperation::sensor) json["sensor"] = scenario.ipmi->sensor;
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
      rate{scenario.rate},
      connections{scenario.connections},
      threads{scenario.threads},
      warm_up{scenario.warm_up},
      duration{scenario.duration},
      timeout{scenario.timeout},
      details{details_of(scenario)} {
    if (rate) *rate /= scenario.shard.of;
}

std::string ScenarioFacts::what() const {
    const Json json = Json::parse(details);
    if (!json.contains("bmcs")) return operation;
    const auto bmcs = json["bmcs"].get<std::uint64_t>();
    return fmt::format("{} in suite {}, {} BMC{}", operation, json.value("suite", 0), bmcs,
                       bmcs == 1 ? "" : "s");
}

}  // namespace assay::load
