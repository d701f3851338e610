#include "instructions.hpp"

#include <fmt/format.h>

#include "assay/base/setup_error.hpp"

namespace assay::peer {
namespace {

using Json = nlohmann::json;

Json json_of(const script::Value& value);

struct Converter {
    Json operator()(std::monostate) const { return nullptr; }
    Json operator()(bool flag) const { return flag; }
    Json operator()(std::int64_t number) const { return number; }
    Json operator()(double number) const { return number; }
    Json operator()(const std::string& text) const { return text; }
    Json operator()(const script::Array& array) const {
        Json list = Json::array();
        for (const script::Value& each : array) list.push_back(json_of(each));
        return list;
    }
    Json operator()(const script::Table& table) const {
        Json object = Json::object();
        for (const auto& [key, each] : table) object[key] = json_of(each);
        return object;
    }
};

Json json_of(const script::Value& value) { return std::visit(Converter{}, value.held); }

std::string text_of(const Json& value) { return value.is_string() ? value.get<std::string>() : value.dump(); }

std::string value_of(const std::string& name, const Json& parameters, const Places& places) {
    if (name == "home") return places.home.string();
    if (name == "work") return places.work.string();
    if (name == "parameters") return places.parameters.string();
    if (const auto found = parameters.find(name); found != parameters.end()) return text_of(*found);
    throw base::SetupError{fmt::format("nothing stands for the placeholder {{{}}} in case '{}'", name,
                                       text_of(parameters.at("case"))),
                           "the command of the driver file",
                           "write {{ for a brace; suites/README.md lists the placeholders"};
}

std::string filled(const std::string& word, const Json& parameters, const Places& places) {
    std::string text;
    for (std::size_t at = 0; at < word.size(); ++at) {
        const char c = word[at];
        const bool doubled = at + 1 < word.size() && word[at + 1] == c;
        if ((c == '{' || c == '}') && doubled) {
            text += c;
            ++at;
        } else if (const auto end = word.find('}', at); c == '{' && end != std::string::npos) {
            text += value_of(word.substr(at + 1, end - at - 1), parameters, places);
            at = end;
        } else {
            text += c;
        }
    }
    return text;
}

}  // namespace

Json parameters_for(const script::CaseDefinition& definition, const script::Setting& setting,
                    const drive::Credentials& credentials) {
    Json parameters = json_of(definition.given);
    if (!parameters.is_object()) parameters = Json::object();
    const auto colon = setting.host.rfind(':');
    const std::string path = parameters.value("path", setting.path);
    parameters["path"] = path;
    parameters["host"] = setting.host.substr(0, colon);
    parameters["port"] = setting.host.substr(colon + 1);
    parameters["url"] = fmt::format("http://{}{}", setting.host, path);
    parameters["case"] = definition.id;
    parameters["step"] = definition.step;
    parameters["user"] = credentials.user;
    parameters["password"] = credentials.password;
    return parameters;
}

std::vector<std::string> command_for(const suite::Step& step, const Json& parameters, const Places& places) {
    std::vector<std::string> command;
    for (const std::string& word : step.command) command.push_back(filled(word, parameters, places));
    return command;
}

std::string instruction_for(const Json& parameters) {
    std::string told;
    for (const auto& [name, value] : parameters.items()) {
        const bool said = name == "case" || name == "step" || name == "url" || name == "host" ||
                          name == "port" || name == "path" || name == "password";
        if (!said) told += fmt::format("{}{}={}", told.empty() ? "" : ", ", name, text_of(value));
    }
    return fmt::format("{}: do the step '{}' against {} ({})", text_of(parameters.at("case")),
                       text_of(parameters.at("step")), text_of(parameters.at("url")), told);
}

}  // namespace assay::peer
