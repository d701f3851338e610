// Who may do what: one reading of the configuration, replaced as a whole by the next.
#pragma once

#include <atomic>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "assay/auth/basic.hpp"
#include "assay/auth/certificate_rule.hpp"
#include "assay/auth/users.hpp"
#include "assay/model/grants.hpp"
#include "assay/wire/peer.hpp"

namespace assay::server {

/// A user and what is allowed to them.
struct Member {
    auth::User user;
    /// Nothing: everything is allowed.
    std::optional<std::vector<model::Grant>> grants = {};
    std::optional<std::size_t> operations = {};  ///< at once; nothing: as everybody
};

struct AccessSettings {
    bool basic = true;
    /// In order of preference; those that some user has a secret for are offered.
    std::vector<auth::Algorithm> digest = {auth::Algorithm::sha256, auth::Algorithm::md5};
    std::string realm = "WSMAN";
    std::vector<Member> members = {};
    std::vector<auth::CertificateRule> certificates = {};  ///< the first that fits counts
    std::size_t operations_per_user = 1'500;               ///< at once
};

/// Somebody who has logged on.
struct Principal {
    std::string name;
    std::shared_ptr<const model::Grants> grants = {};           ///< nullptr: everything is allowed
    std::shared_ptr<std::atomic<std::size_t>> operations = {};  ///< under way, with each way to log on
    std::size_t most_operations = 0;                            ///< at once
};

/// Constant but for its caches; thread-safe.
class Access {
public:
    explicit Access(const AccessSettings& settings);

    [[nodiscard]] const auth::Users& users() const { return users_; }
    [[nodiscard]] bool offers_basic() const { return basic_; }
    [[nodiscard]] const std::vector<auth::Algorithm>& digest_algorithms() const { return digest_; }
    [[nodiscard]] auth::VerifiedCredentials& verified() const { return verified_; }

    /// @return nullptr for nobody known.
    [[nodiscard]] std::shared_ptr<const Principal> named(std::string_view name) const;
    [[nodiscard]] std::shared_ptr<const Principal> certified(
        const wire::ClientCertificate& certificate) const;

    /// URIs of DSP0226 §C for Identify: how one may log on over the given kinds of listeners.
    [[nodiscard]] std::vector<std::string> security_profiles(bool clear, bool secure) const;

private:
    auth::Users users_;
    bool basic_;
    std::vector<auth::Algorithm> digest_;
    std::map<std::string, std::shared_ptr<const Principal>, std::less<>> principals_;
    std::vector<std::pair<auth::CertificateRule, std::shared_ptr<const Principal>>> certificates_;
    mutable auth::VerifiedCredentials verified_;
};

}  // namespace assay::server
