// A TOML table that is read key by key: wrong types, values out of range and keys nobody asked for are
// SetupErrors that say file:line and what was expected.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "assay/base/octets.hpp"

#include <toml++/impl/forward_declarations.h>

namespace assay::bmc {

class Section {
public:
    /// Parses `text` and reads its root, which errors call `name`, with `read`.
    /// @throws base::SetupError also for what is not TOML, and for keys that `read` did not ask for
    static void parse(std::string_view text, const std::string& file, const std::string& name,
                      const std::function<void(Section&)>& read);

    /// @param table must outlive the section
    /// @param name  what errors call it: "sensor 'CPU0 Temp'"
    Section(const toml::table& table, std::string file, std::string name)
        : table_{table}, file_{std::move(file)}, name_{std::move(name)} {}

    /// Is the key there? Asking makes it a known one.
    [[nodiscard]] bool has(std::string_view key);

    /// A required value, or `fallback` when one is given and the key is absent.
    std::int64_t integer(std::string_view key, std::int64_t least, std::int64_t most,
                         std::optional<std::int64_t> fallback = std::nullopt);
    double number(std::string_view key, std::optional<double> fallback = std::nullopt);
    bool flag(std::string_view key, bool fallback);
    std::string text(std::string_view key, std::optional<std::string> fallback = std::nullopt);
    /// Seconds since 1970-01-01 of an offset date-time.
    std::int64_t time(std::string_view key);
    /// An array of strings; empty when the key is absent.
    std::vector<std::string> texts(std::string_view key);
    /// Hexadecimal digits, with white space between octets where one likes.
    base::Octets octets(std::string_view key);
    std::vector<std::int64_t> integers(std::string_view key, std::int64_t least, std::int64_t most);

    /// The table under `key`; nothing when it is absent.
    std::optional<Section> table(std::string_view key);
    /// Calls `each` for every table of an array of tables; none when it is absent.
    void tables(std::string_view key, const std::function<void(Section&)>& each);

    /// How later errors call this section.
    void rename(std::string name) { name_ = std::move(name); }

    /// @throws base::SetupError about the value of `key`
    [[noreturn]] void reject(std::string_view key, const std::string& expected) const;
    /// @throws base::SetupError when a key was never asked for
    void finish() const;

private:
    [[nodiscard]] const toml::node* find(std::string_view key);
    [[nodiscard]] const toml::node& require(std::string_view key, const std::string& expected);
    [[noreturn]] void fail(const toml::node& at, const std::string& what, const std::string& remedy) const;

    const toml::table& table_;
    std::string file_;
    std::string name_;
    std::set<std::string, std::less<>> asked_;
};

}  // namespace assay::bmc
