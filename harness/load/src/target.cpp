#include "assay/load/target.hpp"

#include <array>
#include <memory>

#include <arpa/inet.h>
#include <netdb.h>

#include "assay/base/url_scheme.hpp"
#include "assay/base/usage_error.hpp"
#include "assay/vocab/transport.hpp"

namespace assay::load {

Target parse_target(std::string_view url) {
    base::expect_scheme(url, {"http", "https", "ipmi"});  // the third is parse_ipmi_target()'s
    base::HttpUrl parsed = base::parse_http_url(url, {vocab::http_port, vocab::https_port, vocab::path});
    return {{std::move(parsed.endpoint)}, std::move(parsed.user), std::move(parsed.password)};
}

std::vector<Address> resolve(const base::HttpEndpoint& target) {
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
