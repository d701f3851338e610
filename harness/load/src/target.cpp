#include "assay/load/target.hpp"

#include <array>
#include <charconv>
#include <memory>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netdb.h>

#include "assay/base/setup_error.hpp"

namespace assay::load {
namespace {

constexpr std::uint16_t http_port_of_wsman = 5985;

[[noreturn]] void refuse(std::string_view url, const std::string& what) {
    throw base::SetupError{what, std::string{url}, "give a URL such as http://127.0.0.1:5985/wsman"};
}

std::uint16_t port_of(std::string_view url, std::string_view digits) {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (error != std::errc{} || end != digits.data() + digits.size() || port == 0) {
        refuse(url, fmt::format("'{}' is not a port", digits));
    }
    return port;
}

// host, host:port, [v6] or [v6]:port
void take_authority(Target& target, std::string_view url, std::string_view authority) {
    std::string_view rest;
    if (authority.starts_with('[')) {
        const auto end = authority.find(']');
        if (end == std::string_view::npos) refuse(url, "the IPv6 address has no closing bracket");
        target.host = authority.substr(1, end - 1);
        rest = authority.substr(end + 1);
        if (!rest.empty() && !rest.starts_with(':')) refuse(url, "only a port may follow the address");
    } else {
        const auto colon = authority.find(':');
        target.host = authority.substr(0, colon);
        if (colon != std::string_view::npos) rest = authority.substr(colon);
    }
    if (target.host.empty()) refuse(url, "the URL names no host");
    target.port = rest.empty() ? http_port_of_wsman : port_of(url, rest.substr(1));
}

int hex_value(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    const char lower = static_cast<char>(digit | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::string percent_decoded(std::string_view url, std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
        const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
        if (high < 0 || low < 0) refuse(url, "a percent sign in the user part needs two hexadecimal digits");
        out += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return out;
}

std::string without_user_part(std::string_view url) {
    const auto scheme = url.find("://");
    const auto begin = scheme == std::string_view::npos ? 0 : scheme + 3;
    const auto at = url.substr(0, url.find('/', begin)).rfind('@');
    if (at == std::string_view::npos) return std::string{url};
    return std::string{url.substr(0, begin)} + std::string{url.substr(at + 1)};
}

bool is_v6(const std::string& host) { return host.find(':') != std::string::npos; }

}  // namespace

std::string Target::authority() const {
    return is_v6(host) ? fmt::format("[{}]:{}", host, port) : fmt::format("{}:{}", host, port);
}

std::string Target::url() const { return "http://" + authority() + path; }

Target parse_target(std::string_view url) {
    constexpr std::string_view scheme = "http://";
    // What is shown in a message must not hold the password.
    const std::string shown = without_user_part(url);
    if (url.starts_with("https://")) refuse(shown, "the load generator speaks HTTP only, not HTTPS");
    if (!url.starts_with(scheme)) refuse(shown, "the URL does not begin with http://");
    for (const char character : url) {
        if (static_cast<unsigned char>(character) <= ' ' || character == '\x7f') {
            refuse(shown, "the URL holds white space or a control character");
        }
    }

    Target target;
    std::string_view rest = url.substr(scheme.size());
    const auto slash = rest.find('/');
    target.path = slash == std::string_view::npos ? "/wsman" : std::string{rest.substr(slash)};
    rest = rest.substr(0, slash);
    if (const auto end = rest.rfind('@'); end != std::string_view::npos) {
        const std::string_view user = rest.substr(0, end);
        const auto colon = user.find(':');
        target.user = percent_decoded(shown, user.substr(0, colon));
        if (colon != std::string_view::npos) target.password = percent_decoded(shown, user.substr(colon + 1));
        rest = rest.substr(end + 1);
    }
    take_authority(target, shown, rest);
    return target;
}

std::vector<Address> resolve(const Target& target) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    const int failure = getaddrinfo(target.host.c_str(), nullptr, &hints, &found);
    const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owned{found, &freeaddrinfo};
    if (failure != 0) {
        throw base::SetupError{gai_strerror(failure), target.host,
                               "check the name, or give the address in its place"};
    }
    std::vector<Address> addresses;
    for (const addrinfo* entry = found; entry != nullptr; entry = entry->ai_next) {
        std::array<char, NI_MAXHOST> text{};
        if (getnameinfo(entry->ai_addr, entry->ai_addrlen, text.data(), text.size(), nullptr, 0,
                        NI_NUMERICHOST) == 0) {
            addresses.push_back({text.data(), target.port});
        }
    }
    return addresses;
}

}  // namespace assay::load
