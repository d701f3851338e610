#include "assay/drive/target.hpp"

#include "assay/base/octets.hpp"
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

ParsedTarget parse_target(std::string_view url) {
    base::HttpUrl parsed = base::parse_http_url(url, {vocab::http_port, vocab::https_port, vocab::path});
    return {std::move(parsed.endpoint), {std::move(parsed.user), std::move(parsed.password)}};
}

}  // namespace assay::drive
