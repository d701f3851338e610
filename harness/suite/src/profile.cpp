#include "assay/suite/profile.hpp"

#include <algorithm>
#include <array>
#include <sstream>

#include <fmt/format.h>

#include "assay/base/home.hpp"
#include "assay/base/setup_error.hpp"
#include "assay/suite/names.hpp"
#include "assay/suite/profile_schema.hpp"
#include "folder.hpp"
#include "profile_check.hpp"
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
            profile.places.emplace(name, file.place(node));
        } else {
            file.refuse(node, fmt::format("{} is neither true nor false", name),
                        "say true when the target has it, false when not");
        }
    }
}

void read_target(const TomlFile& file, const toml::table& table, TargetSettings& target) {
    target.url = file.text(table, "url");
    target.ca_file = file.text(table, "ca_file");
    target.verify = file.flag(table, "verify", true);
    target.destructive = file.flag(table, "destructive", false);
    if (const toml::node* rate = table.get("requests_per_second"))
        target.requests_per_second = rate->value_or(0.0);
    if (const toml::node* most = table.get("connections")) {
        target.connections = static_cast<std::size_t>(most->value_or(std::int64_t{0}));
        if (target.connections == 0)
            file.refuse(*most, "without a connection nothing can be tested", "allow 1 or more");
    }
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
    read_log_on(file, table, target);
    target.certificate = file.text(table, "certificate");
    target.key = file.text(table, "key");
    target.bmc_key = file.text(table, "kg");
    target.bmc_key_env = file.text(table, "kg_env");
    if (target.certificate.empty() != target.key.empty()) {
        file.refuse(table, "a certificate and its key belong together", "give both, as PEM files");
    }
}

void read_cipher_suite(const TomlFile& file, const toml::table& table, TargetSettings& target) {
    constexpr std::size_t highest = 255;
    const toml::node* suite = table.get("suite");
    if (suite == nullptr) return;
    target.cipher_suite = static_cast<std::size_t>(suite->value_or(std::int64_t{0}));
    if (target.cipher_suite == 0 || target.cipher_suite > highest)
        file.refuse(*suite, "no cipher suite that keeps a session's secrets has this id",
                    "name one that the BMC offers, 17 or 3");
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
    constexpr std::array<std::string_view, 10> kept{"match",    "target",     "credentials", "second_user",
                                                    "features", "namespaces", "base",        "title",
                                                    "dialect",  "quirk"};
    script::Table data;
    for (const auto& [key, node] : root) {
        if (std::ranges::find(kept, key.str()) == kept.end())
            data.emplace(std::string{key.str()}, value_of(node));
    }
    data.insert_or_assign("name", script::Value{name});
    return {std::move(data)};
}

std::vector<std::string> read_globs(const TomlFile& file, const toml::table& table, const char* key) {
    std::vector<std::string> globs;
    const toml::node* list = table.get(key);
    if (list == nullptr) return globs;
    if (!list->is_array()) file.refuse(*list, fmt::format("'{}' is not a list", key), "write [\"fault.*\"]");
    for (const toml::node& glob : *list->as_array()) globs.push_back(glob.value_or(std::string{}));
    return globs;
}

void read_quirks(const TomlFile& file, Profile& profile) {
    for (const toml::table* table : file.tables("quirk")) {
        file.allow_only(*table, {"does", "rules", "cases", "source"});
        profile.quirks.push_back({file.required_text(*table, "does"), read_globs(file, *table, "rules"),
                                  read_globs(file, *table, "cases"), file.required_text(*table, "source"),
                                  file.place(*table)});
    }
}

/// The prefixes that are declared, and for each table of a resource its own name as the prefix of its
/// namespace.
void read_namespaces(const TomlFile& file, Profile& profile) {
    if (const toml::table* declared = file.table(file.root(), "namespaces")) {
        for (const auto& [prefix, uri] : *declared)
            profile.namespaces.emplace(prefix.str(), file.required_text(*declared, prefix.str()));
    }
    for (const auto& [key, node] : file.root()) {
        const toml::table* table = node.as_table();
        if (table != nullptr && table->contains("uri"))
            profile.namespaces.emplace(key.str(), file.text(*table, "uri"));
    }
}

/// A feature that takes a table is only believed with it.
void check_claims(const TomlFile& file, const Profile& profile) {
    for (const auto& [name, claimed] : profile.features) {
        const FeatureFact* fact = feature_fact(name);
        if (!claimed || fact == nullptr || fact->table.empty() || file.root().contains(fact->table)) continue;
        throw base::SetupError{
            fmt::format("{} is true, but there is no [{}]", name, fact->table), profile.places.at(name),
            fmt::format("add the table, {}; `assay list --profile-keys` shows what stands in it",
                        fact->meaning)};
    }
}

Profile profile_from(const TomlFile& file, const std::filesystem::path& where) {
    check_profile(file);
    const toml::table& root = file.root();
    Profile profile;
    profile.name = root.contains("name") ? file.text(root, "name") : where.stem().string();
    profile.title = file.text(root, "title");
    profile.toml = without_secrets(root);
    if (const toml::table* match = file.table(root, "match")) {
        profile.product_vendor = file.text(*match, "product_vendor");
        profile.product_version = file.text(*match, "product_version");
    }
    if (const toml::table* target = file.table(root, "target")) read_target(file, *target, profile.target);
    if (const toml::table* credentials = file.table(root, "credentials"))
        read_credentials(file, *credentials, profile.target);
    if (const toml::table* features = file.table(root, "features"))
        read_features(file, *features, "feature", profile);
    if (const toml::table* ipmi = file.table(root, "ipmi")) read_cipher_suite(file, *ipmi, profile.target);
    read_second_user(file, profile);
    if (const toml::table* dialect = file.table(root, "dialect"))
        profile.dialect = file.text(*dialect, "name");
    read_quirks(file, profile);
    read_namespaces(file, profile);
    check_claims(file, profile);
    profile.data = read_data(root, profile.name);
    return profile;
}

using Paths = std::vector<std::filesystem::path>;

/// @param way the files that led here
TomlFile merged(const std::filesystem::path& path, const std::filesystem::path& others, Paths way) {
    TomlFile file{base::read_file(path), path.string()};
    const toml::node* base = file.root().get("base");
    if (base == nullptr) return file;
    way.push_back(path.lexically_normal());
    const std::string name = file.text(file.root(), "base");
    const bool is_file = name.ends_with(".toml");
    const std::filesystem::path from =
        (is_file ? path.parent_path() / name : others / (name + ".toml")).lexically_normal();
    if (std::ranges::find(way, from) != way.end())
        file.refuse(*base, "bases go in a circle", "base one of them on nothing");
    if (!std::filesystem::exists(from)) {
        file.refuse(*base, fmt::format("there is no profile '{}'", from.string()),
                    is_file ? "name a file, seen from this one's folder"
                            : "name a profile of suites/profiles, or a file");
    }
    TomlFile below = merged(from, others, std::move(way));
    const std::string own_name =
        file.root().contains("name") ? file.text(file.root(), "name") : path.stem().string();
    file.base_on(std::move(below), {"match", "title"});
    file.settle(own_name);
    return file;
}

}  // namespace

Profile parse_profile(const std::string& text, const std::filesystem::path& where) {
    return profile_from(TomlFile{text, where.string()}, where);
}

Profile read_profile(const std::filesystem::path& file, const std::filesystem::path& others) {
    return profile_from(merged(file, others, {}), file);
}

std::vector<Profile> read_profiles(const std::filesystem::path& folder) {
    std::vector<Profile> profiles;
    if (!std::filesystem::is_directory(folder)) return profiles;
    for (const auto& file : files_in(folder, ".toml", false)) profiles.push_back(read_profile(file, folder));
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

void check_features(const Profile& profile, const std::vector<std::string>& asked) {
    for (const auto& [name, has] : profile.features) {
        if (std::ranges::find(asked, name) != asked.end()) continue;
        throw base::SetupError{fmt::format("no case asks for {}", name), profile.places.at(name),
                               did_you_mean(name, asked, "`assay list --features` shows what there is")};
    }
}

}  // namespace assay::suite
