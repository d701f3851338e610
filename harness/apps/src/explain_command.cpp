#include <algorithm>
#include <memory>
#include <string>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "assay/base/usage_error.hpp"
#include "assay/suite/names.hpp"
#include "commands.hpp"
#include "coverage.hpp"
#include "product_data.hpp"
#include "text.hpp"

namespace assay::apps {
namespace {

void explain(const SideCoverage& coverage, const char* whose) {
    if (coverage.state == State::not_bound) return;
    fmt::print("  {:<15} {}\n", whose, to_text(coverage.state));
    if (!coverage.reason.empty()) fmt::print("{}", wrapped(std::string{coverage.reason}, 4));
    fmt::print("  proven by\n");
    for (const std::string& id : coverage.cases) fmt::print("    {}\n", id);
    if (coverage.cases.empty()) fmt::print("    no case\n");
    for (const std::string& id : coverage.mutants) fmt::print("  kills {}\n", id);
}

void explain(const record::Rule& rule, const RuleCoverage& coverage) {
    fmt::print("rule {}\n{}\n", rule.id, wrapped(rule.requirement, 2));
    fmt::print("  {:<15} {}\n", "level", record::to_text(rule.level));
    fmt::print("  {:<15} {} {}{}\n", "clause", rule.specification, rule.section,
               rule.number.empty() ? "" : ", " + rule.number);
    fmt::print("  {:<15} {}\n", "binds", record::to_text(rule.side));
    fmt::print("  {:<15} {}\n", "wire-testable", record::to_text(rule.wire_testable));
    if (!rule.fault.empty()) fmt::print("  {:<15} {}\n", "fault", rule.fault);
    fmt::print("  evidence\n{}", wrapped(rule.evidence, 4));
    explain(coverage, "state");
    explain(coverage.clients, "of clients");
}

void explain(const script::CaseDefinition& definition, const ProductData& data) {
    fmt::print("case {}\n{}\n", definition.id, wrapped(definition.title, 2));
    fmt::print("  stands in suites/{}:{}\n", definition.file, definition.line);
    if (definition.is_of_clients()) fmt::print("  asks a client for the step '{}'\n", definition.step);
    for (const std::string& need : definition.needs) fmt::print("  needs {}\n", need);
    if (definition.hostile) fmt::print("  hostile: an Identify follows it, which has to be answered\n");
    if (definition.destructive) fmt::print("  destructive: it runs alone\n");
    for (const std::string& id : definition.proves) {
        const record::Rule& rule = data.rules.at(id);
        fmt::print("  proves {} ({}, {} {})\n{}", id, record::to_text(rule.level), rule.specification,
                   rule.section, wrapped(rule.requirement, 4));
    }
}

void explain(const std::string& name) {
    const ProductData data = load_product_data();
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
    CLI::App* command = app.add_subcommand("explain", "Say what a rule demands or what a case does");
    command->add_option("name", *name, "a rule's or a case's id")->required();
    command->callback([name, &code] {
        explain(*name);
        code = ExitCode::conforming;
    });
}

}  // namespace assay::apps
