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
    LogOn second_user;        ///< who may do less, for the cases that take two
    std::string ca_file;      ///< certificates to trust, PEM; else those of the system
    bool verify = true;       ///< false: any certificate will do
    std::string certificate;  ///< of ours, PEM, with its chain
    std::string key;          ///< of the certificate, PEM
};

struct Profile {
    std::string name;             ///< "name" of the file, else the file's name without ".toml"
    std::string product_vendor;   ///< glob over wsmid:ProductVendor; empty: never chosen by itself
    std::string product_version;  ///< glob over wsmid:ProductVersion; empty: any
    TargetSettings target;
    std::map<std::string, bool, std::less<>> features;  ///< "feature.transfer.put"
    std::map<std::string, std::string, std::less<>> namespaces;
    script::Value data;  ///< everything else, for t.profile; "name" is added
    std::string toml;    ///< what it was read from, without secrets
};

/// @param text  TOML
/// @param where its file, for messages and for the profile's name
/// @throws base::SetupError with file:line
[[nodiscard]] Profile parse_profile(const std::string& text, const std::filesystem::path& where);
[[nodiscard]] Profile read_profile(const std::filesystem::path& file);

/// Every *.toml in `folder`, by name. None when there is no such folder.
[[nodiscard]] std::vector<Profile> read_profiles(const std::filesystem::path& folder);

/// The profile for a product that calls itself so: the first whose globs match, else the one named
/// "generic", else an empty one.
[[nodiscard]] Profile profile_for(const std::vector<Profile>& profiles, std::string_view vendor,
                                  std::string_view version);

}  // namespace assay::suite
