#include "assay/base/http_url.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "assay/base/octets.hpp"
#include "assay/base/usage_error.hpp"

namespace assay::base {
namespace {

using namespace std::string_view_literals;

/// Throws; `shown` is what of the URL may be repeated.
[[noreturn]] void refuse(
    const std::string& what, std::string_view shown,
    const std::string& remedy = "write http://host:port/path or https://host:port/path") {
    throw UsageError{what, std::string{shown}, remedy};
}

std::string percent_decoded(std::string_view text, std::string_view shown) {
    std::string decoded;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '%') {
            decoded += text[at];
            continue;
        }
        const auto octet = from_hex(text.substr(at + 1, 2));
        if (!octet || octet->size() != 1) {
            refuse("a percent sign in the user part needs two hexadecimal digits", shown);
        }
        decoded += static_cast<char>(octet->front());
        at += 2;
    }
    return decoded;
}

std::uint16_t port_of(std::string_view digits, std::string_view shown) {
    std::uint16_t port = 0;
    const char* const last = digits.data() + digits.size();
    const auto [end, error] = std::from_chars(digits.data(), last, port);
    if (error != std::errc{} || end != last || port == 0) {
        refuse(fmt::format("'{}' is not a port", digits), shown);
    }
    return port;
}

/// "host", "host:port", "[address]" or "[address]:port"
void read_authority(std::string_view authority, std::string_view shown, HttpEndpoint& endpoint) {
    std::string_view rest;
    if (authority.starts_with('[')) {
        const auto bracket = authority.find(']');
        if (bracket == std::string_view::npos) refuse("the address has no closing bracket", shown);
        endpoint.host = authority.substr(1, bracket - 1);
        rest = authority.substr(bracket + 1);
        if (!rest.empty() && !rest.starts_with(':')) refuse("only a port may follow the address", shown);
    } else {
        const auto colon = std::min(authority.find(':'), authority.size());
        endpoint.host = authority.substr(0, colon);
        rest = authority.substr(colon);
    }
    if (endpoint.host.empty()) refuse("the URL names no host", shown);
    if (!rest.empty()) endpoint.port = port_of(rest.substr(1), shown);
}

bool is_space_or_control(char character) {
    return static_cast<unsigned char>(character) <= ' ' || character == '\x7f';
}

}  // namespace

std::string HttpEndpoint::authority() const {
    const bool bracketed = host.find(':') != std::string::npos;
    return fmt::format("{}{}{}:{}", bracketed ? "[" : "", host, bracketed ? "]" : "", port);
}

std::string HttpEndpoint::url() const {
    return fmt::format("{}://{}{}", tls ? "https" : "http", authority(), path);
}

HttpUrl parse_http_url(std::string_view url, const HttpDefaults& defaults) {
    const auto scheme_end = url.find("://"sv);
    const std::string_view scheme = url.substr(0, scheme_end);
    if (scheme_end == std::string_view::npos || (scheme != "http"sv && scheme != "https"sv)) {
        refuse("not an http or https URL", url.find('@') == std::string_view::npos ? url : "the URL"sv);
    }
    if (std::ranges::any_of(url, is_space_or_control)) {
        refuse("there is white space or a control character in it", "the URL");
    }
    const std::string_view rest = url.substr(scheme_end + 3);
    const auto slash = std::min(rest.find('/'), rest.size());
    // A slash in a password would cut it in two, and the message about what follows would tell a half of it.
    if (rest.find('@', slash) != std::string_view::npos) {
        refuse("there is an '@' after the first '/'", "the URL",
               "write / in the user or the password as %2F, and @ in the path as %40");
    }
    HttpUrl parsed;
    parsed.endpoint.tls = scheme == "https"sv;
    parsed.endpoint.port = parsed.endpoint.tls ? defaults.https_port : defaults.http_port;
    parsed.endpoint.path = slash == rest.size() ? defaults.path : rest.substr(slash);
    std::string_view authority = rest.substr(0, slash);
    const auto at = authority.rfind('@');
    const std::string_view user_part = at == std::string_view::npos ? ""sv : authority.substr(0, at);
    if (at != std::string_view::npos) authority.remove_prefix(at + 1);
    const std::string shown = fmt::format("{}://{}", scheme, authority);
    const auto colon = std::min(user_part.find(':'), user_part.size());
    parsed.user = percent_decoded(user_part.substr(0, colon), shown);
    if (colon < user_part.size()) parsed.password = percent_decoded(user_part.substr(colon + 1), shown);
    read_authority(authority, shown, parsed.endpoint);
    return parsed;
}

}  // namespace assay::base
