#include "assay/drive/target.hpp"

#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "assay/base/octets.hpp"
#include "assay/suite/selection_error.hpp"

namespace assay::drive {
namespace {

constexpr const char* remedy = "write http://host:port/path or https://host:port/path";

void overwrite(std::string& text, const std::string& secret) {
    constexpr std::size_t shortest = 4;  // a shorter one would take the rest of the answer with it
    if (secret.size() < shortest) return;
    std::string mask = "[redacted]";
    if (secret.size() < mask.size()) mask.clear();
    mask.resize(secret.size(), '*');
    for (auto at = text.find(secret); at != std::string::npos; at = text.find(secret, at + secret.size()))
        text.replace(at, secret.size(), mask);
}

std::string percent_decoded(std::string_view text) {
    std::string decoded;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto octet =
            text[at] == '%' && at + 2 < text.size() ? base::from_hex(text.substr(at + 1, 2)) : std::nullopt;
        if (octet && octet->size() == 1) {
            decoded += static_cast<char>(octet->front());
            at += 2;
        } else {
            decoded += text[at];
        }
    }
    return decoded;
}

Credentials credentials_of(std::string_view user_info) {
    const auto colon = user_info.find(':');
    if (colon == std::string_view::npos) return {percent_decoded(user_info), {}};
    return {percent_decoded(user_info.substr(0, colon)), percent_decoded(user_info.substr(colon + 1))};
}

std::uint16_t port_of(std::string_view text, const std::string& shown) {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc{} || end != text.data() + text.size()) {
        throw suite::SelectionError{fmt::format("'{}' is not a port", text), shown, remedy};
    }
    return port;
}

/// "host", "host:port", "[address]:port"
void read_authority(std::string_view authority, const std::string& shown, Target& target) {
    target.port = target.tls ? 5986 : 5985;
    std::string_view rest;
    if (authority.starts_with('[')) {
        const auto bracket = authority.find(']');
        if (bracket == std::string_view::npos)
            throw suite::SelectionError{"the address has no closing bracket", shown, remedy};
        target.host = authority.substr(1, bracket - 1);
        rest = authority.substr(bracket + 1);
    } else {
        const auto colon = authority.find(':');
        target.host = authority.substr(0, colon);
        rest = colon == std::string_view::npos ? std::string_view{} : authority.substr(colon);
    }
    if (target.host.empty()) throw suite::SelectionError{"the URL names no host", shown, remedy};
    if (rest.starts_with(':')) target.port = port_of(rest.substr(1), shown);
}

}  // namespace

std::string Credentials::authorization() const {
    return given() ? "Basic " + base::to_base64(base::octets_of(user + ":" + password)) : std::string{};
}

std::string Credentials::hidden_in(std::string text) const {
    if (!given()) return text;
    overwrite(text, authorization().substr(std::string_view{"Basic "}.size()));
    overwrite(text, password);
    return text;
}

std::string Target::authority() const {
    const bool bracketed = host.find(':') != std::string::npos;
    return fmt::format("{}{}{}:{}", bracketed ? "[" : "", host, bracketed ? "]" : "", port);
}

std::string Target::url() const {
    return fmt::format("{}://{}{}", tls ? "https" : "http", authority(), path);
}

ParsedTarget parse_target(const std::string& url) {
    ParsedTarget parsed;
    const auto scheme_end = url.find("://");
    const std::string scheme = url.substr(0, scheme_end);
    if (scheme_end == std::string::npos || (scheme != "http" && scheme != "https")) {
        throw suite::SelectionError{"not an http or https URL",
                                    url.find('@') == std::string::npos ? url : "the URL", remedy};
    }
    parsed.target.tls = scheme == "https";
    std::string_view rest = std::string_view{url}.substr(scheme_end + 3);
    const auto slash = rest.find('/');
    if (slash != std::string_view::npos && rest.find('@', slash) != std::string_view::npos) {
        throw suite::SelectionError{"there is an '@' after the first '/'", "the URL",
                                    "write / in the user or the password as %2F, and @ in the path as %40"};
    }
    std::string_view authority = rest.substr(0, slash);
    parsed.target.path = slash == std::string_view::npos ? "/wsman" : std::string{rest.substr(slash)};
    if (const auto at = authority.rfind('@'); at != std::string_view::npos) {
        parsed.credentials = credentials_of(authority.substr(0, at));
        authority = authority.substr(at + 1);
    }
    read_authority(authority, fmt::format("{}://{}", scheme, authority), parsed.target);
    return parsed;
}

}  // namespace assay::drive
