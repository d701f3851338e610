#include "assay/auth/basic.hpp"

#include "assay/base/octets.hpp"
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

std::optional<std::string> VerifiedCredentials::user_of(std::string_view authorization) const {
    const KeyedHash::Digest key = hash_.of(authorization);
    const std::lock_guard lock{mutex_};
    const auto found = verified_.find(key);
    return found == verified_.end() ? std::nullopt : std::optional{found->second};
}

void VerifiedCredentials::remember(std::string_view authorization, std::string user) {
    const KeyedHash::Digest key = hash_.of(authorization);
    const std::lock_guard lock{mutex_};
    if (verified_.size() >= most_remembered) verified_.clear();
    verified_.insert_or_assign(key, std::move(user));
}

}  // namespace assay::auth
