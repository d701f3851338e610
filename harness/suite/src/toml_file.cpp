#include "toml_file.hpp"

#include <algorithm>
#include <sstream>
#include <vector>

#include <fmt/format.h>

#include "assay/base/setup_error.hpp"
#include "assay/suite/names.hpp"

namespace assay::suite {
namespace {

/// Nodes are moved: a copy no longer knows where it stood.
void merge(toml::table& into, toml::table&& over) {
    for (auto&& [key, node] : over) {
        toml::table* there = into.get_as<toml::table>(key);
        if (there != nullptr && node.is_table()) {
            merge(*there, std::move(*node.as_table()));
        } else {
            into.erase(key);  // or the key would keep the place that it had
            into.insert(key, std::move(node));
        }
    }
}

}  // namespace

TomlFile::TomlFile(const std::string& text, std::string name) : name_{std::move(name)} {
    try {
        root_ = toml::parse(text, name_);
    } catch (const toml::parse_error& error) {
        throw base::SetupError{std::string{error.description()}, place(error.source()),
                               "correct the TOML there"};
    }
}

void TomlFile::base_on(TomlFile base, std::initializer_list<std::string_view> apart) {
    for (const std::string_view key : apart) base.root_.erase(key);
    merge(base.root_, std::move(root_));
    root_ = std::move(base.root_);
}

void TomlFile::settle(const std::string& name) {
    root_.insert_or_assign("name", name);
    root_.erase("base");
}

std::string TomlFile::place(const toml::source_region& at) const {
    return fmt::format("{}:{}:{}", at.path ? *at.path : name_, at.begin.line, at.begin.column);
}

void TomlFile::refuse(const toml::node& at, const std::string& what, const std::string& remedy) const {
    throw base::SetupError{what, place(at.source()), remedy};
}

void TomlFile::allow_only(const toml::table& table, std::initializer_list<std::string_view> keys) const {
    for (const auto& [key, node] : table) {
        if (std::ranges::find(keys, key.str()) == keys.end()) {
            const std::vector<std::string> known{keys.begin(), keys.end()};
            refuse(node, fmt::format("unknown key '{}'", key.str()),
                   did_you_mean(key.str(), known, fmt::format("known are {}", fmt::join(keys, ", "))));
        }
    }
}

std::string TomlFile::text(const toml::table& table, std::string_view key) const {
    const toml::node* node = table.get(key);
    if (node == nullptr) return {};
    if (!node->is_string()) refuse(*node, fmt::format("'{}' is not text", key), "put it in quotes");
    return node->as_string()->get();
}

std::string TomlFile::required_text(const toml::table& table, std::string_view key) const {
    if (!table.contains(key)) refuse(table, fmt::format("'{}' is missing", key), "add it");
    return text(table, key);
}

bool TomlFile::flag(const toml::table& table, std::string_view key, bool otherwise) const {
    const toml::node* node = table.get(key);
    if (node == nullptr) return otherwise;
    if (!node->is_boolean())
        refuse(*node, fmt::format("'{}' is neither true nor false", key), "write true or false");
    return node->as_boolean()->get();
}

const toml::table* TomlFile::table(const toml::table& parent, std::string_view key) const {
    const toml::node* node = parent.get(key);
    if (node == nullptr) return nullptr;
    if (!node->is_table())
        refuse(*node, fmt::format("'{}' is not a table", key), fmt::format("write [{}]", key));
    return node->as_table();
}

std::vector<const toml::table*> TomlFile::tables(std::string_view key) const {
    std::vector<const toml::table*> found;
    const toml::node* node = root_.get(key);
    if (node == nullptr) return found;
    if (!node->is_array_of_tables())
        refuse(*node, fmt::format("'{}' is not a list of tables", key), fmt::format("write [[{}]]", key));
    for (const toml::node& element : *node->as_array()) found.push_back(element.as_table());
    return found;
}

script::Value value_of(const toml::node& node) {
    if (const auto* flag = node.as_boolean()) return {flag->get()};
    if (const auto* number = node.as_integer()) return {number->get()};
    if (const auto* number = node.as_floating_point()) return {number->get()};
    if (const auto* text = node.as_string()) return {text->get()};
    if (const auto* array = node.as_array()) {
        script::Array values;
        for (const toml::node& element : *array) values.push_back(value_of(element));
        return {std::move(values)};
    }
    if (const auto* table = node.as_table()) {
        script::Table values;
        for (const auto& [key, element] : *table) values.emplace(std::string{key.str()}, value_of(element));
        return {std::move(values)};
    }
    std::ostringstream printed;  // dates and times: as they are written
    node.visit([&printed](const auto& held) {
        if constexpr (toml::is_value<decltype(held)>) printed << held.get();
    });
    return {printed.str()};
}

}  // namespace assay::suite
