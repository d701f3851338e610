#include "coverage.hpp"

#include "assay/rules/standard_rules.hpp"
#include "mutants.hpp"

namespace assay::apps {
namespace {

/// The rules are listed, not run: nothing is validated.
class NoValidator final : public rules::Validator {
public:
    [[nodiscard]] std::vector<xml::SchemaError> validate(std::string_view /*octets*/) override { return {}; }
};

void add_passive_rules(Coverage& coverage) {
    NoValidator validator;
    const rules::RuleBook book = rules::standard_rules(validator);
    const auto add = [&coverage](const auto& rule) {
        const std::string id{rule.rule};
        if (rule.judged == rules::Judged::response) {
            coverage[id].cases.push_back("passive." + id);
        } else {
            coverage[id].clients.cases.push_back("passive." + id + ".request");
        }
    };
    for (const rules::PassiveRule& rule : book.passive()) add(rule);
    for (const rules::RunRule& rule : book.run()) add(rule);
}

void say(SideCoverage& of, State state, std::string_view reason = {}) {
    of.state = state;
    of.reason = reason;
}

void settle_examined(SideCoverage& of) {
    say(of, of.cases.empty() ? State::silent : of.mutants.empty() ? State::examined : State::proved);
}

/// What is declined may have a case all the same: the fault that says so.
void settle_service(SideCoverage& of, const record::Rule& rule) {
    if (rule.side == record::Side::client) return say(of, State::not_bound);
    if (!rule.declined.empty()) return say(of, State::declined, rule.declined);
    if (!of.cases.empty() && !of.mutants.empty()) return say(of, State::proved);
    if (!rule.why_not_testable.empty()) return say(of, State::not_testable, rule.why_not_testable);
    if (!rule.left_to.empty()) return say(of, State::left, rule.left_to);
    settle_examined(of);
}

constexpr std::string_view permission = "a permission: a client is lawful with it and without it";

/// The reasons of a rule of both sides hold for clients too, but where a case shows otherwise.
void settle_clients(SideCoverage& of, const record::Rule& rule) {
    if (rule.side == record::Side::service) return say(of, State::not_bound);
    if (!of.cases.empty() && !of.mutants.empty()) return say(of, State::proved);
    if (!rule.of_clients.empty()) return say(of, State::not_testable, rule.of_clients);
    if (!rule.why_not_testable.empty()) return say(of, State::not_testable, rule.why_not_testable);
    if (!rule.left_to.empty()) return say(of, State::left, rule.left_to);
    if (rule.level == record::Level::may) return say(of, State::not_testable, permission);
    settle_examined(of);
}

}  // namespace

Coverage coverage_of(const ProductData& data) {
    Coverage coverage;
    for (const auto& [id, rule] : data.rules) coverage[id];
    for (const script::CaseDefinition& definition : data.collection.cases) {
        for (const std::string& rule : definition.proves) coverage[rule].cases.push_back(definition.id);
    }
    for (const script::CaseDefinition& definition : data.collection.client_cases) {
        for (const std::string& rule : definition.proves)
            coverage[rule].clients.cases.push_back(definition.id);
    }
    add_passive_rules(coverage);
    for (const record::Mutant& mutant : load_mutants(data))
        coverage.at(mutant.violates).mutants.push_back(mutant.id);
    for (const record::Mutant& mutant : load_client_mutants(data))
        coverage.at(mutant.violates).clients.mutants.push_back(mutant.id);
    for (const auto& [id, rule] : data.rules) {
        settle_service(coverage.at(id), rule);
        settle_clients(coverage.at(id).clients, rule);
    }
    return coverage;
}

std::string_view to_text(State state) {
    switch (state) {
        case State::proved: return "proved";
        case State::not_testable: return "not testable";
        case State::declined: return "declined";
        case State::left: return "left";
        case State::examined: return "no mutant";
        case State::silent: return "no case";
        case State::not_bound: return "not bound";
    }
    return "";
}

Totals totals_of(const Coverage& coverage, const record::Rules& rules) {
    Totals totals;
    for (const auto& [id, rule] : rules) {
        const RuleCoverage& of = coverage.at(id);
        if (of.state != State::not_bound) ++totals[rule.specification][of.state];
        if (of.clients.state != State::not_bound)
            ++totals[rule.specification + " of clients"][of.clients.state];
    }
    return totals;
}

}  // namespace assay::apps
