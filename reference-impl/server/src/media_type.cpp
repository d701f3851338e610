#include "assay/server/media_type.hpp"

#include <algorithm>
#include <utility>

#include "assay/base/text.hpp"

namespace assay::server {
namespace {

/// Takes a parameter's value, quoted or not, off the front of `rest`.
std::optional<std::string> take_value(std::string_view& rest) {
    if (!rest.starts_with('"')) {
        const auto end = std::min(rest.find(';'), rest.size());
        std::string value{base::trimmed(rest.substr(0, end))};
        rest.remove_prefix(end);
        return value;
    }
    std::string value;
    for (std::size_t at = 1; at < rest.size(); ++at) {
        if (rest[at] == '"') {
            rest.remove_prefix(at + 1);
            return value;
        }
        if (rest[at] == '\\' && at + 1 < rest.size()) ++at;
        value += rest[at];
    }
    return std::nullopt;
}

}  // namespace

std::optional<MediaType> parse_media_type(std::string_view text) {
    const auto end = std::min(text.find(';'), text.size());
    MediaType media{.type = base::trimmed(text.substr(0, end))};
    const auto slash = media.type.find('/');
    if (slash == 0 || slash == std::string_view::npos || slash + 1 == media.type.size()) return std::nullopt;
    std::string_view rest = text.substr(end);
    while (!rest.empty()) {
        rest.remove_prefix(1);  // the semicolon, or white space after a quoted value
        rest = rest.substr(std::min(rest.find_first_not_of(" \t;"), rest.size()));
        if (rest.empty()) break;
        const auto equals = rest.find('=');
        if (equals == std::string_view::npos) return std::nullopt;
        const std::string_view name = base::trimmed(rest.substr(0, equals));
        rest.remove_prefix(equals + 1);
        auto value = take_value(rest);
        if (!value) return std::nullopt;
        if (base::equal_ignoring_case(name, "charset")) media.charset = std::move(*value);
        if (base::equal_ignoring_case(name, "action")) media.action = std::move(value);
    }
    return media;
}

}  // namespace assay::server
