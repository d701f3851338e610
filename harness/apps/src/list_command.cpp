#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <tuple>

#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "api_page.hpp"
#include "assay/base/usage_error.hpp"
#include "commands.hpp"
#include "coverage.hpp"
#include "features.hpp"
#include "mutants.hpp"
#include "product_data.hpp"
#include "selection_options.hpp"
#include "text.hpp"

namespace assay::apps {
namespace {

using Json = nlohmann::ordered_json;

struct Options {
    bool features = false;
    bool profile_keys = false;
    std::string target_file;
    SelectionOptions selection;
    bool cases = false;
    bool rules = false;
    bool coverage = false;
    bool mutants = false;
    bool kills = false;
    bool api = false;
    bool markdown = false;
    bool json = false;
};

Json as_json(const script::CaseDefinition& definition) {
    return {{"id", definition.id},
            {"title", definition.title},
            {"suite", definition.file},
            {"line", definition.line},
            {"proves", definition.proves},
            {"needs", definition.needs},
            {"provides", definition.provides},
            {"hostile", definition.hostile},
            {"destructive", definition.destructive},
            {"step", definition.step},
            {"tags", definition.tags}};
}

Json as_json(const record::Mutant& mutant) {
    return {{"id", mutant.id}, {"violates", mutant.violates}, {"title", mutant.title}};
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
            {"left_to", rule.left_to},
            {"of_clients", rule.of_clients}};
}

using Cases = std::vector<const script::CaseDefinition*>;

void list_cases(const Cases& cases, const char* whose) {
    std::string suite;
    for (const script::CaseDefinition* definition : cases) {
        if (definition->file != suite) fmt::print("{}\n", definition->file);
        suite = definition->file;
        const std::string step =
            definition->is_of_clients() ? fmt::format(" (step {})", definition->step) : "";
        fmt::print("  {}{}\n{}", definition->id, step, wrapped(definition->title, 6));
    }
    fmt::print("{} cases{}\n", cases.size(), whose);
}

constexpr std::array<std::tuple<script::Subject, const char*, const char*>, 3> subjects{
    {{script::Subject::service, " of services", "cases"},
     {script::Subject::bmc, " of BMCs", "bmc_cases"},
     {script::Subject::client, " of clients", "client_cases"}}};

Cases cases_of(const Cases& cases, script::Subject subject) {
    Cases chosen;
    std::ranges::copy_if(cases, std::back_inserter(chosen),
                         [&](const auto* definition) { return definition->subject == subject; });
    return chosen;
}

void list_cases_of_all(const Cases& cases) {
    for (const auto& [subject, whose, key] : subjects) {
        const Cases chosen = cases_of(cases, subject);
        if (!chosen.empty()) list_cases(chosen, whose);
    }
}

void list_rules(const ProductData& data) {
    for (const auto& [id, rule] : data.rules) {
        fmt::print("{} ({}, {} {})\n{}", id, record::to_text(rule.level), rule.specification, rule.section,
                   wrapped(rule.requirement, 6));
    }
    fmt::print("{} rules\n", data.rules.size());
}

void list_mutants(const std::vector<record::Mutant>& mutants, const char* whose) {
    for (const record::Mutant& mutant : mutants) {
        fmt::print("{}: {}\n{}", mutant.id, mutant.violates, wrapped(mutant.title, 6));
        if (!mutant.killed_by.empty())
            fmt::print("{}", wrapped(fmt::format("killed by {}", fmt::join(mutant.killed_by, " ")), 6));
    }
    fmt::print("{} mutants{}\n", mutants.size(), whose);
}

void print_list(std::string_view what, const std::vector<std::string>& ids) {
    fmt::print("{}: {}\n", what, ids.size());
    for (const std::string& id : ids) fmt::print("  {}\n", id);
}

std::vector<std::string> described(const std::vector<const record::Mutant*>& blunt) {
    std::vector<std::string> lines;
    for (const record::Mutant* mutant : blunt)
        lines.push_back(
            fmt::format("{} ({}, {} kills)", mutant->id, mutant->violates, mutant->killed_by.size()));
    return lines;
}

/// Each rule that has mutants: how many cases prove it, how many mutants break it, how often they are found.
void list_kills(const ProductData& data) {
    const std::vector<record::Mutant> mutants = load_mutants(data);
    std::map<std::string, std::pair<std::size_t, std::size_t>> by_rule;
    for (const record::Mutant& mutant : mutants) {
        ++by_rule[mutant.violates].first;
        by_rule[mutant.violates].second += mutant.killed_by.size();
    }
    const Coverage coverage = coverage_of(data);
    fmt::print("{:<58} {:>5} {:>7} {:>5}\n", "rule", "cases", "mutants", "kills");
    std::size_t kills = 0;
    for (const auto& [rule, counts] : by_rule) {
        fmt::print("{:<58} {:>5} {:>7} {:>5}\n", rule, coverage.at(rule).cases.size(), counts.first,
                   counts.second);
        kills += counts.second;
    }
    fmt::print("{} rules, {} cases, {} mutants, {} kills\n\n", by_rule.size(), data.collection.cases.size(),
               mutants.size(), kills);
    const record::Fit fit = record::fit_of(mutants, ids_of(data.collection.cases));
    print_list(fmt::format("mutants that more than {} cases kill", record::blunt_kills),
               described(fit.blunt));
    print_list("cases that kill nothing", fit.idle);
    print_list("cases that kill only what others kill too", fit.spare);
}

/// What stands beside a rule: who proves it, or why nobody does.
std::string beside(const SideCoverage& of) {
    if (!of.reason.empty()) return std::string{of.reason};
    if (of.mutants.empty()) return fmt::format("{}", fmt::join(of.cases, " "));
    return fmt::format("{}; kills {}", fmt::join(of.cases, " "), fmt::join(of.mutants, " "));
}

void list_coverage(const ProductData& data) {
    const Coverage coverage = coverage_of(data);
    const auto print = [&data](const std::string& id, const SideCoverage& of, const char* whose) {
        if (of.state == State::not_bound) return;
        fmt::print("{:<48} {:<10} {:<12} {}{}\n", id, record::to_text(data.rules.at(id).level),
                   to_text(of.state), whose, beside(of));
    };
    for (const auto& [id, of] : coverage) {
        print(id, of, "");
        print(id, of.clients, "of clients: ");
    }
    for (const auto& [specification, states] : totals_of(coverage, data.rules)) {
        std::vector<std::string> counts;
        for (const auto& [state, count] : states)
            counts.push_back(fmt::format("{} {}", count, to_text(state)));
        fmt::print("{}: {}\n", specification, fmt::join(counts, ", "));
    }
}

Json as_json(const SideCoverage& of) {
    return {
        {"state", to_text(of.state)}, {"reason", of.reason}, {"cases", of.cases}, {"mutants", of.mutants}};
}

Json as_json(const Coverage& coverage) {
    Json json = Json::object();
    for (const auto& [id, of] : coverage) {
        json[id] = as_json(static_cast<const SideCoverage&>(of));
        json[id]["clients"] = as_json(of.clients);
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

void add_mutants(Json& json, const ProductData& data, const Options& options) {
    const std::vector<record::Mutant> mutants = load_mutants(data);
    if (options.mutants) {
        for (const record::Mutant& each : mutants) {
            json["mutants"].push_back(as_json(each));
            json["mutants"].back()["killed_by"] = each.killed_by;
        }
        for (const record::Mutant& each : load_client_mutants(data))
            json["client_mutants"].push_back(as_json(each));
    }
    if (!options.kills) return;
    const record::Fit fit = record::fit_of(mutants, ids_of(data.collection.cases));
    Json blunt = Json::array();
    for (const record::Mutant* mutant : fit.blunt) blunt.push_back(mutant->id);
    json["kills"] = {
        {"blunt_mutants", std::move(blunt)}, {"idle_cases", fit.idle}, {"spare_cases", fit.spare}};
}

void list_json(const ProductData& data, const Cases& cases, const Options& options) {
    Json json = Json::object();
    if (options.cases) {
        for (const auto& [subject, whose, key] : subjects) {
            json[key] = Json::array();
            for (const script::CaseDefinition* definition : cases_of(cases, subject))
                json[key].push_back(as_json(*definition));
        }
    }
    if (options.rules) {
        for (const auto& [id, rule] : data.rules) json["rules"].push_back(as_json(rule));
    }
    if (options.coverage) {
        const Coverage coverage = coverage_of(data);
        json["coverage"] = as_json(coverage);
        json["totals"] = as_json(totals_of(coverage, data.rules));
    }
    if (options.mutants || options.kills) add_mutants(json, data, options);
    if (options.features) json.update(features_json(data, options.target_file));
    if (options.profile_keys) json["profile_keys"] = profile_keys_json();
    fmt::print("{}\n", json.dump(2));
}

/// What the program itself knows needs no suites.
void list_api(const Options& options) {
    fmt::print("{}", options.json ? api_json() : options.markdown ? api_markdown() : api_text());
}

ExitCode list(Options options) {
    if (options.markdown && !options.api)
        throw base::UsageError{"only the case API is written as Markdown", "--markdown", "add --api"};
    if (options.api) {
        list_api(options);
        return ExitCode::conforming;
    }
    const bool any = options.rules || options.coverage || options.mutants || options.kills ||
                     options.features || options.profile_keys;
    if (!any) options.cases = true;
    const ProductData data = load_product_data(options.selection.globs.suites);
    warn_of(data.collection.troubles);
    std::vector<script::CaseDefinition> all = data.collection.cases;
    std::ranges::copy(data.collection.client_cases, std::back_inserter(all));
    const Cases cases =
        suite::select(all, data.collection.troubles, data.rules, selection_of(options.selection, data));
    if (options.json) {
        list_json(data, cases, options);
        return exit_code_of(data);
    }
    if (options.cases) list_cases_of_all(cases);
    if (options.rules) list_rules(data);
    if (options.coverage) list_coverage(data);
    if (options.mutants) {
        list_mutants(load_mutants(data), " of the reference service and of bmcsim");
        list_mutants(load_client_mutants(data), " of our client");
    }
    if (options.features) list_features(data, options.target_file);
    if (options.profile_keys) list_profile_keys();
    if (options.kills) list_kills(data);
    return exit_code_of(data);
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
    command->add_flag(
        "--mutants", options->mutants,
        "each breach of the reference service, of bmcsim and of our client, and the cases that find it");
    command->add_flag("--features", options->features,
                      "what an endpoint may offer, and what a profile has to say for it");
    command
        ->add_option("--target", options->target_file,
                     "a profile (TOML): with --features, which cases apply to it and why the others do not")
        ->type_name("FILE");
    command->add_flag("--profile-keys", options->profile_keys, "everything that may stand in a profile");
    command->add_flag("--kills", options->kills,
                      "the kill matrix in numbers, breaches that too many cases find, and cases that find "
                      "none or only what others find too");
    add_selection_options(*command, options->selection);
    command->add_flag("--api", options->api, "what a case can call: the reference of the case API");
    command->add_flag("--markdown", options->markdown, "with --api: as the page harness/docs/case-api.md");
    command->add_flag("--json", options->json, "as one JSON object");
    command->callback([options, &code] { code = list(*options); });
}

}  // namespace assay::apps
