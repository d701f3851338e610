#include "toml_section.hpp"

#include <chrono>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <toml++/toml.h>

#include "assay/base/setup_error.hpp"

namespace assay::bmc {

void Section::parse(std::string_view text, const std::string& file, const std::string& name,
                    const std::function<void(Section&)>& read) {
    try {
        const toml::table table = toml::parse(text, file);
        Section root{table, file, name};
        read(root);
        root.finish();
    } catch (const toml::parse_error& error) {
        throw base::SetupError{std::string{error.description()},
                               fmt::format("{}:{}", file, error.source().begin.line),
                               "correct the TOML there"};
    }
}

bool Section::has(std::string_view key) { return find(key) != nullptr; }

void Section::fail(const toml::node& at, const std::string& what, const std::string& remedy) const {
    throw base::SetupError{what, fmt::format("{}:{}", file_, at.source().begin.line), remedy};
}

void Section::reject(std::string_view key, const std::string& expected) const {
    const toml::node* const node = table_.get(key);
    fail(node == nullptr ? static_cast<const toml::node&>(table_) : *node,
         fmt::format("{}: wrong '{}'", name_, key), "expected " + expected);
}

const toml::node* Section::find(std::string_view key) {
    asked_.emplace(key);
    return table_.get(key);
}

const toml::node& Section::require(std::string_view key, const std::string& expected) {
    const toml::node* const node = find(key);
    if (node == nullptr) fail(table_, fmt::format("{}: no '{}'", name_, key), "add it; expected " + expected);
    return *node;
}

std::int64_t Section::integer(std::string_view key, std::int64_t least, std::int64_t most,
                              std::optional<std::int64_t> fallback) {
    if (!has(key) && fallback) return *fallback;
    const std::string expected = fmt::format("a whole number from {} to {}", least, most);
    const auto value = require(key, expected).value_exact<std::int64_t>();
    if (!value || *value < least || *value > most) reject(key, expected);
    return *value;
}

double Section::number(std::string_view key, std::optional<double> fallback) {
    if (!has(key) && fallback) return *fallback;
    const auto value = require(key, "a number").value<double>();
    if (!value || !std::isfinite(*value)) reject(key, "a number");
    return *value;
}

bool Section::flag(std::string_view key, bool fallback) {
    const toml::node* const node = find(key);
    if (node == nullptr) return fallback;
    const auto value = node->value_exact<bool>();
    if (!value) reject(key, "true or false");
    return *value;
}

std::string Section::text(std::string_view key, std::optional<std::string> fallback) {
    if (!has(key) && fallback) return *fallback;
    const auto value = require(key, "a string").value_exact<std::string>();
    if (!value) reject(key, "a string");
    return *value;
}

std::int64_t Section::time(std::string_view key) {
    static constexpr auto expected = "a date and time with offset, like 2026-01-31T08:00:00Z";
    const auto value = require(key, expected).value_exact<toml::date_time>();
    if (!value || !value->offset) reject(key, expected);
    using namespace std::chrono;
    const sys_days day =
        year_month_day{year{value->date.year}, month{value->date.month}, std::chrono::day{value->date.day}};
    const auto since_midnight =
        hours{value->time.hour} + minutes{value->time.minute} + seconds{value->time.second};
    return duration_cast<seconds>(day.time_since_epoch() + since_midnight - minutes{value->offset->minutes})
        .count();
}

std::vector<std::int64_t> Section::integers(std::string_view key, std::int64_t least, std::int64_t most) {
    const std::string expected = fmt::format("an array of whole numbers from {} to {}", least, most);
    const toml::array* const array = require(key, expected).as_array();
    if (array == nullptr) reject(key, expected);
    std::vector<std::int64_t> values;
    for (const toml::node& element : *array) {
        const auto value = element.value_exact<std::int64_t>();
        if (!value || *value < least || *value > most) reject(key, expected);
        values.push_back(*value);
    }
    return values;
}

std::vector<std::string> Section::texts(std::string_view key) {
    std::vector<std::string> values;
    if (!has(key)) return values;
    const toml::array* const array = table_.get(key)->as_array();
    if (array == nullptr) reject(key, "an array of strings");
    for (const toml::node& element : *array) {
        const auto value = element.value_exact<std::string>();
        if (!value) reject(key, "an array of strings");
        values.push_back(*value);
    }
    return values;
}

base::Octets Section::octets(std::string_view key) {
    std::string digits = text(key);
    std::erase_if(digits, [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; });
    const auto value = base::from_hex(digits);
    if (!value) reject(key, "octets as pairs of hexadecimal digits");
    return *value;
}

std::optional<Section> Section::table(std::string_view key) {
    const toml::node* const node = find(key);
    if (node == nullptr) return std::nullopt;
    if (node->as_table() == nullptr) reject(key, "a table");
    return Section{*node->as_table(), file_, fmt::format("{} of {}", key, name_)};
}

void Section::tables(std::string_view key, const std::function<void(Section&)>& each) {
    const toml::node* const node = find(key);
    if (node == nullptr) return;
    const toml::array* const array = node->as_array();
    if (array == nullptr) reject(key, fmt::format("tables headed [[{}]]", key));
    for (const toml::node& element : *array) {
        if (element.as_table() == nullptr) reject(key, fmt::format("tables headed [[{}]]", key));
        Section section{*element.as_table(), file_, std::string{key}};
        each(section);
        section.finish();
    }
}

void Section::finish() const {
    for (const auto& [key, node] : table_) {
        if (asked_.contains(key.str())) continue;
        fail(node, fmt::format("{}: unknown key '{}'", name_, key.str()),
             fmt::format("remove it, or use one of: {}", fmt::join(asked_, ", ")));
    }
}

}  // namespace assay::bmc
