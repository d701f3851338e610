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
    /// @throws base::SetupError with file:line when `text` is not TOML
    TomlFile(const std::string& text, std::string name);

    [[nodiscard]] const toml::table& root() const { return root_; }
    [[nodiscard]] std::string place(const toml::node& node) const;

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
    std::string name_;
    toml::table root_;
};

[[nodiscard]] script::Value value_of(const toml::node& node);

}  // namespace assay::suite
