#include "assay/observe/media_type.hpp"

#include <algorithm>

#include "assay/base/text.hpp"

namespace assay::observe {
namespace {

std::string lower(std::string_view text) {
    std::string small{text};
    std::ranges::transform(small, small.begin(), [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    });
    return small;
}

/// The length of what comes before the next semicolon that is not in quotes.
std::size_t piece_length(std::string_view text) {
    bool quoted = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (quoted && text[at] == '\\') {
            ++at;
        } else if (text[at] == '"') {
            quoted = !quoted;
        } else if (text[at] == ';' && !quoted) {
            return at;
        }
    }
    return text.size();
}

std::string unquoted(std::string_view text) {
    if (text.size() < 2 || text.front() != '"' || text.back() != '"') return std::string{text};
    std::string plain;
    for (std::size_t at = 1; at + 1 < text.size(); ++at) {
        if (text[at] == '\\' && at + 2 < text.size()) ++at;
        plain += text[at];
    }
    return plain;
}

}  // namespace

std::string_view MediaType::parameter(std::string_view name) const {
    const auto found = std::ranges::find(parameters, name, &std::pair<std::string, std::string>::first);
    return found == parameters.end() ? std::string_view{} : found->second;
}

MediaType read_media_type(std::string_view value) {
    MediaType media;
    std::size_t length = piece_length(value);
    media.type = lower(base::trimmed(value.substr(0, length)));
    while (length < value.size()) {
        value.remove_prefix(length + 1);
        length = piece_length(value);
        const std::string_view piece = base::trimmed(value.substr(0, length));
        const auto equals = piece.find('=');
        if (equals == std::string_view::npos) continue;
        media.parameters.emplace_back(lower(base::trimmed(piece.substr(0, equals))),
                                      unquoted(base::trimmed(piece.substr(equals + 1))));
    }
    return media;
}

}  // namespace assay::observe
