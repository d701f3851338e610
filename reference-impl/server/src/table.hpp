// Reading TOML so that every mistake is said with its file, line and remedy.
#pragma once

#include <toml++/toml.h>

#include <algorithm>
#include <filesystem>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "assay/base/setup_error.hpp"

namespace assay::server {

inline std::string place(const std::filesystem::path& file, const toml::source_region& source) {
    return file.string() + ":" + std::to_string(source.begin.line);
}

/// One table of the file; every read names the place when something is wrong.
class Table {
public:
    Table(const toml::table& table, const std::filesystem::path& file) : table_{table}, file_{file} {}

    void allow_only(std::initializer_list<std::string_view> keys) const {
        for (const auto& [key, node] : table_) {
            if (std::ranges::find(keys, key.str()) != keys.end()) continue;
            std::string known;
            for (const std::string_view each : keys) known += (known.empty() ? "" : ", ") + std::string{each};
            throw base::SetupError{"unknown key '" + std::string{key.str()} + "'", place(file_, key.source()),
                                   "known keys here are: " + known};
        }
    }

    template <class T>
    [[nodiscard]] std::optional<T> get(std::string_view key, std::string_view kind) const {
        const toml::node* node = table_.get(key);
        if (node == nullptr) return std::nullopt;
        const auto value = node->value_exact<T>();
        if (!value) throw wrong(*node, key, kind);
        return *value;
    }

    [[nodiscard]] std::optional<std::string> text(std::string_view key) const {
        return get<std::string>(key, "a string");
    }
    [[nodiscard]] std::optional<bool> flag(std::string_view key) const {
        return get<bool>(key, "true or false");
    }

    template <class Number>
    void number(std::string_view key, Number& into, std::int64_t least, std::int64_t most) const {
        const auto value = get<std::int64_t>(key, "an integer");
        if (!value) return;
        if (*value < least || *value > most) {
            throw base::SetupError{
                "'" + std::string{key} + "' is out of range", place(file_, table_.get(key)->source()),
                "use a value from " + std::to_string(least) + " to " + std::to_string(most)};
        }
        into = Number(*value);
    }

    [[nodiscard]] base::SetupError wrong(const toml::node& node, std::string_view key,
                                         std::string_view kind) const {
        return {"'" + std::string{key} + "' has to be " + std::string{kind}, place(file_, node.source()),
                "correct the value"};
    }
    [[nodiscard]] base::SetupError missing(std::string_view key) const {
        return {"'" + std::string{key} + "' is missing", place(file_, table_.source()), "add it"};
    }

    [[nodiscard]] std::optional<Table> table(std::string_view key) const {
        const toml::node* node = table_.get(key);
        if (node == nullptr) return std::nullopt;
        if (!node->is_table()) throw wrong(*node, key, "a table");
        return Table{*node->as_table(), file_};
    }
    [[nodiscard]] std::vector<Table> tables(std::string_view key) const {
        std::vector<Table> found;
        const toml::node* node = table_.get(key);
        if (node == nullptr) return found;
        if (!node->is_array_of_tables())
            throw wrong(*node, key, "tables, written [[" + std::string{key} + "]]");
        for (const auto& each : *node->as_array()) found.emplace_back(*each.as_table(), file_);
        return found;
    }
    /// Strings and where they stand.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> texts(std::string_view key) const {
        std::vector<std::pair<std::string, std::string>> found;
        const toml::node* node = table_.get(key);
        if (node == nullptr) return found;
        if (!node->is_array()) throw wrong(*node, key, "an array of strings");
        for (const auto& each : *node->as_array()) {
            const auto value = each.value_exact<std::string>();
            if (!value) throw wrong(each, key, "an array of strings");
            found.emplace_back(*value, place(file_, each.source()));
        }
        return found;
    }
    /// Integers and where they stand.
    [[nodiscard]] std::vector<std::pair<std::int64_t, std::string>> numbers(std::string_view key) const {
        std::vector<std::pair<std::int64_t, std::string>> found;
        const toml::node* node = table_.get(key);
        if (node == nullptr) return found;
        if (!node->is_array()) throw wrong(*node, key, "an array of integers");
        for (const auto& each : *node->as_array()) {
            const auto value = each.value_exact<std::int64_t>();
            if (!value) throw wrong(each, key, "an array of integers");
            found.emplace_back(*value, place(file_, each.source()));
        }
        return found;
    }
    /// A file's name; a relative one starts from where the configuration stands.
    [[nodiscard]] std::optional<std::filesystem::path> path(std::string_view key) const {
        const auto name = text(key);
        if (!name) return std::nullopt;
        return file_.parent_path() / *name;
    }
    /// One of the words, as its place in the list.
    [[nodiscard]] std::optional<std::size_t> choice(std::string_view key,
                                                    std::initializer_list<std::string_view> words) const {
        const auto word = text(key);
        if (!word) return std::nullopt;
        const auto found = std::ranges::find(words, *word);
        if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
        std::string known;
        for (const std::string_view each : words) known += (known.empty() ? "" : ", ") + std::string{each};
        throw base::SetupError{"'" + std::string{key} + "' is none of its words", here(key),
                               "use one of: " + known};
    }
    [[nodiscard]] bool has(std::string_view key) const { return table_.contains(key); }
    /// Where the table begins.
    [[nodiscard]] std::string here() const { return place(file_, table_.source()); }
    [[nodiscard]] std::string here(std::string_view key) const {
        return place(file_, table_.get(key)->source());
    }

private:
    const toml::table& table_;
    const std::filesystem::path& file_;
};

}  // namespace assay::server
