#include "object_path.hpp"

#include <algorithm>

namespace assay::schema {
namespace {

bool is_letter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' ||
           (static_cast<unsigned char>(c) & 0x80U) != 0;
}
bool is_name(std::string_view text) {
    return !text.empty() && is_letter(text.front()) &&
           std::ranges::all_of(text, [](char c) { return is_letter(c) || (c >= '0' && c <= '9'); });
}

/// Takes one value off the front: a quoted string, or what stands before the next comma.
bool take_value(std::string_view& text) {
    if (text.empty()) return false;
    if (text.front() != '"' && text.front() != '\'') {
        const std::size_t end = std::min(text.find(','), text.size());
        text.remove_prefix(end);
        return end > 0;
    }
    for (std::size_t at = 1; at < text.size(); ++at) {
        if (text[at] == '\\') {
            ++at;
        } else if (text[at] == text.front()) {
            text.remove_prefix(at + 1);
            return true;
        }
    }
    return false;
}

bool are_keys(std::string_view text) {
    while (true) {
        const std::size_t equals = text.find('=');
        if (equals == std::string_view::npos || !is_name(text.substr(0, equals))) return false;
        text.remove_prefix(equals + 1);
        if (!take_value(text)) return false;
        if (text.empty()) return true;
        if (text.front() != ',') return false;
        text.remove_prefix(1);
    }
}

}  // namespace

std::optional<std::string> class_of_path(std::string_view path) {
    const std::size_t keys = path.find_first_of(".=\"");
    const std::size_t colon = path.substr(0, keys).rfind(':');
    const std::size_t start = colon == std::string_view::npos ? 0 : colon + 1;
    const std::string_view name = path.substr(start, keys == std::string_view::npos ? keys : keys - start);
    if (!is_name(name) || keys == std::string_view::npos) return std::nullopt;
    const std::string_view rest = path.substr(keys);
    if (rest != "=@" && (rest.front() != '.' || !are_keys(rest.substr(1)))) return std::nullopt;
    return std::string{name};
}

}  // namespace assay::schema
