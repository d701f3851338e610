#include "case_context.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "lua_state.hpp"

namespace assay::script {
namespace {

observe::Prefixes prefixes_of(const Setting& setting) {
    observe::Prefixes prefixes = observe::customary_prefixes();
    for (const auto& [prefix, uri] : setting.namespaces) prefixes.insert_or_assign(prefix, uri);
    return prefixes;
}

}  // namespace

CaseContext::CaseContext(const CaseDefinition& definition, const record::Rules& rules, Setting setting)
    : definition_{definition},
      rules_{rules},
      setting_{std::move(setting)},
      prefixes_{prefixes_of(setting_)} {}

std::string CaseContext::next_uuid() { return case_uuid(setting_, definition_.id, ++uuids_); }

void CaseContext::find(record::Finding finding) {
    if (finding.rule.empty()) finding.rule = definition_.proves.front();
    if (std::ranges::find(definition_.proves, finding.rule) == definition_.proves.end()) {
        throw ScriptError{
            fmt::format("the case does not say that it proves '{}'; add it to proves", finding.rule)};
    }
    record::shorten(finding);
    outcome.findings.push_back(std::move(finding));
}

void CaseContext::observe(record::Finding finding) {
    if (finding.rule.empty()) finding.rule = first_rule_of_level_may();
    find(std::move(finding));
}

const std::string& CaseContext::first_rule_of_level_may() const {
    const auto may = std::ranges::find_if(definition_.proves, [this](const std::string& id) {
        const auto rule = rules_.find(id);
        return rule != rules_.end() && rule->second.level == record::Level::may;
    });
    if (may == definition_.proves.end()) throw ScriptError{"observe needs a rule of level MAY in proves"};
    return *may;
}

void CaseContext::end_with(End end, std::string reason) {
    ask.reset();
    // What deferred functions run into afterwards does not hide why the case ended; our own mistakes always
    // show.
    if (outcome.end != End::finished && end != End::script_error) return;
    outcome.end = end;
    outcome.reason = std::move(reason);
}

CaseContext& context_of(lua_State* state) {
    CaseContext* context = host_of(state).context;
    if (context == nullptr) throw ScriptError{"this works only while a case runs"};
    return *context;
}

}  // namespace assay::script
