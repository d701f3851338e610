#include "assay/suite/profile.hpp"

#include <algorithm>
#include <sstream>

#include <fmt/format.h>

#include "assay/base/home.hpp"
#include "assay/suite/names.hpp"
#include "folder.hpp"
#include "toml_file.hpp"

namespace assay::suite {
namespace {

void read_features(const TomlFile& file, const toml::table& table, const std::string& prefix,
                   Profile& profile) {
    for (const auto& [key, node] : table) {
        const std::string name = prefix + "." + std::string{key.str()};
        if (const toml::table* nested = node.as_table()) {
            read_features(file, *nested, name, profile);
        } else if (const auto* flag = node.as_boolean()) {
            profile.features.emplace(name, flag->get());
        } else {
            file.refuse(node, fmt::format("{} is neither true nor false", name),
                        "say true when the target has it, false when not");
        }
    }
}

void read_target(const TomlFile& file, const toml::table& table, TargetSettings& target) {
    file.allow_only(table, {"url", "ca_file", "verify"});
    target.url = file.text(table, "url");
    target.ca_file = file.text(table, "ca_file");
    target.verify = file.flag(table, "verify", true);
    if (target.url.find('@') != std::string::npos) {
        file.refuse(*table.get("url"), "credentials do not belong in a profile's url", "use [credentials]");
    }
}

void read_log_on(const TomlFile& file, const toml::table& table, LogOn& who) {
    who.user = file.text(table, "user");
    who.password = file.text(table, "password");
    who.password_env = file.text(table, "password_env");
    if (!table.contains("scheme")) return;
    who.scheme = file.text(table, "scheme");
    if (who.scheme != "basic" && who.scheme != "digest") {
        file.refuse(*table.get("scheme"), fmt::format("'{}' is no scheme", who.scheme),
                    "say basic or digest");
    }
}

void read_credentials(const TomlFile& file, const toml::table& table, TargetSettings& target) {
    file.allow_only(table, {"user", "password", "password_env", "scheme", "certificate", "key"});
    read_log_on(file, table, target);
    target.certificate = file.text(table, "certificate");
    target.key = file.text(table, "key");
    if (target.certificate.empty() != target.key.empty()) {
        file.refuse(table, "a certificate and its key belong together", "give both, as PEM files");
    }
}

void read_second_user(const TomlFile& file, Profile& profile) {
    const toml::table* const second = file.table(file.root(), "second_user");
    if (second != nullptr) {
        file.allow_only(*second, {"user", "password", "password_env", "scheme"});
        (void)file.required_text(*second, "user");
        read_log_on(file, *second, profile.target.second_user);
    }
    const auto declared = profile.features.find("feature.security.second-user");
    if (second == nullptr && declared != profile.features.end() && declared->second) {
        file.refuse(*file.root().get("features"), "security.second-user is declared, but nobody is named",
                    "name the user in [second_user]");
    }
}

std::string without_secrets(toml::table root) {
    root.erase("credentials");
    if (toml::table* second = root["second_user"].as_table()) second->erase("password");
    std::ostringstream printed;
    printed << root;
    return printed.str();
}

/// What the harness does not use itself is for the cases.
script::Value read_data(const toml::table& root, const std::string& name) {
    script::Table data;
    for (const auto& [key, node] : root) {
        const std::string_view known[] = {"match",       "target",   "credentials",
                                          "second_user", "features", "namespaces"};
        if (std::ranges::find(known, key.str()) == std::end(known))
            data.emplace(std::string{key.str()}, value_of(node));
    }
    data.insert_or_assign("name", script::Value{name});
    return {std::move(data)};
}

}  // namespace

Profile parse_profile(const std::string& text, const std::filesystem::path& where) {
    const TomlFile file{text, where.string()};
    Profile profile;
    profile.name = file.root().contains("name") ? file.text(file.root(), "name") : where.stem().string();
    profile.toml = without_secrets(file.root());
    if (const toml::table* match = file.table(file.root(), "match")) {
        file.allow_only(*match, {"product_vendor", "product_version"});
        profile.product_vendor = file.required_text(*match, "product_vendor");
        profile.product_version = file.text(*match, "product_version");
    }
    if (const toml::table* target = file.table(file.root(), "target"))
        read_target(file, *target, profile.target);
    if (const toml::table* credentials = file.table(file.root(), "credentials")) {
        read_credentials(file, *credentials, profile.target);
    }
    if (const toml::table* features = file.table(file.root(), "features")) {
        read_features(file, *features, "feature", profile);
    }
    read_second_user(file, profile);
    if (const toml::table* namespaces = file.table(file.root(), "namespaces")) {
        for (const auto& [prefix, uri] : *namespaces) {
            profile.namespaces.emplace(prefix.str(), file.required_text(*namespaces, prefix.str()));
        }
    }
    profile.data = read_data(file.root(), profile.name);
    return profile;
}

Profile read_profile(const std::filesystem::path& file) { return parse_profile(base::read_file(file), file); }

std::vector<Profile> read_profiles(const std::filesystem::path& folder) {
    std::vector<Profile> profiles;
    if (!std::filesystem::is_directory(folder)) return profiles;
    for (const auto& file : files_in(folder, ".toml", false)) profiles.push_back(read_profile(file));
    return profiles;
}

Profile profile_for(const std::vector<Profile>& profiles, std::string_view vendor, std::string_view version) {
    const auto fits = [&](const Profile& profile) {
        return !profile.product_vendor.empty() && matches(profile.product_vendor, vendor) &&
               (profile.product_version.empty() || matches(profile.product_version, version));
    };
    const auto found = std::ranges::find_if(profiles, fits);
    if (found != profiles.end()) return *found;
    const auto generic = std::ranges::find(profiles, "generic", &Profile::name);
    return generic != profiles.end() ? *generic : parse_profile("", "generic.toml");
}

}  // namespace assay::suite
