#include "assay/auth/basic.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include "assay/base/octets.hpp"
#include "assay/base/setup_error.hpp"
#include "assay/base/text.hpp"

namespace assay::auth {
namespace {

/// More would mean that somebody changes passwords all the time; then the oldest knowledge may go.
constexpr std::size_t most_remembered = 4'096;

}  // namespace

std::optional<Credentials> parse_basic(std::string_view authorization) {
    constexpr std::string_view scheme = "Basic ";
    if (!base::equal_ignoring_case(authorization.substr(0, scheme.size()), scheme)) return std::nullopt;
    const auto octets = base::from_base64(base::trimmed(authorization.substr(scheme.size())));
    if (!octets) return std::nullopt;
    const std::string_view pair = base::text_of(*octets);
    const auto colon = pair.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    return Credentials{.user = std::string{pair.substr(0, colon)},
                       .password = std::string{pair.substr(colon + 1)}};
}

Users::Users() : nobody_{PasswordHash::of("nobody logs on with this")} {}

void Users::add(std::string name, PasswordHash password) {
    users_.insert_or_assign(std::move(name), std::move(password));
}

bool Users::verify(const Credentials& credentials) const {
    const auto found = users_.find(credentials.user);
    const bool known = found != users_.end();
    return (known ? found->second : nobody_).matches(credentials.password) && known;
}

VerifiedCredentials::VerifiedCredentials() : key_{} {
    if (RAND_bytes(key_.data(), static_cast<int>(key_.size())) != 1) {
        throw base::SetupError{"no random numbers", "OpenSSL", "check the machine's entropy source"};
    }
}

VerifiedCredentials::Digest VerifiedCredentials::digest(std::string_view authorization) const {
    Digest made{};
    unsigned length = 0;
    HMAC(EVP_sha256(), key_.data(), static_cast<int>(key_.size()),
         reinterpret_cast<const unsigned char*>(authorization.data()), authorization.size(), made.data(),
         &length);
    return made;
}

std::optional<std::string> VerifiedCredentials::user_of(std::string_view authorization) const {
    const Digest key = digest(authorization);
    const std::lock_guard lock{mutex_};
    const auto found = verified_.find(key);
    return found == verified_.end() ? std::nullopt : std::optional{found->second};
}

void VerifiedCredentials::remember(std::string_view authorization, std::string user) {
    const Digest key = digest(authorization);
    const std::lock_guard lock{mutex_};
    if (verified_.size() >= most_remembered) verified_.clear();
    verified_.insert_or_assign(key, std::move(user));
}

}  // namespace assay::auth
