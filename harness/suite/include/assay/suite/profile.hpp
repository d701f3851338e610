// What is known of a target before it is tested.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "assay/script/value.hpp"

namespace assay::suite {

/// Who logs on; each may be empty.
struct LogOn {
    std::string user;
    std::string password;
    std::string password_env;      ///< the environment variable that holds it, where it is not written out
    std::string scheme = "basic";  ///< to begin with; "digest" never sends the password itself
};

/// How a profile says to reach its target; each may be empty.
struct TargetSettings : LogOn {
    std::string url;
    LogOn second_user;               ///< who may do less, for the cases that take two
    std::string ca_file;             ///< certificates to trust, PEM; else those of the system
    bool verify = true;              ///< false: any certificate will do
    std::string certificate;         ///< of ours, PEM, with its chain
    std::string key;                 ///< of the certificate, PEM
    bool destructive = false;        ///< cases may make, change and remove instances
    double requests_per_second = 0;  ///< at most, over all jobs; 0: as many as there are
    std::size_t connections = 0;     ///< at once, over all jobs; 0: as many as are needed
    std::string bmc_key;             ///< Kg of a BMC: text, or hexadecimal digits after "0x"
    std::string bmc_key_env;         ///< the environment variable that holds it
    std::size_t cipher_suite = 0;    ///< that sessions with a BMC are opened with; 0: as the harness likes
};

/// What products of this kind are known to do otherwise; it excuses nothing, and says where to look. A
/// finding fits it by its rule and its case: a list that is empty fits all of them, but not both lists.
struct Quirk {
    std::string does;                ///< one sentence
    std::vector<std::string> rules;  ///< globs over the ids of rules that it may break
    std::vector<std::string> cases;  ///< globs over the ids of cases that may show it
    std::string source;              ///< where it is known from
    std::string where;               ///< file:line:column
};

struct Profile {
    std::string name;             ///< "name" of the file, else the file's name without ".toml"
    std::string title;            ///< what people call such a target; else empty
    std::string product_vendor;   ///< glob over wsmid:ProductVendor; empty: never chosen by itself
    std::string product_version;  ///< glob over wsmid:ProductVersion; empty: any
    std::string dialect;          ///< of suites/dialects, which its quirks belong to; else empty
    TargetSettings target;
    std::vector<Quirk> quirks;
    std::map<std::string, bool, std::less<>> features;       ///< "feature.transfer.put"
    std::map<std::string, std::string, std::less<>> places;  ///< of the features: file:line:column
    std::map<std::string, std::string, std::less<>> namespaces;
    script::Value data;  ///< everything else, for t.profile; "name" is added
    std::string toml;    ///< all that it says, with what it is based on and without secrets
};

/// @param text  TOML, based on nothing
/// @param where its file, for messages and for the profile's name
/// @throws base::SetupError with file:line:column
[[nodiscard]] Profile parse_profile(const std::string& text, const std::filesystem::path& where);

/// The same from a file, merged over the profile that it names as its `base`: a file when it ends in .toml,
/// else the profile of that name in `others`.
/// @throws base::SetupError with file:line:column, also for bases that go in a circle
[[nodiscard]] Profile read_profile(const std::filesystem::path& file, const std::filesystem::path& others);

/// Every *.toml in `folder`, by file name. None when there is no such folder.
[[nodiscard]] std::vector<Profile> read_profiles(const std::filesystem::path& folder);

/// The profile for a product that calls itself so: the first whose globs match, else the one named
/// "generic", else an empty one.
[[nodiscard]] Profile profile_for(const std::vector<Profile>& profiles, std::string_view vendor,
                                  std::string_view version);

/// Refuses features of the profile that no case asks for: they are misspelt.
/// @param asked every feature that a case needs or provides
/// @throws base::SetupError with file:line:column and the nearest known ones
void check_features(const Profile& profile, const std::vector<std::string>& asked);

}  // namespace assay::suite
