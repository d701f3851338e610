#include "simple_types.hpp"

#include <libxml/tree.h>

#include <charconv>
#include <regex>
#include <string>

#include "assay/base/text.hpp"

namespace assay::rules {
namespace {

/// Keeps std::regex, which recurses a character at a time, from long texts.
constexpr std::size_t longest_matched = 200;

bool matches(std::string_view text, const std::regex& form) {
    return text.size() <= longest_matched && std::regex_match(text.begin(), text.end(), form);
}

}  // namespace

bool is_ncname(std::string_view text) {
    const std::string terminated{text};
    return xmlValidateNCName(reinterpret_cast<const xmlChar*>(terminated.c_str()), 0) == 0;
}

bool is_duration(std::string_view text) {
    static const std::regex form{R"(-?P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?)"};
    return matches(base::trimmed(text), form);
}

bool is_language_tag(std::string_view text) {
    static const std::regex form{R"([A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*)"};
    return matches(base::trimmed(text), form);
}

std::optional<std::uint64_t> count_from(std::string_view text) {
    text = base::trimmed(text);
    if (text.starts_with('+')) text.remove_prefix(1);
    std::uint64_t count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return count;
}

}  // namespace assay::rules
