#include "assay/server/access.hpp"

#include <algorithm>

namespace assay::server {
namespace {

auth::Users users_of(const AccessSettings& settings) {
    auth::Users users{settings.realm};
    for (const Member& member : settings.members) users.add(member.user);
    return users;
}

std::shared_ptr<const Principal> principal_for(const Member& member, std::size_t most_operations) {
    Principal made{.name = member.user.name,
                   .operations = std::make_shared<std::atomic<std::size_t>>(0),
                   .most_operations = most_operations};
    if (member.grants) made.grants = std::make_shared<const model::Grants>(*member.grants);
    return std::make_shared<const Principal>(std::move(made));
}

/// The same user, but only for resources whose URI begins with `prefix`.
std::shared_ptr<const Principal> confined(const std::shared_ptr<const Principal>& whole,
                                          const std::string& prefix) {
    if (prefix.empty()) return whole;
    const model::Grants everything{{{.prefix = "", .read = true, .write = true, .execute = true}}};
    Principal part = *whole;
    part.grants =
        std::make_shared<const model::Grants>((whole->grants ? *whole->grants : everything).within(prefix));
    return std::make_shared<const Principal>(std::move(part));
}

}  // namespace

Access::Access(const AccessSettings& settings)
    : users_{users_of(settings)}, basic_{settings.basic && users_.has_password()} {
    std::ranges::copy_if(settings.digest, std::back_inserter(digest_),
                         [this](auth::Algorithm each) { return users_.has_secret(each); });
    for (const Member& member : settings.members) {
        principals_.insert_or_assign(
            member.user.name,
            principal_for(member, member.operations.value_or(settings.operations_per_user)));
    }
    for (const auth::CertificateRule& rule : settings.certificates) {
        if (const auto known = named(rule.user)) certificates_.emplace_back(rule, confined(known, rule.uri));
    }
}

std::shared_ptr<const Principal> Access::named(std::string_view name) const {
    const auto found = principals_.find(name);
    return found == principals_.end() ? nullptr : found->second;
}

std::shared_ptr<const Principal> Access::certified(const wire::ClientCertificate& certificate) const {
    const auth::CertificateFacts facts{.names = certificate.names,
                                       .thumbprints = certificate.thumbprints,
                                       .issuer_thumbprints = certificate.issuer_thumbprints};
    const auto found =
        std::ranges::find_if(certificates_, [&facts](const auto& each) { return each.first.fits(facts); });
    return found == certificates_.end() ? nullptr : found->second;
}

std::vector<std::string> Access::security_profiles(bool clear, bool secure) const {
    const std::string prefix = "http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/";
    std::vector<std::string> profiles;
    for (const std::string scheme : {"http", "https"}) {
        if (!(scheme == "http" ? clear : secure)) continue;
        if (basic_) profiles.push_back(prefix + scheme + "/basic");
        if (!digest_.empty()) profiles.push_back(prefix + scheme + "/digest");
    }
    if (secure && !certificates_.empty()) profiles.push_back(prefix + "https/mutual");
    return profiles;
}

}  // namespace assay::server
