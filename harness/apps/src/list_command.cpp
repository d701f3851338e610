#include <algorithm>
#include <memory>

#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "commands.hpp"
#include "coverage.hpp"
#include "product_data.hpp"
#include "selection_options.hpp"
#include "text.hpp"

namespace assay::apps {
namespace {

using Json = nlohmann::ordered_json;

struct Options {
    SelectionOptions selection;
    bool cases = false;
    bool rules = false;
    bool coverage = false;
    bool mutants = false;
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
            {"why_not_testable", rule.why_not_testable},
            {"declined", rule.declined},
            {"left_to", rule.left_to}};
}

using Cases = std::vector<const script::CaseDefinition*>;

void list_cases(const Cases& cases) {
    std::string suite;
    for (const script::CaseDefinition* definition : cases) {
        if (definition->file != suite) fmt::print("{}\n", definition->file);
        suite = definition->file;
        fmt::print("  {}\n{}", definition->id, wrapped(definition->title, 6));
    }
    fmt::print("{} cases\n", cases.size());
}

void list_rules(const ProductData& data) {
    for (const auto& [id, rule] : data.rules) {
        fmt::print("{} ({}, {} {})\n{}", id, record::to_text(rule.level), rule.specification, rule.section,
                   wrapped(rule.requirement, 6));
    }
    fmt::print("{} rules\n", data.rules.size());
}

void list_mutants(const ProductData& data) {
    const std::vector<Mutant> mutants = load_mutants(data);
    for (const Mutant& mutant : mutants)
        fmt::print("{}: {}\n{}", mutant.id, mutant.violates, wrapped(mutant.title, 6));
    fmt::print("{} mutants\n", mutants.size());
}

/// What stands beside a rule: who proves it, or why nobody does.
std::string beside(const RuleCoverage& of) {
    if (!of.reason.empty()) return std::string{of.reason};
    if (of.mutants.empty()) return fmt::format("{}", fmt::join(of.cases, " "));
    return fmt::format("{}; kills {}", fmt::join(of.cases, " "), fmt::join(of.mutants, " "));
}

void list_coverage(const ProductData& data) {
    const Coverage coverage = coverage_of(data);
    for (const auto& [id, of] : coverage) {
        fmt::print("{:<48} {:<10} {:<12} {}\n", id, record::to_text(data.rules.at(id).level),
                   to_text(of.state), beside(of));
    }
    for (const auto& [specification, states] : totals_of(coverage, data.rules)) {
        std::vector<std::string> counts;
        for (const auto& [state, count] : states)
            counts.push_back(fmt::format("{} {}", count, to_text(state)));
        fmt::print("{}: {}\n", specification, fmt::join(counts, ", "));
    }
}

Json as_json(const Coverage& coverage) {
    Json json = Json::object();
    for (const auto& [id, of] : coverage) {
        json[id] = {{"state", to_text(of.state)},
                    {"reason", of.reason},
                    {"cases", of.cases},
                    {"mutants", of.mutants}};
    }
    return json;
}

Json as_json(const Totals& totals) {
    Json json = Json::object();
    for (const auto& [specification, states] : totals) {
        for (const auto& [state, count] : states) json[specification][std::string{to_text(state)}] = count;
    }
    return json;
}

void list_json(const ProductData& data, const Cases& cases, const Options& options) {
    Json json = Json::object();
    if (options.cases) {
        for (const script::CaseDefinition* definition : cases) json["cases"].push_back(as_json(*definition));
    }
    if (options.rules) {
        for (const auto& [id, rule] : data.rules) json["rules"].push_back(as_json(rule));
    }
    if (options.coverage) {
        const Coverage coverage = coverage_of(data);
        json["coverage"] = as_json(coverage);
        json["totals"] = as_json(totals_of(coverage, data.rules));
    }
    if (options.mutants) {
        for (const Mutant& each : load_mutants(data))
            json["mutants"].push_back({{"id", each.id}, {"violates", each.violates}, {"title", each.title}});
    }
    fmt::print("{}\n", json.dump(2));
}

void list(Options options) {
    if (!options.rules && !options.coverage && !options.mutants) options.cases = true;
    const ProductData data = load_product_data();
    const Cases cases = suite::select(data.collection, data.rules, selection_of(options.selection, data));
    if (options.json) return list_json(data, cases, options);
    if (options.cases) list_cases(cases);
    if (options.rules) list_rules(data);
    if (options.coverage) list_coverage(data);
    if (options.mutants) list_mutants(data);
}

}  // namespace

void add_list_command(CLI::App& app, ExitCode& code) {
    const auto options = std::make_shared<Options>();
    CLI::App* command =
        app.add_subcommand("list", "Show what there is: cases, rules, and which case proves which rule");
    command->add_flag("--cases", options->cases,
                      "every case, by suite (what is shown when nothing is asked for)");
    command->add_flag("--rules", options->rules, "every rule of the catalogue");
    command->add_flag("--coverage", options->coverage,
                      "each rule with the cases that prove it, or why none does");
    command->add_flag("--mutants", options->mutants,
                      "each breach of the reference service that the cases find");
    add_selection_options(*command, options->selection);
    command->add_flag("--json", options->json, "as one JSON object");
    command->callback([options, &code] {
        list(*options);
        code = ExitCode::conforming;
    });
}

}  // namespace assay::apps
