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
        if (rule.judged == rules::Judged::response) coverage[id].push_back("passive." + id);
    };
    for (const rules::PassiveRule& rule : book.passive()) add(rule);
    for (const rules::RunRule& rule : book.run()) add(rule);
}

}  // namespace

Coverage coverage_of(const ProductData& data) {
    Coverage coverage;
    for (const auto& [id, rule] : data.rules) coverage[id];
    for (const script::CaseDefinition& definition : data.collection.cases) {
        for (const std::string& rule : definition.proves) coverage[rule].push_back(definition.id);
    }
    add_passive_rules(coverage);
    return coverage;
}

}  // namespace assay::apps
