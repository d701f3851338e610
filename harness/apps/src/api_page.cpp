#include "api_page.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "assay/script/api.hpp"
#include "text.hpp"

namespace assay::apps {
namespace {

using script::ApiFunction;
using script::ApiSection;
using script::Argument;
using script::Description;
using script::Key;
using Json = nlohmann::ordered_json;

constexpr std::string_view head =
    "# The case API\n\n"
    "`assay list --api --markdown` writes this page from what each function says of itself where it is\n"
    "registered. [script/README.md](../script/README.md) tells what a suite is and what bounds it.\n";

std::string_view bare(std::string_view name) {
    return name.starts_with('[') ? name.substr(1, name.size() - 2) : name;
}

bool is_optional(const Argument& argument) { return argument.name.starts_with('['); }

/// A cell of a table: bars would end it.
std::string cell(std::string_view text) {
    std::string escaped;
    for (const char c : text) escaped += c == '|' ? std::string{"\\|"} : std::string{c};
    return escaped;
}

std::string markdown_row(std::string_view name, std::string_view type, std::string_view text) {
    return fmt::format("| `{}` | {} | {} |\n", name, cell(type), cell(text));
}

std::string markdown_of(const Argument& argument) {
    std::string rows = markdown_row(
        bare(argument.name), argument.type,
        is_optional(argument) ? fmt::format("{} (may be left out)", argument.text) : argument.text);
    for (const Key& key : argument.keys)
        rows += markdown_row(fmt::format("{}.{}", bare(argument.name), key.name), key.type, key.text);
    return rows;
}

std::string markdown_of(const ApiSection& section, const ApiFunction& function) {
    const Description& about = *function.description;
    std::string page = fmt::format("\n### `{}`\n\n{}", script::call_of(section, function), about.does);
    if (!about.clause.empty()) page += fmt::format(" ({})", about.clause);
    page += "\n";
    if (!about.takes.empty()) page += "\n| argument | type | |\n|---|---|---|\n";
    for (const Argument& argument : about.takes) page += markdown_of(argument);
    if (!about.gives.empty()) page += fmt::format("\nGives {}.\n", about.gives);
    if (!about.fails.empty()) page += fmt::format("\nAn error of the script when {}.\n", about.fails);
    return page;
}

std::string text_of(const Argument& argument) {
    std::string text = wrapped(fmt::format("{} ({}): {}", argument.name, argument.type, argument.text), 6);
    for (const Key& key : argument.keys)
        text += wrapped(fmt::format("{}.{} ({}): {}", bare(argument.name), key.name, key.type, key.text), 8);
    return text;
}

std::string text_of(const ApiSection& section, const ApiFunction& function) {
    const Description& about = *function.description;
    std::string text = fmt::format("  {}\n", script::call_of(section, function));
    text += wrapped(
        about.clause.empty() ? std::string{about.does} : fmt::format("{} ({})", about.does, about.clause), 4);
    for (const Argument& argument : about.takes) text += text_of(argument);
    if (!about.gives.empty()) text += wrapped(fmt::format("gives {}", about.gives), 6);
    if (!about.fails.empty()) text += wrapped(fmt::format("an error when {}", about.fails), 6);
    return text;
}

Json json_of(const Argument& argument) {
    Json json{{"name", bare(argument.name)},
              {"type", argument.type},
              {"optional", is_optional(argument)},
              {"text", argument.text},
              {"keys", Json::array()}};
    for (const Key& key : argument.keys)
        json["keys"].push_back({{"name", key.name}, {"type", key.type}, {"text", key.text}});
    return json;
}

Json json_of(const ApiSection& section, const ApiFunction& function) {
    const Description& about = *function.description;
    Json json{{"name", function.name}, {"call", script::call_of(section, function)},
              {"does", about.does},    {"takes", Json::array()},
              {"gives", about.gives},  {"fails", about.fails},
              {"clause", about.clause}};
    for (const Argument& argument : about.takes) json["takes"].push_back(json_of(argument));
    return json;
}

/// "answer." for fields where methods stand behind "answer:".
std::string field_name(const ApiSection& section, const script::Field& field) {
    std::string receiver{section.receiver};
    std::ranges::replace(receiver, ':', '.');
    return receiver + std::string{field.name};
}

}  // namespace

std::string api_text() {
    std::string text;
    for (const ApiSection& section : script::case_api()) {
        text += fmt::format("{}{}\n{}", text.empty() ? "" : "\n", section.title,
                            wrapped(std::string{section.about}, 2));
        for (const script::Field& field : section.fields) {
            text +=
                wrapped(fmt::format("{} ({}): {}", field_name(section, field), field.type, field.text), 2);
        }
        for (const ApiFunction& function : section.functions) text += text_of(section, function);
    }
    return text;
}

std::string api_markdown() {
    std::string page{head};
    for (const ApiSection& section : script::case_api()) {
        page += fmt::format("\n## {}\n\n{}\n", section.title, section.about);
        if (!section.fields.empty()) page += "\n| value | type | |\n|---|---|---|\n";
        for (const script::Field& field : section.fields)
            page += markdown_row(field_name(section, field), field.type, field.text);
        for (const ApiFunction& function : section.functions) page += markdown_of(section, function);
    }
    return page;
}

std::string api_json() {
    Json sections = Json::array();
    for (const ApiSection& section : script::case_api()) {
        Json json{{"title", section.title},
                  {"receiver", section.receiver},
                  {"about", section.about},
                  {"fields", Json::array()},
                  {"functions", Json::array()}};
        for (const script::Field& field : section.fields) {
            json["fields"].push_back({{"name", field.name}, {"type", field.type}, {"text", field.text}});
        }
        for (const ApiFunction& function : section.functions)
            json["functions"].push_back(json_of(section, function));
        sections.push_back(std::move(json));
    }
    return Json{{"api", std::move(sections)}}.dump(2) + "\n";
}

}  // namespace assay::apps
