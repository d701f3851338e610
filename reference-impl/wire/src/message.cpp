#include "assay/wire/message.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "assay/base/text.hpp"

namespace assay::wire {
namespace {

/// RFC 9110 §15; only what this service says.
std::string_view reason_of(unsigned status) {
    switch (status) {
        case 200: return "OK";
        case 202: return "Accepted";
        case 400: return "Bad Request";
        case 401: return "Unauthorized";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 408: return "Request Timeout";
        case 413: return "Content Too Large";
        case 415: return "Unsupported Media Type";
        case 417: return "Expectation Failed";
        case 431: return "Request Header Fields Too Large";
        case 500: return "Internal Server Error";
        case 501: return "Not Implemented";
        case 503: return "Service Unavailable";
        case 505: return "HTTP Version Not Supported";
        default: return "Unnamed";
    }
}

void append_number(std::string& head, std::size_t number) {
    std::array<char, 20> digits;  // NOLINT(cppcoreguidelines-pro-type-member-init): written before it is read
    head.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr);
}

void add_field(std::string& head, std::string_view name, std::string_view value) {
    head += name;
    head += ": ";
    head += value;
    head += "\r\n";
}

}  // namespace

const std::string* Request::header(std::string_view name) const {
    const auto found = std::ranges::find_if(headers, [name](const auto& each) {
        return each.first.size() == name.size() && base::equal_ignoring_case(each.first, name);
    });
    return found == headers.end() ? nullptr : &found->second;
}

std::string_view Request::path() const {
    std::string_view path{target};
    path = path.substr(0, path.find('?'));
    // RFC 9112 §3.2.2: the absolute form, as for a proxy
    const auto scheme = path.find("://");
    if (path.starts_with('/') || scheme == std::string_view::npos) return path;
    const auto slash = path.find('/', scheme + 3);
    return slash == std::string_view::npos ? std::string_view{"/"} : path.substr(slash);
}

std::string head_of(const Reply& reply, std::string_view date, unsigned http_minor, bool keep_alive) {
    std::string head;
    head.reserve(256);
    head += "HTTP/1.1 ";
    append_number(head, reply.status);
    head += ' ';
    head += reason_of(reply.status);
    head += "\r\n";
    add_field(head, "Date", date);
    if (!reply.content_type.empty()) add_field(head, "Content-Type", reply.content_type);
    for (const auto& [name, value] : reply.headers) add_field(head, name, value);
    head += "Content-Length: ";
    append_number(head, reply.body.size());
    head += "\r\n";
    if (!keep_alive) add_field(head, "Connection", "close");
    if (keep_alive && http_minor == 0) add_field(head, "Connection", "keep-alive");
    head += "\r\n";
    return head;
}

}  // namespace assay::wire
