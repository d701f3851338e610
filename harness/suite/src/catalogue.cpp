#include "assay/suite/catalogue.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "assay/base/home.hpp"
#include "assay/base/setup_error.hpp"
#include "folder.hpp"
#include "toml_file.hpp"

namespace assay::suite {
namespace {

/// A word of an enumeration, read by one of record's *_from functions.
template <class Read>
auto word(const TomlFile& file, const toml::table& table, const char* key, Read read, const char* known) {
    const std::string text = file.required_text(table, key);
    const auto value = read(text);
    if (!value)
        file.refuse(*table.get(key), fmt::format("unknown {} '{}'", key, text),
                    fmt::format("known are {}", known));
    return *value;
}

record::Rule rule_from(const TomlFile& file, const toml::table& table, const std::string& specification) {
    file.allow_only(table, {"id", "section", "number", "level", "side", "wire_testable", "requirement",
                            "fault", "evidence", "why_not_testable", "declined", "left_to", "of_clients"});
    record::Rule rule;
    rule.id = file.required_text(table, "id");
    rule.specification = specification;
    rule.section = file.required_text(table, "section");
    rule.number = file.text(table, "number");
    rule.level = word(file, table, "level", record::level_from, "SHALL, SHALL NOT, SHOULD, SHOULD NOT, MAY");
    rule.side = word(file, table, "side", record::side_from, "service, client, both");
    rule.wire_testable = word(file, table, "wire_testable", record::wire_testable_from, "yes, partly, no");
    rule.requirement = file.required_text(table, "requirement");
    rule.fault = file.text(table, "fault");
    rule.evidence = file.required_text(table, "evidence");
    rule.why_not_testable = file.text(table, "why_not_testable");
    rule.declined = file.text(table, "declined");
    rule.left_to = file.text(table, "left_to");
    rule.of_clients = file.text(table, "of_clients");
    if (!rule.of_clients.empty() && rule.side != record::Side::both) {
        file.refuse(*table.get("of_clients"), fmt::format("rule '{}' does not bind both sides", rule.id),
                    "of_clients is for rules of both; say why_not_testable or left_to");
    }
    const auto reasons = std::ranges::count_if(std::array{rule.why_not_testable, rule.declined, rule.left_to},
                                               [](const std::string& reason) { return !reason.empty(); });
    if (reasons > 1) {
        file.refuse(*table.get("id"), fmt::format("rule '{}' gives two reasons", rule.id),
                    "keep one of why_not_testable, declined and left_to");
    }
    return rule;
}

}  // namespace

void add_catalogue(record::Rules& rules, const std::filesystem::path& path) {
    const TomlFile file{base::read_file(path), path.string()};
    file.allow_only(file.root(), {"specification", "rule"});
    const std::string specification = file.required_text(file.root(), "specification");
    record::Rules added;
    for (const toml::table* table : file.tables("rule")) {
        record::Rule rule = rule_from(file, *table, specification);
        rule.where = file.place(*table->get("id"));
        const auto& where_taken = rules.contains(rule.id) ? rules : added;
        if (const auto taken = where_taken.find(rule.id); taken != where_taken.end()) {
            file.refuse(*table->get("id"),
                        fmt::format("rule '{}' is there already, in {}", rule.id, taken->second.where),
                        "ids are unique over all files; choose another");
        }
        const std::string id = rule.id;
        added.emplace(id, std::move(rule));
    }
    rules.merge(added);
}

record::Rules read_catalogue(const std::filesystem::path& folder) {
    record::Rules rules;
    for (const auto& path : files_in(folder, ".toml", false)) add_catalogue(rules, path);
    if (rules.empty())
        throw base::SetupError{"no rules there", folder.string(), "point ASSAY_HOME at a whole installation"};
    return rules;
}

}  // namespace assay::suite
