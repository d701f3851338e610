#include "profile_check.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

#include "assay/suite/names.hpp"
#include "assay/suite/profile_schema.hpp"

namespace assay::suite {
namespace {

/// Tables whose keys are names of one's own.
constexpr std::array<std::string_view, 2> open_tables{"features", "namespaces"};
constexpr std::string_view own_table = "own";
constexpr std::string_view quirk_list = "quirk";  ///< read, and checked, as a list of tables
constexpr std::array<std::string_view, 16> cim_types{
    "boolean", "uint8",  "uint16", "uint32", "uint64", "sint8",    "sint16",   "sint32",
    "sint64",  "real32", "real64", "char16", "string", "datetime", "interval", "octets"};

std::vector<std::string> known_tables() {
    std::vector<std::string> names{open_tables.begin(), open_tables.end()};
    for (const ProfileKey& key : profile_keys()) {
        const std::string name{key.table.empty() ? key.name : key.table};
        if (std::ranges::find(names, name) == names.end()) names.push_back(name);
    }
    return names;
}

std::vector<std::string> keys_of(std::string_view table) {
    std::vector<std::string> names;
    for (const ProfileKey& key : profile_keys()) {
        if (key.table == table) names.emplace_back(key.name);
    }
    return names;
}

bool is_text(const toml::node& node) { return node.is_string() && !node.as_string()->get().empty(); }

bool are_texts(const toml::node& node) {
    return node.is_array() && std::ranges::all_of(*node.as_array(), [](const toml::node& each) {
               return each.is_string() || each.is_integer();
           });
}

bool is_texts_of(const toml::node& node) {
    return node.is_table() && std::ranges::all_of(*node.as_table(), [](const auto& pair) {
               return pair.second.is_string() || pair.second.is_integer() || pair.second.is_boolean();
           });
}

bool is_sample(const toml::node& node) {
    const toml::table* table = node.as_table();
    return table != nullptr && table->size() == 2 && table->contains("property") &&
           table->contains("values") && is_text(*table->get("property")) && are_texts(*table->get("values"));
}

bool is_types(const toml::node& node) {
    return node.is_table() && std::ranges::all_of(*node.as_table(), [](const auto& pair) {
               return std::ranges::find(cim_types, pair.first.str()) != cim_types.end() &&
                      is_text(pair.second);
           });
}

bool is_of(KeyKind kind, const toml::node& node) {
    switch (kind) {
        case KeyKind::text: return is_text(node);
        case KeyKind::count: return node.is_integer() && node.as_integer()->get() >= 0;
        case KeyKind::rate: return node.is_number() && node.value_or(0.0) > 0;
        case KeyKind::flag: return node.is_boolean();
        case KeyKind::texts: return are_texts(node);
        case KeyKind::texts_of: return is_texts_of(node);
        case KeyKind::sample: return is_sample(node);
        case KeyKind::types: return is_types(node);
        case KeyKind::free: break;
    }
    return true;
}

/// "[item] uri", or "name" at the top of the file.
std::string shown(const ProfileKey& key) {
    return key.table.empty() ? std::string{key.name} : fmt::format("[{}] {}", key.table, key.name);
}

void check_value(const TomlFile& file, const ProfileKey& key, const toml::node& value) {
    if (is_of(key.kind, value)) return;
    file.refuse(value, fmt::format("{} is not {}", shown(key), to_text(key.kind)),
                fmt::format("it is {}", key.meaning));
}

void check_table(const TomlFile& file, std::string_view name, const toml::table& table) {
    const std::vector<std::string> known = keys_of(name);
    for (const auto& [key, value] : table) {
        if (std::ranges::find(known, key.str()) != known.end()) continue;
        file.refuse(value, fmt::format("[{}] has no key '{}'", name, key.str()),
                    did_you_mean(key.str(), known, fmt::format("it knows {}", fmt::join(known, ", "))));
    }
    for (const ProfileKey& key : profile_keys()) {
        if (key.table != name) continue;
        if (const toml::node* value = table.get(key.name)) {
            check_value(file, key, *value);
        } else if (key.required) {
            file.refuse(table, fmt::format("[{}] has no '{}'", name, key.name),
                        fmt::format("add it: {}", key.meaning));
        }
    }
}

void check_top(const TomlFile& file, const toml::key& key, const toml::node& node) {
    const std::vector<std::string> known = known_tables();
    if (key.str() == quirk_list) return;
    if (std::ranges::find(known, key.str()) == known.end()) {
        file.refuse(
            node, fmt::format("a profile has no {} '{}'", node.is_table() ? "table" : "key", key.str()),
            did_you_mean(key.str(), known,
                         fmt::format("what suites of your own look for belongs under [{}]; `assay list "
                                     "--profile-keys` shows the rest",
                                     own_table)));
    }
    for (const ProfileKey& of : profile_keys()) {
        if (of.table.empty() && of.name == key.str()) return check_value(file, of, node);
    }
    if (!node.is_table())
        file.refuse(node, fmt::format("'{}' is not a table", key.str()),
                    fmt::format("write [{}]", key.str()));
    const bool is_open =
        key.str() == own_table || std::ranges::find(open_tables, key.str()) != open_tables.end();
    if (!is_open) check_table(file, key.str(), *node.as_table());
}

}  // namespace

void check_profile(const TomlFile& file) {
    for (const auto& [key, node] : file.root()) check_top(file, key, node);
}

}  // namespace assay::suite
