#include "assay/auth/users.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <new>

#include "assay/base/octets.hpp"

namespace assay::auth {

std::string_view name_of(Algorithm algorithm) { return algorithm == Algorithm::sha256 ? "SHA-256" : "MD5"; }

std::size_t digits_of(Algorithm algorithm) { return algorithm == Algorithm::sha256 ? 64 : 32; }

std::string digest_of(Algorithm algorithm, std::string_view text) {
    base::Octets made(EVP_MAX_MD_SIZE);
    unsigned length = 0;
    const EVP_MD* digest = algorithm == Algorithm::sha256 ? EVP_sha256() : EVP_md5();
    if (EVP_Digest(text.data(), text.size(), made.data(), &length, digest, nullptr) != 1) {
        throw std::bad_alloc{};
    }
    made.resize(length);
    return base::to_hex(made);
}

std::string digest_secret(Algorithm algorithm, std::string_view user, std::string_view realm,
                          std::string_view password) {
    std::string a1{user};
    a1.append(":").append(realm).append(":").append(password);
    return digest_of(algorithm, a1);
}

Users::Users(std::string realm) : realm_{std::move(realm)} {}

void Users::add(User user) {
    for (const Algorithm each : {Algorithm::sha256, Algorithm::md5}) {
        hashed_names_.insert_or_assign(digest_of(each, user.name + ":" + realm_), user.name);
    }
    if (user.password && user.password->effort() > nobody_.effort()) {
        nobody_ = PasswordHash::of_nobody(user.password->cost());
    }
    std::string name = user.name;
    users_.insert_or_assign(std::move(name), std::move(user));
}

bool Users::verify(std::string_view name, std::string_view password) const {
    const User* user = find(name);
    const bool known = user != nullptr && user->password.has_value();
    return (known ? *user->password : nobody_).matches(password) && known;
}

const User* Users::find(std::string_view name) const {
    const auto found = users_.find(name);
    return found == users_.end() ? nullptr : &found->second;
}

const User* Users::find_hashed(Algorithm algorithm, std::string_view hash) const {
    if (hash.size() != digits_of(algorithm)) return nullptr;
    const auto found = hashed_names_.find(hash);
    return found == hashed_names_.end() ? nullptr : find(found->second);
}

bool Users::has_password() const {
    return std::ranges::any_of(users_, [](const auto& each) { return each.second.password.has_value(); });
}

bool Users::has_secret(Algorithm algorithm) const {
    return std::ranges::any_of(
        users_, [algorithm](const auto& each) { return each.second.digest_secrets.contains(algorithm); });
}

}  // namespace assay::auth
