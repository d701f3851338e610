#include "read_access.hpp"

#include <algorithm>
#include <array>

#include "assay/base/octets.hpp"

namespace assay::server {
namespace {

using base::SetupError;

constexpr std::array both{auth::Algorithm::sha256, auth::Algorithm::md5};

const char* key_of(auth::Algorithm algorithm) {
    return algorithm == auth::Algorithm::sha256 ? "digest_sha256" : "digest_md5";
}

void read_password_hash(const Table& table, auth::User& user) {
    const auto text = table.text("password_hash");
    if (!text) return;
    user.password = auth::PasswordHash::parse(*text);
    if (user.password) return;
    throw SetupError{"'password_hash' is not of the form scrypt$N$r$p$salt$hash, or too costly",
                     table.here("password_hash"), "take what wsmand --hash-password prints"};
}

void read_digest_secrets(const Table& table, auth::User& user) {
    for (const auth::Algorithm each : both) {
        const auto digits = table.text(key_of(each));
        if (!digits) continue;
        const auto octets = base::from_hex(*digits);
        if (!octets || octets->size() * 2 != auth::digits_of(each)) {
            throw SetupError{
                std::string{"'"} + key_of(each) + "' is no " + std::string{auth::name_of(each)} + " digest",
                table.here(key_of(each)), "take what wsmand --hash-password --user NAME prints"};
        }
        user.digest_secrets[each] = base::to_hex(*octets);
    }
}

model::Grant read_grant(const Table& table) {
    table.allow_only({"resource", "rights"});
    const auto prefix = table.text("resource");
    if (!prefix) throw table.missing("resource");
    if (!table.has("rights")) throw table.missing("rights");
    model::Grant grant{.prefix = *prefix};
    for (const auto& [right, where] : table.texts("rights")) {
        if (right == "read") {
            grant.read = true;
        } else if (right == "write") {
            grant.write = true;
        } else if (right == "execute") {
            grant.execute = true;
        } else {
            throw SetupError{"'" + right + "' is no right", where, "use any of: read, write, execute"};
        }
    }
    return grant;
}

Member read_member(const Table& table, const std::string& realm) {
    table.allow_only(
        {"name", "password", "password_hash", "digest_sha256", "digest_md5", "grant", "operations"});
    const auto name = table.text("name");
    if (!name || name->empty()) throw table.missing("name");
    if (name->find(':') != std::string::npos) {
        throw SetupError{"a user's name cannot hold a colon", table.here("name"), "choose another name"};
    }
    Member member{.user = {.name = *name}};
    if (const auto password = table.text("password")) {
        member.user = user_with(*name, *password, realm);
    }
    read_password_hash(table, member.user);
    read_digest_secrets(table, member.user);
    if (table.has("operations")) table.number("operations", member.operations.emplace(), 1, 1'000'000);
    if (table.has("grant")) {
        member.grants.emplace();
        for (const Table& each : table.tables("grant")) member.grants->push_back(read_grant(each));
    }
    return member;
}

std::string read_thumbprint(const Table& table, const char* key) {
    const auto text = table.text(key);
    if (!text) return {};
    std::string digits = auth::normal_thumbprint(*text);
    if (!digits.empty()) return digits;
    throw SetupError{std::string{"'"} + key + "' is no thumbprint", table.here(key),
                     "write the SHA-1 or SHA-256 fingerprint that openssl x509 -fingerprint prints"};
}

auth::CertificateRule read_rule(const Table& table) {
    table.allow_only({"issuer", "thumbprint", "subject", "uri", "user"});
    const auto user = table.text("user");
    if (!user) throw table.missing("user");
    auth::CertificateRule rule{.issuer = read_thumbprint(table, "issuer"),
                               .thumbprint = read_thumbprint(table, "thumbprint"),
                               .subject = table.text("subject").value_or(""),
                               .uri = table.text("uri").value_or("*"),
                               .user = *user};
    if (rule.issuer.empty() && rule.thumbprint.empty()) throw table.missing("issuer");
    if (rule.subject.find('*', 1) != std::string::npos) {
        throw SetupError{"'subject' may have an asterisk only in front", table.here("subject"),
                         "write e.g. *@example.org"};
    }
    if (rule.uri.ends_with('*')) rule.uri.pop_back();
    if (rule.uri.find('*') != std::string::npos) {
        throw SetupError{"'uri' may have an asterisk only at its end", table.here("uri"),
                         "write e.g. http://example.org/*"};
    }
    return rule;
}

void read_schemes(const Table& table, AccessSettings& settings) {
    table.allow_only({"basic", "digest", "realm"});
    settings.basic = table.flag("basic").value_or(true);
    settings.realm = table.text("realm").value_or(settings.realm);
    if (!table.has("digest")) return;
    settings.digest.clear();
    for (const auto& [name, where] : table.texts("digest")) {
        const auto found = std::ranges::find(both, name, auth::name_of);
        if (found == both.end()) {
            throw SetupError{"'" + name + "' is no algorithm for Digest", where,
                             "use SHA-256, MD5, both, or none"};
        }
        settings.digest.push_back(*found);
    }
}

/// Users who can never log on are a mistake of whoever wrote the file.
void check_member(const Table& table, const Member& member, const AccessSettings& settings) {
    const auth::User& user = member.user;
    if (user.password || !user.digest_secrets.empty()) return;
    const bool certified = std::ranges::any_of(settings.certificates,
                                               [&user](const auto& rule) { return rule.user == user.name; });
    if (!certified) throw table.missing("password_hash");
}

}  // namespace

auth::User digest_user_with(std::string name, const std::string& password, const std::string& realm) {
    auth::User user{.name = std::move(name)};
    for (const auth::Algorithm each : both) {
        user.digest_secrets[each] = auth::digest_secret(each, user.name, realm, password);
    }
    return user;
}

auth::User user_with(std::string name, const std::string& password, const std::string& realm) {
    auth::User user = digest_user_with(std::move(name), password, realm);
    user.password = auth::PasswordHash::of(password);
    return user;
}

AccessSettings read_access(const Table& root) {
    AccessSettings settings;
    if (const auto schemes = root.table("auth")) read_schemes(*schemes, settings);
    std::vector<std::string> names;
    const auto rules = root.tables("certificate");
    for (const Table& each : rules) settings.certificates.push_back(read_rule(each));
    for (const Table& each : root.tables("user")) {
        Member member = read_member(each, settings.realm);
        check_member(each, member, settings);
        const bool twice = std::ranges::find(names, member.user.name) != names.end();
        if (twice)
            throw SetupError{"'" + member.user.name + "' is there twice", each.here("name"), "leave one out"};
        names.push_back(member.user.name);
        settings.members.push_back(std::move(member));
    }
    for (const Table& each : rules) {
        const auto user = each.text("user");
        if (std::ranges::find(names, *user) != names.end()) continue;
        throw SetupError{"there is no user '" + *user + "'", each.here("user"),
                         "add a [[user]] of that name"};
    }
    return settings;
}

}  // namespace assay::server
