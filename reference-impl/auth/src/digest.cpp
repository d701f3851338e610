#include "assay/auth/digest.hpp"

#include "assay/base/octets.hpp"

namespace assay::auth {
namespace {

/// RFC 7616 §3.4.6: what the response was made for has to be what is asked for. Either may be written with
/// scheme and host.
std::string_view without_origin(std::string_view uri) {
    const auto scheme = uri.find("://");
    if (scheme == std::string_view::npos || uri.starts_with('/')) return uri;
    const auto path = uri.find('/', scheme + 3);
    return path == std::string_view::npos ? "/" : uri.substr(path);
}

std::string quoted(std::string_view text) {
    std::string made = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') made += '\\';
        made += c;
    }
    return made + "\"";
}

const std::string* secret_of(const User* user, Algorithm algorithm) {
    if (user == nullptr) return nullptr;
    const auto found = user->digest_secrets.find(algorithm);
    return found == user->digest_secrets.end() ? nullptr : &found->second;
}

}  // namespace

std::string expected_response(const DigestResponse& response, std::string_view method,
                              std::string_view secret) {
    const std::string a2 = std::string{method} + ":" + response.uri;
    std::string whole{secret};
    whole += ":" + response.nonce + ":" + response.count_text + ":" + response.cnonce +
             ":auth:" + digest_of(response.algorithm, a2);
    return digest_of(response.algorithm, whole);
}

Digest::Digest() : opaque_{base::to_hex(KeyedHash{}.of("opaque")).substr(0, 32)} {}

std::vector<std::string> Digest::challenges(std::string_view realm, std::span<const Algorithm> algorithms,
                                            bool stale, base::Instant now) {
    std::vector<std::string> made;
    const std::string nonce = algorithms.empty() ? "" : nonces_.make(now);
    for (const Algorithm each : algorithms) {
        made.push_back("Digest realm=" + quoted(realm) + ", qop=\"auth\", algorithm=" +
                       std::string{name_of(each)} + ", nonce=\"" + nonce + "\", opaque=\"" + opaque_ +
                       "\", charset=UTF-8, userhash=true" + (stale ? ", stale=true" : ""));
    }
    return made;
}

Digest::Result Digest::verify(const DigestResponse& response, std::string_view method,
                              std::string_view target, const Users& users, base::Instant now) {
    const bool meant =
        response.realm == users.realm() && without_origin(response.uri) == without_origin(target);
    if (!meant) return {};
    const User* user = response.user_is_hashed ? users.find_hashed(response.algorithm, response.user)
                                               : users.find(response.user);
    const std::string* secret = secret_of(user, response.algorithm);
    // Somebody who does not exist costs the same.
    const std::string expected = expected_response(response, method, secret == nullptr ? opaque_ : *secret);
    const bool right =
        base::equal_in_constant_time(base::octets_of(expected), base::octets_of(response.response));
    if (secret == nullptr || !right) return {};
    // RFC 7616 §3.3: without stale=true the client would have to ask for another password, be the nonce old,
    // used up, or one from before the service was started again, which the opaque of that time comes with.
    const bool ours = response.opaque.empty() || response.opaque == opaque_;
    if (!ours || nonces_.state_of(response.nonce, now) != Nonces::State::fresh ||
        !nonces_.use(response.nonce, response.count, now)) {
        return {.stale = true};
    }
    return {.user = user->name};
}

}  // namespace assay::auth
