#include "assay/server/config.hpp"

#include "assay/base/home.hpp"
#include "assay/base/setup_error.hpp"
#include "bmc_section.hpp"
#include "read_access.hpp"
#include "table.hpp"

namespace assay::server {
namespace {

using base::SetupError;

wire::TlsSettings read_tls(const Table& table, wire::TlsSettings settings) {
    if (const auto file = table.path("certificate")) {
        settings.certificate = *file;
        settings.key.clear();
    }
    if (const auto file = table.path("key")) settings.key = *file;
    if (const auto file = table.path("client_ca")) settings.client_ca = *file;
    if (const auto wish = table.choice("client_certificate", {"none", "optional", "required"})) {
        settings.client_certificates = static_cast<wire::ClientCertificates>(*wish);
    }
    if (const auto version = table.choice("minimum", {"1.2", "1.3"})) settings.only_tls13 = *version == 1;
    return settings;
}

Listener read_listener(const Table& table, const wire::TlsSettings& common) {
    table.allow_only({"address", "certificate", "key", "client_ca", "client_certificate", "minimum"});
    const auto address = table.text("address");
    if (!address) throw table.missing("address");
    return {.address = wire::parse_address(*address, table.here("address")), .tls = read_tls(table, common)};
}

void read_listeners(const Table& table, Config& config) {
    if (const auto tls = table.table("tls")) {
        tls->allow_only({"certificate", "key", "client_ca", "client_certificate", "minimum"});
        config.tls = read_tls(*tls, {});
    }
    for (const auto& [address, where] : table.texts("listen")) {
        config.listen.push_back({.address = wire::parse_address(address, where), .tls = config.tls});
    }
    for (const Table& each : table.tables("listener")) {
        config.listen.push_back(read_listener(each, config.tls));
    }
}

void read_log(const Table& table, Config& config) {
    table.allow_only({"access"});
    const auto name = table.text("access");
    if (name) config.access_log = *name == "-" ? std::filesystem::path{"-"} : *table.path("access");
}

void read_limits(const Table& table, Config& config) {
    table.allow_only({"header_octets", "body_octets", "connections", "handshake_ms", "idle_ms", "receive_ms",
                      "send_ms", "drain_ms", "operations_per_user", "enumerations", "enumeration_seconds",
                      "batch_items", "reply_octets"});
    constexpr std::int64_t day_ms = 86'400'000;
    table.number("header_octets", config.wire.header_octets, 512, 1 << 20);
    table.number("body_octets", config.wire.body_octets, 8'192, 1 << 28);
    table.number("connections", config.wire.connections, 1, 1'000'000);
    table.number("handshake_ms", config.wire.handshake, 100, day_ms);
    table.number("idle_ms", config.wire.idle, 100, day_ms);
    table.number("receive_ms", config.wire.receive, 100, day_ms);
    table.number("send_ms", config.wire.send, 100, day_ms);
    table.number("drain_ms", config.wire.drain, 0, day_ms);
    table.number("operations_per_user", config.access.operations_per_user, 1, 1'000'000);
    table.number("enumerations", config.service.enumerations, 1, 1'000'000);
    table.number("enumeration_seconds", config.service.enumeration_lifetime, 1, 86'400);
    table.number("batch_items", config.service.batch_items, 1, 1'000'000);
    table.number("reply_octets", config.service.largest_reply_octets, 8'192, 1 << 28);
}

void read_cim(const Table& table, const std::filesystem::path& file, Config& config) {
    table.allow_only({"mof"});
    for (const auto& [name, where] : table.texts("mof")) {
        config.class_files.push_back(file.parent_path() / name);
    }
}

void read_repository(const Table& table, const std::filesystem::path& file, Config& config) {
    constexpr std::int64_t no_limit = INT64_MAX;
    table.allow_only({"file", "instances", "octets"});
    // beside the file that says it, wherever the program was started
    if (const auto name = table.text("file")) {
        config.repository.file = std::filesystem::absolute(file).parent_path() / *name;
    }
    table.number("instances", config.repository.instances, 0, no_limit);
    table.number("octets", config.repository.octets, 0, no_limit);
}

toml::table parse_file(const std::filesystem::path& file) {
    const std::string text = base::read_file(file);
    try {
        return toml::parse(text, file.string());
    } catch (const toml::parse_error& error) {
        throw SetupError{std::string{error.description()}, place(file, error.source()), "correct the TOML"};
    }
}

}  // namespace

Config read_config(const std::filesystem::path& file) {
    const toml::table root = parse_file(file);
    const Table table{root, file};
    table.allow_only({"listen", "listener", "tls", "threads", "allow_unencrypted", "conformance", "auth",
                      "user", "certificate", "log", "bmc", "cim", "repository", "limits", "profile"});
    Config config;
    read_listeners(table, config);
    table.number("threads", config.threads, 1, 256);
    config.allow_unencrypted = table.flag("allow_unencrypted").value_or(false);
    config.conformance = table.flag("conformance").value_or(false);
    config.access = read_access(table);
    if (const auto log = table.table("log")) read_log(*log, config);
    for (const Table& each : table.tables("bmc")) config.bmcs.push_back(read_bmc(each));
    if (const auto cim = table.table("cim")) read_cim(*cim, file, config);
    if (const auto repository = table.table("repository")) read_repository(*repository, file, config);
    if (const auto limits = table.table("limits")) read_limits(*limits, config);
    if (const auto name = table.text("profile")) config.profile = &profile_of(*name, table.here("profile"));
    return config;
}

const model::Profile& profile_of(const std::string& name, const std::string& where) {
    if (const model::Profile* profile = model::find_profile(name)) return *profile;
    throw SetupError{"unknown profile '" + name + "'", where, "use dmtf, winrm, amt or strict"};
}

void add_demo(Config& config) {
    config.conformance = true;
    constexpr std::size_t few = 16;
    config.access.members.push_back({.user = user_with("assay", "assay-demo", config.access.realm)});
    config.access.members.push_back({.user = digest_user_with("reader", "reader-demo", config.access.realm),
                                     .grants = {{{.prefix = "", .read = true}}},
                                     .operations = few});
    for (Bmc& each : config.bmcs) {
        if (!each.credentials.user.empty()) continue;
        each.credentials.user = "assay";
        each.credentials.password = "assay-demo";
    }
}

void check(const Config& config) {
    if (config.access.members.empty()) {
        throw SetupError{"nobody could log on", "users",
                         "add a [[user]] to the configuration, or use --demo"};
    }
    check_bmcs(config.bmcs);
    for (const auto& [address, tls] : config.listen) {
        if (address.secure || address.is_loopback() || config.allow_unencrypted || !config.access.basic)
            continue;
        throw SetupError{
            "passwords would travel in clear text beyond this machine", address.text(),
            "listen on a loopback address or with https://, set [auth] basic = false to leave Digest "
            "alone, or set allow_unencrypted = true"};
    }
}

}  // namespace assay::server
