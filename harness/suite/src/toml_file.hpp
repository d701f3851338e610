// TOML with positions in its errors.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include <toml++/toml.h>

#include "assay/script/value.hpp"

namespace assay::suite {

/// One TOML document and the words for what is wrong with it.
class TomlFile {
public:
    /// @throws base::SetupError with file:line:column when `text` is not TOML
    TomlFile(const std::string& text, std::string name);

    [[nodiscard]] const toml::table& root() const { return root_; }
    /// Puts what another file says under what this one says: tables are merged, key by key. Errors still
    /// name the file that says it.
    /// @param apart keys at the top of the other file that are not taken over
    void base_on(TomlFile base, std::initializer_list<std::string_view> apart);
    /// Says what it is called, and that it is based on nothing any more.
    void settle(const std::string& name);

    /// "file:line:column"
    [[nodiscard]] std::string place(const toml::node& node) const { return place(node.source()); }

    [[noreturn]] void refuse(const toml::node& at, const std::string& what, const std::string& remedy) const;
    void allow_only(const toml::table& table, std::initializer_list<std::string_view> keys) const;

    /// The text under `key`, "" when absent.
    [[nodiscard]] std::string text(const toml::table& table, std::string_view key) const;
    [[nodiscard]] std::string required_text(const toml::table& table, std::string_view key) const;
    [[nodiscard]] bool flag(const toml::table& table, std::string_view key, bool otherwise) const;
    /// The table under `key`, nullptr when absent.
    [[nodiscard]] const toml::table* table(const toml::table& parent, std::string_view key) const;
    /// The tables of [[key]].
    [[nodiscard]] std::vector<const toml::table*> tables(std::string_view key) const;

private:
    [[nodiscard]] std::string place(const toml::source_region& at) const;

    std::string name_;
    toml::table root_;
};

[[nodiscard]] script::Value value_of(const toml::node& node);

}  // namespace assay::suite
