#include <array>
#include <charconv>
#include <functional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "assay/base/home.hpp"
#include "assay/base/usage_error.hpp"
#include "assay/control/client.hpp"

namespace assay::control {
namespace {

using Json = nlohmann::ordered_json;
using Words = std::span<const std::string>;

/// One form of a command: its first words, and the names of those that follow.
struct Form {
    std::string_view begins;  ///< one or two words
    std::string_view
        others;  ///< "sensor value [over]"; keys of the request, those in brackets may be left out
    std::string_view fixed;  ///< the rest of the request, as JSON
    std::string_view help;
};

constexpr std::array forms{
    Form{"status", "", R"({"command":"status"})", "power, time, log, sessions"},
    Form{"sensors", "", R"({"command":"sensors"})", "every sensor and what it reads"},
    Form{"set", "sensor value [over]", R"({"command":"act","do":"drive"})",
         "move an analog one, at once or in seconds"},
    Form{"states", "sensor states", R"({"command":"act","do":"states"})",
         "of a discrete one: offsets like 0,3 or none"},
    Form{"hold", "sensor", R"({"command":"act","do":"hold"})", "let a sensor stand still"},
    Form{"release", "sensor", R"({"command":"act","do":"release"})", "let it move again"},
    Form{"event", "sensor offset [deassertion]", R"({"command":"act","do":"event"})", "report an event"},
    Form{"fill", "sensor offset", R"({"command":"act","do":"fill log"})", "report it until the SEL is full"},
    Form{"sel list", "", R"({"command":"log"})", "the records of the SEL"},
    Form{"sel add", "data", R"({"command":"add record"})", "16 octets in hexadecimal"},
    Form{"sel clear", "", R"({"command":"clear log"})", "delete all of them"},
    Form{"power", "action", R"({"command":"act","do":"power"})", "up, down, cycle, reset, soft, interrupt"},
    Form{"press", "button", R"({"command":"act","do":"press"})", "power, reset, interrupt"},
    Form{"restart", "reset", R"({"command":"act","do":"restart"})", "the BMC: cold, warm"},
    Form{"hang", "seconds", R"({"command":"act","do":"hang"})", "no answers for so long"},
    Form{"fru list", "", R"({"command":"frus"})", "FRU devices"},
    Form{"fru remove", "fru", R"({"command":"act","do":"fru","present":false})", "take one out, by its id"},
    Form{"fru insert", "fru", R"({"command":"act","do":"fru","present":true})", "put it in again"},
    Form{"scenario list", "", R"({"command":"scenarios"})", "scenarios, and which are running"},
    Form{"scenario start", "name", R"({"command":"start scenario"})", "from its beginning"},
    Form{"scenario stop", "name", R"({"command":"stop scenario"})", "what it did stays"},
    Form{"scenario run", "file", R"({"command":"run scenarios"})", "all that the file describes"},
    Form{"identify", "seconds", R"({"command":"identify"})", "the lamp: 0 to 255, or 'for ever'"},
    Form{"users", "", R"({"command":"users"})", "users, and who is locked out"},
    Form{"unlock", "name", R"({"command":"unlock"})", "let a user in again"},
    Form{"advance", "seconds", R"({"command":"advance"})", "let time pass at once, at most 3600"},
    Form{"save", "", R"({"command":"save"})", "write to the --state folder now"},
    Form{"factory-reset", "", R"({"command":"factory reset"})", "back to the chassis file"},
    Form{"snapshot", "", R"({"command":"snapshot"})", "all of the lists"},
};

/// Keys whose values are strings even when they look like numbers.
bool is_text(std::string_view key) {
    return key == "sensor" || key == "name" || key == "data" || key == "action" || key == "button" ||
           key == "reset" || key == "file";
}

Json value_of(std::string_view key, const std::string& word) {
    if (is_text(key)) return word;
    if (key == "states") return Json::parse(word == "none" ? "[]" : "[" + word + "]", nullptr, false);
    if (key == "deassertion") return word == "deassertion";
    Json number = Json::parse(word, nullptr, false);
    return number.is_number() ? number : Json(word);
}

std::vector<std::string> split(std::string_view text) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        const auto part = text.substr(0, text.find(' '));
        parts.emplace_back(part);
        text.remove_prefix(std::min(part.size() + 1, text.size()));
    }
    return parts;
}

std::string usage_of(const Form& form) {
    return fmt::format("{}{}{}", form.begins, form.others.empty() ? "" : " ", form.others);
}

bool begins_with(Words words, const Form& form) {
    const auto first = split(form.begins);
    return words.size() >= first.size() && std::equal(first.begin(), first.end(), words.begin());
}

/// @return nothing when the words are too many or too few
std::optional<Json> fill(const Form& form, Words words) {
    const auto keys = split(form.others);
    Words rest = words.subspan(split(form.begins).size());
    if (rest.size() > keys.size()) return std::nullopt;
    Json request = Json::parse(form.fixed);
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const bool optional = keys[i].front() == '[';
        const std::string key = optional ? keys[i].substr(1, keys[i].size() - 2) : keys[i];
        if (i >= rest.size()) {
            if (optional) continue;
            return std::nullopt;
        }
        Json value = value_of(key, rest[i]);
        if (value.is_discarded()) return std::nullopt;
        request[key] = std::move(value);
    }
    return request;
}

}  // namespace

std::string request_of(Words words, std::uint32_t bmc) {
    const auto form = std::ranges::find_if(forms, [&](const Form& one) { return begins_with(words, one); });
    if (form == forms.end()) {
        throw base::UsageError{"no such command", words.empty() ? "ctl" : "ctl " + words.front(),
                               "see bmcsim ctl --help"};
    }
    auto request = fill(*form, words);
    if (!request)
        throw base::UsageError{"too many words, too few, or a wrong one", fmt::format("ctl {}", form->begins),
                               "write it like: " + usage_of(*form)};
    // the simulator is given the text: it may be in another folder
    if (const auto file = request->find("file"); file != request->end())
        (*request)["text"] = base::read_file(file->get<std::string>());
    (*request)["bmc"] = bmc;
    return request->dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string_view commands_help() {
    static const std::string text = [] {
        std::string lines = "Commands:\n";
        for (const Form& form : forms) lines += fmt::format("  {:<34}{}\n", usage_of(form), form.help);
        return lines;
    }();
    return text;
}

}  // namespace assay::control
