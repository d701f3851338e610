#include "assay/drive/target.hpp"

#include "assay/base/octets.hpp"
#include "assay/base/url_scheme.hpp"
#include "assay/base/usage_error.hpp"
#include "assay/suite/subject.hpp"
#include "assay/vocab/transport.hpp"

namespace assay::drive {
namespace {

void overwrite(std::string& text, const std::string& secret) {
    constexpr std::size_t shortest = 4;  // a shorter one would take the rest of the answer with it
    if (secret.size() < shortest) return;
    std::string mask = "[redacted]";
    if (secret.size() < mask.size()) mask.clear();
    mask.resize(secret.size(), '*');
    for (auto at = text.find(secret); at != std::string::npos; at = text.find(secret, at + secret.size()))
        text.replace(at, secret.size(), mask);
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

namespace {

/// What comes after the scheme is as in a URL of HTTP, without a path.
ParsedTarget parse_bmc(std::string_view url) {
    constexpr std::uint16_t rmcp_port = 623;
    constexpr std::string_view no_path = "/";
    base::HttpUrl parsed = base::parse_http_url("http" + std::string{url.substr(suite::bmc_scheme.size())},
                                                {rmcp_port, rmcp_port, no_path});
    if (parsed.endpoint.path != no_path) {
        throw base::UsageError{"a BMC has no path", "ipmi://" + parsed.endpoint.authority(),
                               "write ipmi://HOST:PORT"};
    }
    parsed.endpoint.path.clear();
    return {Target{std::move(parsed.endpoint), true}, {std::move(parsed.user), std::move(parsed.password)}};
}

}  // namespace

std::string Target::url() const {
    return is_bmc ? std::string{suite::bmc_scheme} + "://" + authority() : HttpEndpoint::url();
}

ParsedTarget parse_target(std::string_view url) {
    if (suite::subject_of(url) == script::Subject::bmc) return parse_bmc(url);
    base::expect_scheme(url, {"http", "https", suite::bmc_scheme});
    base::HttpUrl parsed = base::parse_http_url(url, {vocab::http_port, vocab::https_port, vocab::path});
    return {Target{std::move(parsed.endpoint)}, {std::move(parsed.user), std::move(parsed.password)}};
}

}  // namespace assay::drive
