#include "message.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "assay/base/octets.hpp"
#include "assay/base/text.hpp"

namespace assay::reports {
namespace {

std::string lower(std::string_view text) {
    std::string low{text};
    std::ranges::transform(
        low, low.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return low;
}

/// Where the empty line after the head begins, and where the body does.
struct HeadEnd {
    std::size_t empty_line;
    std::size_t body;
};

HeadEnd head_end(std::string_view octets) {
    for (std::size_t feed = octets.find('\n'); feed != std::string_view::npos;
         feed = octets.find('\n', feed + 1)) {
        const std::size_t next = feed + 1;
        if (octets.substr(next, 1) == "\n") return {next, next + 1};
        if (octets.substr(next, 2) == "\r\n") return {next, next + 2};
    }
    return {octets.size(), octets.size()};
}

bool is_interim(std::string_view head) {
    const std::size_t space = head.find(' ');
    return head.starts_with("HTTP/") && space != std::string_view::npos && head.substr(space + 1, 1) == "1" &&
           head.substr(space + 1, 3) != "101";
}

/// RFC 9112 section 7.1, as far as the octets follow it; `whole` says whether the last chunk was reached.
std::string from_chunks(std::string_view octets, bool& whole) {
    std::string body;
    whole = false;
    while (true) {
        const std::size_t feed = octets.find('\n');
        if (feed == std::string_view::npos) return body;
        std::size_t size = 0;
        const auto [end, error] = std::from_chars(octets.data(), octets.data() + feed, size, 16);
        if (error != std::errc{}) return body;
        octets.remove_prefix(feed + 1);
        if (size == 0) {
            whole = true;
            return body;
        }
        body += octets.substr(0, size);
        if (octets.size() <= size) return body;
        octets.remove_prefix(size);
        octets.remove_prefix(std::min(octets.size(), octets.starts_with("\r\n") ? 2UL : 1UL));
    }
}

struct Encoding {
    std::string_view name;
    std::size_t mark_octets = 0;
    std::optional<base::ByteOrder> order;  ///< nothing for UTF-8
};

/// By byte-order mark, else by how "<" is written (XML 1.0 appendix F.1), else by the declared character set.
Encoding encoding_of(const Message& message) {
    using namespace std::string_view_literals;
    using base::ByteOrder;
    const std::string_view body = message.body;
    if (body.starts_with("\xEF\xBB\xBF")) return {"a byte-order mark", 3, {}};
    if (body.starts_with("\xFF\xFE")) return {"UTF-16, little endian", 2, ByteOrder::little};
    if (body.starts_with("\xFE\xFF")) return {"UTF-16, big endian", 2, ByteOrder::big};
    if (body.starts_with("<\0"sv)) return {"UTF-16, little endian", 0, ByteOrder::little};
    if (body.starts_with("\0<"sv)) return {"UTF-16, big endian", 0, ByteOrder::big};
    const std::string type = lower(field(message.head, "Content-Type"));
    if (type.find("utf-16le") != std::string::npos) return {"UTF-16, little endian", 0, ByteOrder::little};
    if (type.find("utf-16") != std::string::npos) return {"UTF-16, big endian", 0, ByteOrder::big};
    return {};
}

void decode(Message& message) {
    const Encoding encoding = encoding_of(message);
    if (message.body.empty() || encoding.name.empty()) return;
    const std::string_view text = std::string_view{message.body}.substr(encoding.mark_octets);
    auto decoded =
        encoding.order ? base::utf8_from_utf16(base::octets_of(text), *encoding.order) : std::string{text};
    if (!decoded) {
        message.steps.emplace_back("UTF-16 that is broken: shown as sent");
        return;
    }
    message.body = std::move(*decoded);
    message.steps.emplace_back(encoding.name);
}

}  // namespace

std::string_view field(std::string_view head, std::string_view name) {
    for (std::size_t feed = head.find('\n'); feed != std::string_view::npos;
         feed = head.find('\n', feed + 1)) {
        const std::string_view line = head.substr(feed + 1, head.find('\n', feed + 1) - feed - 1);
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos) continue;
        if (base::equal_ignoring_case(base::trimmed(line.substr(0, colon)), name))
            return base::trimmed(line.substr(colon + 1));
    }
    return {};
}

Message message_of(std::string_view octets) {
    Message message;
    std::string_view rest = octets;
    HeadEnd end = head_end(rest);
    while (is_interim(rest) && end.body < rest.size()) {
        rest.remove_prefix(end.body);
        end = head_end(rest);
    }
    message.head = rest.substr(0, end.empty_line);
    message.heads = octets.substr(0, octets.size() - rest.size() + end.empty_line);
    message.body = rest.substr(end.body);
    if (lower(field(message.head, "Transfer-Encoding")).find("chunked") != std::string::npos) {
        bool whole = false;
        message.body = from_chunks(message.body, whole);
        message.steps.emplace_back(whole ? "chunks" : "chunks that break off");
    }
    decode(message);
    return message;
}

}  // namespace assay::reports
