#include "assay/drive/authentication.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace assay::drive {

std::string_view to_text(Scheme scheme) { return scheme == Scheme::digest ? "Digest" : "Basic"; }

std::string digest_response(const DigestChallenge& challenge, const Credentials& credentials,
                            std::string_view method, std::string_view request_target, std::uint32_t count,
                            std::string_view client_nonce) {
    return base::digest_response(challenge, credentials.user, credentials.password,
                                 {method, request_target, count, client_nonce});
}

Scheme Authentication::scheme() const {
    const std::lock_guard lock{mutex_};
    return scheme_;
}

std::string Authentication::authorization(std::string_view method, std::string_view request_target) {
    const std::lock_guard lock{mutex_};
    if (scheme_ == Scheme::basic) return credentials_.authorization();
    if (!challenge_ || !credentials_.given()) return {};
    const std::string client_nonce = base::fresh_client_nonce();
    const base::DigestUse use{method, request_target, ++count_, client_nonce};
    return base::digest_value(
        *challenge_, credentials_.user, use,
        base::digest_response(*challenge_, credentials_.user, credentials_.password, use));
}

std::string Authentication::authorization(const script::DigestClaim& claim) const {
    if (!credentials_.given()) return {};
    const DigestChallenge answered{.realm = claim.realm,
                                   .nonce = claim.nonce,
                                   .opaque = claim.opaque,
                                   .algorithm = claim.algorithm,
                                   .has_qop = true};
    const std::string response = digest_response(answered, credentials_, claim.method, claim.hashed_uri,
                                                 claim.count, claim.client_nonce);
    return base::digest_value(answered, credentials_.user,
                              {claim.method, claim.uri, claim.count, claim.client_nonce}, response);
}

std::string Authentication::kept() const {
    return credentials_.given() ? fmt::format("{} [redacted]", to_text(scheme())) : std::string{};
}

bool Authentication::challenged(const std::vector<std::string>& fields, const std::string& sent) {
    const std::lock_guard lock{mutex_};
    if (!credentials_.given()) return false;
    auto challenge = DigestChallenge::strongest(fields);
    const bool has_basic =
        std::ranges::any_of(fields, [](const auto& each) { return base::has_scheme(each, "Basic"); });
    if (!challenge || (scheme_ == Scheme::basic && has_basic)) return false;
    // One refusal of an answer to this very challenge, and the password is wrong; a stale nonce is another.
    const bool was_answered = sent.find("nonce=" + base::quoted(challenge->nonce)) != std::string::npos;
    scheme_ = Scheme::digest;
    challenge_ = std::move(challenge);
    count_ = was_answered ? count_ : 0;
    return !was_answered;
}

}  // namespace assay::drive
