#include "assay/record/exchange.hpp"

#include <algorithm>
#include <array>

#include "assay/base/text.hpp"
#include "names.hpp"

namespace assay::record {
namespace {

constexpr Names<Ending, 7> endings{{{Ending::answered, "answered"},
                                    {Ending::cut, "cut"},
                                    {Ending::closed, "closed"},
                                    {Ending::timed_out, "timed_out"},
                                    {Ending::unreachable, "unreachable"},
                                    {Ending::not_awaited, "not_awaited"},
                                    {Ending::given_up, "given_up"}}};

constexpr std::array<std::string_view, 4> secret_fields{"authorization", "proxy-authorization", "cookie",
                                                        "set-cookie"};

bool is_secret(std::string_view field) {
    return std::ranges::any_of(
        secret_fields, [&](std::string_view secret) { return base::equal_ignoring_case(field, secret); });
}

/// Does an interim response begin here, which another head follows (RFC 9110 §15.2)?
bool is_interim(std::string_view head) {
    return head.starts_with("HTTP/1.") && head.size() > 9 && head[8] == ' ' && head[9] == '1';
}

/// The field's line with its value hidden; an authentication scheme in front of the value stays.
std::string hidden(std::string_view line, std::size_t colon) {
    std::size_t value = line.find_first_not_of(" \t", colon + 1);
    if (value == std::string_view::npos) return std::string{line};
    const bool has_scheme =
        base::equal_ignoring_case(base::trimmed(line.substr(0, colon)), "authorization") ||
        base::equal_ignoring_case(base::trimmed(line.substr(0, colon)), "proxy-authorization");
    const std::size_t space = line.find(' ', value);
    if (has_scheme && space != std::string_view::npos) value = space + 1;
    return std::string{line.substr(0, value)} + "[redacted]";
}

}  // namespace

std::string_view to_text(Ending ending) { return name_of(endings, ending); }
std::optional<Ending> ending_from(std::string_view text) { return value_of(endings, text); }

std::string redacted(std::string_view message) {
    std::size_t head = 0;
    std::string shown;
    shown.reserve(message.size());
    std::size_t at = 0;
    while (at < message.size()) {
        const std::size_t feed = std::min(message.find('\n', at), message.size());
        const bool has_return = feed > at && message[feed - 1] == '\r';
        const std::string_view line = message.substr(at, feed - at - (has_return ? 1 : 0));
        if (line.empty()) {
            if (!is_interim(message.substr(head))) break;
            head = std::min(feed + 1, message.size());
        }
        const std::size_t colon = line.find(':');
        const bool secret =
            colon != std::string_view::npos && is_secret(base::trimmed(line.substr(0, colon)));
        shown += secret ? hidden(line, colon) : std::string{line};
        if (has_return) shown += '\r';
        if (feed < message.size()) shown += '\n';
        at = feed + 1;
    }
    if (at < message.size()) shown += message.substr(at);
    return shown;
}

}  // namespace assay::record
