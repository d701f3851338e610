#include "target_options.hpp"

#include <cstdlib>
#include <memory>

#include <CLI/CLI.hpp>

#include "assay/base/octets.hpp"
#include "assay/base/usage_error.hpp"

namespace assay::apps {
namespace {

std::string variable(const std::string& name) {
    const char* value = name.empty() ? nullptr : std::getenv(name.c_str());
    return value == nullptr ? std::string{} : value;
}

drive::Credentials credentials_of(const suite::LogOn& who) {
    return {who.user, who.password.empty() ? variable(who.password_env) : who.password};
}

drive::Credentials credentials_for(const drive::Credentials& from_url,
                                   const suite::TargetSettings& settings) {
    if (from_url.given()) return from_url;
    if (const std::string user = variable("ASSAY_USER"); !user.empty())
        return {user, variable("ASSAY_PASSWORD")};
    return credentials_of(settings);
}

/// Kg of a BMC (IPMI 2.0 §13.31).
std::string bmc_key_of(const suite::TargetSettings& settings) {
    constexpr std::string_view hexadecimal = "0x";
    constexpr std::size_t longest = 20;
    const std::string said = settings.bmc_key.empty() ? variable(settings.bmc_key_env) : settings.bmc_key;
    std::string key = said;
    if (said.starts_with(hexadecimal)) {
        const auto octets = base::from_hex(std::string_view{said}.substr(hexadecimal.size()));
        if (!octets)
            throw base::UsageError{"Kg has a digit that is not hexadecimal", "[credentials] kg",
                                   "write 0x and two digits for each octet"};
        key = base::text_of(*octets);
    }
    if (key.size() > longest)
        throw base::UsageError{"Kg is longer than 20 octets", "[credentials] kg", "give the BMC's own"};
    return key;
}

std::shared_ptr<drive::Authentication> authentication_for(drive::Credentials credentials,
                                                          const suite::LogOn& settings) {
    return std::make_shared<drive::Authentication>(
        std::move(credentials), settings.scheme == "digest" ? drive::Scheme::digest : drive::Scheme::basic);
}

}  // namespace

void add_target_options(CLI::App& command, TargetOptions& options) {
    command.add_option("url", options.url,
                       "http[s]://[USER:PASSWORD@]HOST[:PORT]/PATH, or ipmi://[USER:PASSWORD@]HOST[:PORT]");
    command
        .add_option("--target", options.profile,
                    "a profile (TOML) that says where the target is and what it has")
        ->type_name("FILE");
    command.add_option("--timeout", options.timeout_seconds, "seconds for an exchange")
        ->check(CLI::Range(0.1, 3600.0))
        ->type_name("S")
        ->capture_default_str();
}

std::shared_ptr<drive::Authentication> second_user_of(const suite::TargetSettings& settings) {
    return authentication_for(credentials_of(settings.second_user), settings.second_user);
}

void keep_to_limits(drive::Access& access, const suite::TargetSettings& settings) {
    access.pace = std::make_shared<drive::Pace>(settings.requests_per_second);
    access.connections = settings.connections;
}

drive::Access access_for(const TargetOptions& options, const suite::TargetSettings& settings,
                         const char* command) {
    const std::string url = options.url.empty() ? settings.url : options.url;
    if (url.empty()) {
        throw base::UsageError{"no target", command,
                               "give a URL, or a --target file whose [target] has a url"};
    }
    const drive::ParsedTarget parsed = drive::parse_target(url);
    drive::Access access;
    access.target = parsed.target;
    access.authentication = authentication_for(credentials_for(parsed.credentials, settings), settings);
    access.second_user = second_user_of(settings);
    access.ca_file = settings.ca_file;
    access.verify = settings.verify;
    access.certificate = settings.certificate;
    access.key = settings.key;
    access.bmc.key = bmc_key_of(settings);
    access.bmc.suite_is_given = settings.cipher_suite != 0;
    if (access.bmc.suite_is_given) access.bmc.suite = static_cast<std::uint8_t>(settings.cipher_suite);
    keep_to_limits(access, settings);
    access.timeout = std::chrono::milliseconds{static_cast<std::int64_t>(options.timeout_seconds * 1000)};
    return access;
}

}  // namespace assay::apps
