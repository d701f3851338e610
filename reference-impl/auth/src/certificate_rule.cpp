#include "assay/auth/certificate_rule.hpp"

#include <algorithm>

#include "assay/base/octets.hpp"
#include "assay/base/text.hpp"

namespace assay::auth {
namespace {

bool among(std::span<const std::string> values, const std::string& wanted) {
    return wanted.empty() || std::ranges::find(values, wanted) != values.end();
}

bool is_named(std::string_view name, std::string_view pattern) {
    if (!pattern.starts_with('*')) return base::equal_ignoring_case(name, pattern);
    pattern.remove_prefix(1);
    return name.size() >= pattern.size() &&
           base::equal_ignoring_case(name.substr(name.size() - pattern.size()), pattern);
}

}  // namespace

bool CertificateRule::fits(const CertificateFacts& facts) const {
    return among(facts.issuer_thumbprints, issuer) && among(facts.thumbprints, thumbprint) &&
           (subject.empty() || std::ranges::any_of(facts.names, [this](const std::string& name) {
                return is_named(name, subject);
            }));
}

std::string normal_thumbprint(std::string_view text) {
    std::string digits;
    std::ranges::copy_if(text, std::back_inserter(digits), [](char c) { return c != ':' && c != ' '; });
    const auto octets = base::from_hex(digits);
    if (!octets || (octets->size() != 20 && octets->size() != 32)) return {};
    return base::to_hex(*octets);
}

}  // namespace assay::auth
