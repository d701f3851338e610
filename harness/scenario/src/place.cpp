#include "place.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace assay::scenario {
namespace {

constexpr auto npos = std::string_view::npos;

std::string_view line_of(std::string_view text, std::size_t line) {
    for (; line > 1; --line) {
        const auto end = text.find('\n');
        if (end == npos) return {};
        text.remove_prefix(end + 1);
    }
    text = text.substr(0, text.find('\n'));
    if (text.ends_with('\r')) text.remove_suffix(1);
    return text;
}

// The last word of the message within single quotes, as Lua and we quote: "near '}'", "unknown key 'sise'".
std::string_view quoted_in(std::string_view message) {
    const auto end = message.rfind('\'');
    if (end == npos || end == 0) return {};
    const auto begin = message.rfind('\'', end - 1);
    return begin == npos ? std::string_view{} : message.substr(begin + 1, end - begin - 1);
}

std::size_t column_in(std::string_view line, std::string_view message) {
    if (message.ends_with("<eof>")) return line.size() + 1;
    const std::string_view word = quoted_in(message);
    const auto found = word.empty() ? npos : line.find(word);
    if (found != npos) return found + 1;
    return std::min(line.find_first_not_of(" \t"), line.size()) + 1;
}

}  // namespace

base::SetupError error_at(const std::string& file, std::string_view text, std::size_t line,
                          std::size_t column, const std::string& what, const std::string& remedy) {
    std::string shown{line_of(text, line)};
    std::string below{shown.substr(0, std::min(column - 1, shown.size()))};
    std::ranges::replace_if(
        below, [](char c) { return c != '\t'; }, ' ');
    return base::SetupError{fmt::format("{}\n  {}\n  {}^", what, shown, below),
                            fmt::format("{}:{}:{}", file, line, column), remedy};
}

base::SetupError error_of_script(const std::string& file, std::string_view name, std::string_view text,
                                 std::string_view message) {
    constexpr const char* remedy = "see suites/load for scenarios and suites/README.md for what they may say";
    std::size_t line = 1;
    if (message.starts_with(name) && message.size() > name.size() + 1) {
        const std::string_view rest = message.substr(name.size() + 1);
        const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), line);
        if (error == std::errc{}) message = rest.substr(static_cast<std::size_t>(end - rest.data()) + 1);
        message.remove_prefix(std::min(message.find_first_not_of(' '), message.size()));
    }
    // A file that ends too early ends at its last line that says something, not behind it.
    while (line > 1 && message.ends_with("<eof>") && line_of(text, line).empty()) --line;
    return error_at(file, text, line, column_in(line_of(text, line), message), std::string{message}, remedy);
}

}  // namespace assay::scenario
