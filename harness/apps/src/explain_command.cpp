#include <algorithm>
#include <memory>
#include <string>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "assay/base/usage_error.hpp"
#include "assay/suite/names.hpp"
#include "commands.hpp"
#include "coverage.hpp"
#include "mutants.hpp"
#include "product_data.hpp"
#include "text.hpp"

namespace assay::apps {
namespace {

constexpr const char* line = "  {:<15} {}\n";

void explain(const SideCoverage& coverage, const char* whose) {
    if (coverage.state == State::not_bound) return;
    fmt::print(line, whose, to_text(coverage.state));
    if (!coverage.reason.empty()) fmt::print("{}", wrapped(std::string{coverage.reason}, 4));
    fmt::print("  proven by\n");
    for (const std::string& id : coverage.cases) fmt::print("    {}\n", id);
    if (coverage.cases.empty()) fmt::print("    no case\n");
    for (const std::string& id : coverage.mutants) fmt::print("  kills {}\n", id);
}

void explain(const record::Rule& rule, const RuleCoverage& coverage) {
    fmt::print("rule {}\n{}\n", rule.id, wrapped(rule.requirement, 2));
    fmt::print(line, "level", record::to_text(rule.level));
    fmt::print(line, "clause",
               fmt::format("{} {}{}{}", rule.specification, rule.section, rule.number.empty() ? "" : ", ",
                           rule.number));
    fmt::print(line, "binds", record::to_text(rule.side));
    fmt::print(line, "wire-testable", record::to_text(rule.wire_testable));
    if (!rule.fault.empty()) fmt::print(line, "fault", rule.fault);
    fmt::print(line, "stands in", rule.where);
    fmt::print("  evidence\n{}", wrapped(rule.evidence, 4));
    explain(coverage, "state");
    explain(coverage.clients, "of clients");
}

/// The breaches of the reference service that the case finds; a vendor's cases have none of their own.
void print_kills(const std::string& id, const ProductData& data) {
    for (const record::Mutant& mutant : load_mutants(data)) {
        if (std::ranges::find(mutant.killed_by, id) == mutant.killed_by.end()) continue;
        fmt::print("  kills {} ({})\n{}", mutant.id, mutant.violates, wrapped(mutant.title, 4));
    }
}

void explain(const script::CaseDefinition& definition, const ProductData& data) {
    fmt::print("case {}\n{}\n", definition.id, wrapped(definition.title, 2));
    fmt::print(line, "stands in",
               fmt::format("{}:{}", data.collection.library.path_of(definition.file), definition.line));
    if (definition.is_of_clients())
        fmt::print(line, "asks for", fmt::format("the step '{}' of a client", definition.step));
    if (definition.is_of_bmcs()) fmt::print(line, "tests", "BMCs, with `assay run ipmi://…`");
    for (const std::string& need : definition.needs) {
        fmt::print(line, need.starts_with("feature.") ? "needs a feature" : "needs", need);
    }
    if (!definition.provides.empty()) fmt::print(line, "provides", definition.provides);
    if (!definition.tags.empty()) fmt::print(line, "tags", fmt::to_string(fmt::join(definition.tags, " ")));
    if (definition.hostile) fmt::print("  hostile: a canary follows it, which has to be answered\n");
    if (definition.destructive) fmt::print("  destructive: it runs alone\n");
    for (const std::string& id : definition.proves) {
        const record::Rule& rule = data.rules.at(id);
        fmt::print("  proves {} ({}, {} {})\n{}", id, record::to_text(rule.level), rule.specification,
                   rule.section, wrapped(rule.requirement, 4));
    }
    print_kills(definition.id, data);
}

void explain(const std::string& name, const ProductData& data) {
    if (const auto rule = data.rules.find(name); rule != data.rules.end()) {
        return explain(rule->second, coverage_of(data).at(name));
    }
    std::vector<std::string> known;
    for (const auto& [id, rule] : data.rules) known.push_back(id);
    for (const auto* cases : {&data.collection.cases, &data.collection.client_cases}) {
        const auto found = std::ranges::find(*cases, name, &script::CaseDefinition::id);
        if (found != cases->end()) return explain(*found, data);
        for (const auto& definition : *cases) known.push_back(definition.id);
    }
    throw base::UsageError{fmt::format("'{}' is neither a rule nor a case", name), "explain",
                           suite::did_you_mean(name, known, "`assay list` shows what there is")};
}

}  // namespace

void add_explain_command(CLI::App& app, ExitCode& code) {
    const auto name = std::make_shared<std::string>();
    const auto suites = std::make_shared<std::vector<std::string>>();
    CLI::App* command = app.add_subcommand("explain", "Say what a rule demands or what a case does");
    command->add_option("name", *name, "a rule's or a case's id")->required();
    command->add_option("--suite", *suites, "a folder or *.lua file of your own where it stands")
        ->type_name("PATH");
    command->callback([name, suites, &code] {
        const ProductData data = load_product_data(*suites);
        warn_of(data.collection.troubles);
        explain(*name, data);
        code = exit_code_of(data);
    });
}

}  // namespace assay::apps
