#include "security_section.hpp"

#include <algorithm>

#include "assay/bmc/bmc_key.hpp"
#include "chassis_names.hpp"

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;

std::vector<std::uint8_t> read_suites(Section& section, std::vector<std::uint8_t> fallback) {
    if (!section.has("cipher_suites")) return fallback;
    std::vector<std::uint8_t> suites;
    for (const std::int64_t id : section.integers("cipher_suites", 0, 17)) {
        suites.push_back(static_cast<std::uint8_t>(id));
        if (!wire::suite_of(suites.back())) {
            section.reject("cipher_suites", "ids out of 0, 1, 2, 3, 6, 7, 8, 11, 12, 15, 16, 17");
        }
    }
    std::ranges::sort(suites);
    suites.erase(std::unique(suites.begin(), suites.end()), suites.end());
    return suites;
}

/// Suite 0 is the first of a list that has it; its sessions prove nothing and get little.
void limit_suite_zero(Section& section, SecurityPolicy& policy) {
    const auto privilege = number_named(privilege_names, section.text("cipher_zero_privilege", "user"));
    if (!privilege) section.reject("cipher_zero_privilege", list_of(privilege_names));
    const bool offered = !policy.cipher_suites.empty() && policy.cipher_suites.front() == 0;
    if (offered) policy.suite_limits[0] = static_cast<wire::Privilege>(*privilege);
}

base::Octets read_bmc_key(Section& section) {
    const std::string text = section.text("kg", "");
    base::Octets key{text.begin(), text.end()};
    if (text.starts_with("0x")) {
        const auto octets = base::from_hex(std::string_view{text}.substr(2));
        if (!octets) section.reject("kg", "hexadecimal digits after 0x, two an octet");
        key = *octets;
    }
    if (key.size() > BmcKey::longest)
        section.reject("kg", "at most 20 characters, or 0x and at most 40 digits");
    return key;
}

std::uint8_t read_auth_types(Section& section) {
    unsigned types = 0;
    const auto take = [&](std::string_view key, wire::AuthType type, bool fallback) {
        if (section.flag(key, fallback)) types |= 1U << static_cast<unsigned>(type);
    };
    take("auth_none", wire::AuthType::none, false);
    take("auth_md2", wire::AuthType::md2, false);
    take("auth_md5", wire::AuthType::md5, true);
    take("auth_password", wire::AuthType::password, false);
    return static_cast<std::uint8_t>(types);
}

BadPasswordPolicy read_bad_passwords(Section& section) {
    constexpr std::int64_t longest = 655350;  // §23.2 parameter 26: 16 bits of tens of seconds
    BadPasswordPolicy policy;
    const auto tens = [&](std::string_view key, std::uint16_t fallback) {
        const auto seconds = section.integer(key, 0, longest, fallback * 10);
        if (seconds % 10 != 0) section.reject(key, "a multiple of 10 seconds");
        return static_cast<std::uint16_t>(seconds / 10);
    };
    policy.threshold =
        static_cast<std::uint8_t>(section.integer("bad_password_threshold", 0, 0xFF, policy.threshold));
    policy.reset_interval = tens("bad_password_reset", policy.reset_interval);
    policy.lockout_interval = tens("lockout", policy.lockout_interval);
    return policy;
}

}  // namespace

SecurityPolicy read_security(Section section) {
    constexpr std::int64_t longest_timeout = 3600;
    SecurityPolicy policy;
    policy.cipher_suites = read_suites(section, policy.cipher_suites);
    limit_suite_zero(section, policy);
    policy.bmc_key = read_bmc_key(section);
    const std::uint8_t auth_types = read_auth_types(section);
    std::fill_n(policy.auth_types.begin(), policy.auth_types.size() - 1, auth_types);
    policy.per_message_authentication = section.flag("per_message_authentication", true);
    policy.user_level_authentication = section.flag("user_level_authentication", true);
    policy.reveal_unknown_users = section.flag("reveal_unknown_users", false);
    policy.bind_to_source = section.flag("bind_to_source", false);
    policy.anonymous_login = section.flag("anonymous_login", false);
    policy.bad_passwords = read_bad_passwords(section);
    policy.session_limit =
        static_cast<std::uint8_t>(section.integer("session_limit", 1, 63, policy.session_limit));
    policy.session_timeout = std::chrono::seconds{
        section.integer("session_timeout", 1, longest_timeout, policy.session_timeout.count())};
    section.finish();
    return policy;
}

std::vector<std::string_view> weaknesses_of(const SecurityPolicy& policy) {
    const auto allows = [&](wire::AuthType type) {
        return std::ranges::any_of(policy.auth_types, [type](std::uint8_t types) {
            return (types >> static_cast<unsigned>(type) & 1U) != 0;
        });
    };
    std::vector<std::string_view> found;
    if (std::ranges::find(policy.cipher_suites, 0) != policy.cipher_suites.end())
        found.push_back("cipher suite 0");
    if (policy.anonymous_login) found.push_back("anonymous login");
    if (allows(wire::AuthType::none)) found.push_back("authentication type none");
    if (allows(wire::AuthType::md2)) found.push_back("MD2");
    if (allows(wire::AuthType::password)) found.push_back("passwords in clear text");
    if (!policy.per_message_authentication) found.push_back("unsigned messages");
    if (!policy.user_level_authentication) found.push_back("unsigned user level");
    if (policy.bad_passwords.threshold == 0) found.push_back("no lockout");
    if (policy.reveal_unknown_users) found.push_back("user names told");
    return found;
}

}  // namespace assay::bmc
