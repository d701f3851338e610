#include "coverage.hpp"

#include "assay/rules/standard_rules.hpp"

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
        if (rule.judged == rules::Judged::response) coverage[id].cases.push_back("passive." + id);
    };
    for (const rules::PassiveRule& rule : book.passive()) add(rule);
    for (const rules::RunRule& rule : book.run()) add(rule);
}

/// What is declined may have a case all the same: the fault that says so.
void settle(RuleCoverage& of, const record::Rule& rule) {
    const auto say = [&of](State state, std::string_view reason = {}) {
        of.state = state;
        of.reason = reason;
    };
    if (rule.side == record::Side::client) return say(State::client);
    if (!rule.declined.empty()) return say(State::declined, rule.declined);
    if (!of.cases.empty() && !of.mutants.empty()) return say(State::proved);
    if (!rule.why_not_testable.empty()) return say(State::not_testable, rule.why_not_testable);
    if (!rule.left_to.empty()) return say(State::left, rule.left_to);
    say(of.cases.empty() ? State::silent : State::examined);
}

}  // namespace

Coverage coverage_of(const ProductData& data) {
    Coverage coverage;
    for (const auto& [id, rule] : data.rules) coverage[id];
    for (const script::CaseDefinition& definition : data.collection.cases) {
        for (const std::string& rule : definition.proves) coverage[rule].cases.push_back(definition.id);
    }
    add_passive_rules(coverage);
    for (const Mutant& mutant : load_mutants(data)) coverage.at(mutant.violates).mutants.push_back(mutant.id);
    for (const auto& [id, rule] : data.rules) settle(coverage.at(id), rule);
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
        case State::client: return "of clients";
    }
    return "";
}

Totals totals_of(const Coverage& coverage, const record::Rules& rules) {
    Totals totals;
    for (const auto& [id, rule] : rules) ++totals[rule.specification][coverage.at(id).state];
    return totals;
}

}  // namespace assay::apps
