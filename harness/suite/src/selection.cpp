// Which cases were asked for.
#include <algorithm>
#include <functional>

#include <fmt/format.h>

#include "assay/base/usage_error.hpp"
#include "assay/suite/names.hpp"
#include "assay/suite/plan.hpp"

namespace assay::suite {
namespace {

using script::CaseDefinition;
using Texts = std::vector<std::string>;

int strictness(record::Level level) {
    if (level == record::Level::shall || level == record::Level::shall_not) return 2;
    return level == record::Level::may ? 0 : 1;
}

/// A suite goes by its file's name with and without ".lua".
Texts names_of_file(const std::string& file) { return {file, file.substr(0, file.rfind(".lua"))}; }

Texts names_of_suite(const CaseDefinition& definition) { return names_of_file(definition.file); }

/// Without ".lua", or 'chapter.*' would mean the file chapter.lua as well.
Texts names_to_exclude(const CaseDefinition& definition) {
    return {definition.id, names_of_suite(definition).back()};
}

bool match_any(const Texts& globs, const Texts& names) {
    return std::ranges::any_of(globs, [&](const std::string& glob) {
        return std::ranges::any_of(names, [&](const std::string& name) { return matches(glob, name); });
    });
}

bool fit(const Texts& globs, const Texts& names) { return globs.empty() || match_any(globs, names); }

bool is_selected(const CaseDefinition& definition, const record::Rules& rules, const Selection& selection) {
    if (selection.subject && definition.subject != *selection.subject) return false;
    if (!fit(selection.suites, names_of_suite(definition)) || !fit(selection.cases, {definition.id}) ||
        !fit(selection.tags, definition.tags) || match_any(selection.excluded, names_to_exclude(definition)))
        return false;
    if (selection.ids && std::ranges::find(*selection.ids, definition.id) == selection.ids->end())
        return false;
    return std::ranges::any_of(definition.proves, [&](const std::string& rule) {
        const bool strict =
            !selection.level || strictness(rules.at(rule).level) >= strictness(*selection.level);
        return strict && fit(selection.rules, {rule});
    });
}

/// What could help when a name is not known.
std::string where_to_look(const std::vector<record::SuiteTrouble>& troubles, const char* list) {
    if (troubles.empty()) return fmt::format("`assay list {}` shows what there is", list);
    return fmt::format("it may be in {}, which does not load; `assay list` says why", troubles.front().suite);
}

void refuse_idle_globs(const char* option, const Texts& globs, const Texts& names,
                       const std::string& otherwise) {
    for (const std::string& glob : globs) {
        if (match_any({glob}, names)) continue;
        throw base::UsageError{fmt::format("'{}' matches nothing", glob), option,
                               did_you_mean(glob, names, otherwise)};
    }
}

/// The names that `names_of` gives for any case.
Texts all_names(const std::vector<CaseDefinition>& cases,
                const std::function<Texts(const CaseDefinition&)>& names_of) {
    Texts all;
    for (const CaseDefinition& definition : cases) {
        for (std::string& name : names_of(definition)) all.push_back(std::move(name));
    }
    std::ranges::sort(all);
    all.erase(std::ranges::unique(all).begin(), all.end());
    return all;
}

void check(const std::vector<CaseDefinition>& cases, const std::vector<record::SuiteTrouble>& troubles,
           const record::Rules& rules, const Selection& selection) {
    const auto ids = [](const CaseDefinition& definition) { return Texts{definition.id}; };
    const auto tags = [](const CaseDefinition& definition) { return definition.tags; };
    Texts rule_ids;
    for (const auto& [id, rule] : rules) rule_ids.push_back(id);
    Texts suites = all_names(cases, names_of_suite);
    for (const record::SuiteTrouble& trouble : troubles) {
        for (std::string& name : names_of_file(trouble.suite)) suites.push_back(std::move(name));
    }
    const std::string look = where_to_look(troubles, "--cases");
    refuse_idle_globs("--suite", selection.suites, suites, look);
    refuse_idle_globs("--case", selection.cases, all_names(cases, ids), look);
    refuse_idle_globs("--rule", selection.rules, rule_ids, where_to_look(troubles, "--rules"));
    refuse_idle_globs("--tag", selection.tags, all_names(cases, tags),
                      where_to_look(troubles, "--cases --json"));
    refuse_idle_globs("--exclude", selection.excluded, all_names(cases, names_to_exclude), look);
}

}  // namespace

std::vector<record::SuiteTrouble> selected_troubles(const std::vector<record::SuiteTrouble>& troubles,
                                                    const Selection& selection) {
    std::vector<record::SuiteTrouble> selected;
    for (const record::SuiteTrouble& trouble : troubles) {
        const Texts names = names_of_file(trouble.suite);
        if (fit(selection.suites, names) && !match_any(selection.excluded, {names.back()}))
            selected.push_back(trouble);
    }
    return selected;
}

std::vector<const CaseDefinition*> select(const std::vector<CaseDefinition>& cases,
                                          const std::vector<record::SuiteTrouble>& troubles,
                                          const record::Rules& rules, const Selection& selection) {
    check(cases, troubles, rules, selection);
    std::vector<const CaseDefinition*> selected;
    for (const CaseDefinition& definition : cases) {
        if (is_selected(definition, rules, selection)) selected.push_back(&definition);
    }
    if (selected.empty() && selected_troubles(troubles, selection).empty()) {
        throw base::UsageError{"no case fits all that was asked for",
                               "--suite, --case, --rule, --level, --tag, --exclude, --failed-of",
                               "`assay list --cases` takes the same options and shows what there is; "
                               "cases of services and of BMCs are never played together"};
    }
    return selected;
}

}  // namespace assay::suite
