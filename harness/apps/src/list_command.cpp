#include <algorithm>
#include <memory>

#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "commands.hpp"
#include "coverage.hpp"
#include "product_data.hpp"
#include "text.hpp"

namespace assay::apps {
namespace {

using Json = nlohmann::ordered_json;

struct Options {
    bool cases = false;
    bool rules = false;
    bool coverage = false;
    bool json = false;
};

Json as_json(const script::CaseDefinition& definition) {
    return {{"id", definition.id},           {"title", definition.title},
            {"suite", definition.file},      {"line", definition.line},
            {"proves", definition.proves},   {"needs", definition.needs},
            {"hostile", definition.hostile}, {"destructive", definition.destructive},
            {"tags", definition.tags}};
}

Json as_json(const record::Rule& rule) {
    return {{"id", rule.id},
            {"specification", rule.specification},
            {"section", rule.section},
            {"number", rule.number},
            {"level", record::to_text(rule.level)},
            {"side", record::to_text(rule.side)},
            {"wire_testable", record::to_text(rule.wire_testable)},
            {"requirement", rule.requirement},
            {"fault", rule.fault},
            {"why_not_testable", rule.why_not_testable}};
}

void list_cases(const ProductData& data) {
    std::string suite;
    for (const script::CaseDefinition& definition : data.collection.cases) {
        if (definition.file != suite) fmt::print("{}\n", definition.file);
        suite = definition.file;
        fmt::print("  {}\n{}", definition.id, wrapped(definition.title, 6));
    }
    fmt::print("{} cases\n", data.collection.cases.size());
}

void list_rules(const ProductData& data) {
    for (const auto& [id, rule] : data.rules) {
        fmt::print("{} ({}, {} {})\n{}", id, record::to_text(rule.level), rule.specification, rule.section,
                   wrapped(rule.requirement, 6));
    }
    fmt::print("{} rules\n", data.rules.size());
}

/// Rules that a service can be seen to break: what cases are for.
bool is_for_cases(const record::Rule& rule) {
    return rule.side != record::Side::client && rule.wire_testable != record::WireTestable::no;
}

/// What stands in place of cases where there are none.
std::string_view without_case(const record::Rule& rule) {
    if (!rule.why_not_testable.empty()) return rule.why_not_testable;
    return is_for_cases(rule) ? "no case" : "not to be seen on a service's wire";
}

void list_coverage(const ProductData& data) {
    std::map<std::string, std::pair<std::size_t, std::size_t>> totals;
    for (const auto& [id, cases] : coverage_of(data)) {
        const record::Rule& rule = data.rules.at(id);
        fmt::print(
            "{:<48} {:<10} {}\n", id, record::to_text(rule.level),
            cases.empty() ? std::string{without_case(rule)} : fmt::format("{}", fmt::join(cases, " ")));
        if (!is_for_cases(rule) || (cases.empty() && !rule.why_not_testable.empty())) continue;
        auto& [covered, all] = totals[std::string{record::to_text(rule.level)}];
        covered += cases.empty() ? 0 : 1;
        ++all;
    }
    for (const auto& [level, counts] : totals)
        fmt::print("{}: {} of {} have a case\n", level, counts.first, counts.second);
}

void list_json(const ProductData& data, const Options& options) {
    Json json = Json::object();
    if (options.cases) {
        for (const auto& definition : data.collection.cases) json["cases"].push_back(as_json(definition));
    }
    if (options.rules) {
        for (const auto& [id, rule] : data.rules) json["rules"].push_back(as_json(rule));
    }
    if (options.coverage) json["coverage"] = coverage_of(data);
    fmt::print("{}\n", json.dump(2));
}

void list(Options options) {
    if (!options.rules && !options.coverage) options.cases = true;
    const ProductData data = load_product_data();
    if (options.json) return list_json(data, options);
    if (options.cases) list_cases(data);
    if (options.rules) list_rules(data);
    if (options.coverage) list_coverage(data);
}

}  // namespace

void add_list_command(CLI::App& app, ExitCode& code) {
    const auto options = std::make_shared<Options>();
    CLI::App* command =
        app.add_subcommand("list", "Show what there is: cases, rules, and which case proves which rule");
    command->add_flag("--cases", options->cases,
                      "every case, by suite (what is shown when nothing is asked for)");
    command->add_flag("--rules", options->rules, "every rule of the catalogue");
    command->add_flag("--coverage", options->coverage, "each rule with the cases that prove it");
    command->add_flag("--json", options->json, "as one JSON object");
    command->callback([options, &code] {
        list(*options);
        code = ExitCode::conforming;
    });
}

}  // namespace assay::apps
