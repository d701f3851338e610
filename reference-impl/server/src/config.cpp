#include "assay/server/config.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <initializer_list>

#include "assay/base/home.hpp"
#include "assay/base/setup_error.hpp"

namespace assay::server {
namespace {

using base::SetupError;

std::string place(const std::filesystem::path& file, const toml::source_region& source) {
    return file.string() + ":" + std::to_string(source.begin.line);
}

/// One table of the file; every read names the place when something is wrong.
class Table {
public:
    Table(const toml::table& table, const std::filesystem::path& file) : table_{table}, file_{file} {}

    void allow_only(std::initializer_list<std::string_view> keys) const {
        for (const auto& [key, node] : table_) {
            if (std::ranges::find(keys, key.str()) != keys.end()) continue;
            std::string known;
            for (const std::string_view each : keys) known += (known.empty() ? "" : ", ") + std::string{each};
            throw SetupError{"unknown key '" + std::string{key.str()} + "'", place(file_, key.source()),
                             "known keys here are: " + known};
        }
    }

    template <class T>
    std::optional<T> get(std::string_view key, std::string_view kind) const {
        const toml::node* node = table_.get(key);
        if (node == nullptr) return std::nullopt;
        const auto value = node->value_exact<T>();
        if (!value) throw wrong(*node, key, kind);
        return value;
    }

    std::optional<std::string> text(std::string_view key) const { return get<std::string>(key, "a string"); }
    std::optional<bool> flag(std::string_view key) const { return get<bool>(key, "true or false"); }

    template <class Number>
    void number(std::string_view key, Number& into, std::int64_t least, std::int64_t most) const {
        const auto value = get<std::int64_t>(key, "an integer");
        if (!value) return;
        if (*value < least || *value > most) {
            throw SetupError{"'" + std::string{key} + "' is out of range",
                             place(file_, table_.get(key)->source()),
                             "use a value from " + std::to_string(least) + " to " + std::to_string(most)};
        }
        into = Number(*value);
    }

    SetupError wrong(const toml::node& node, std::string_view key, std::string_view kind) const {
        return {"'" + std::string{key} + "' has to be " + std::string{kind}, place(file_, node.source()),
                "correct the value"};
    }
    SetupError missing(std::string_view key) const {
        return {"'" + std::string{key} + "' is missing", place(file_, table_.source()), "add it"};
    }

    std::optional<Table> table(std::string_view key) const {
        const toml::node* node = table_.get(key);
        if (node == nullptr) return std::nullopt;
        if (!node->is_table()) throw wrong(*node, key, "a table");
        return Table{*node->as_table(), file_};
    }
    std::vector<Table> tables(std::string_view key) const {
        std::vector<Table> found;
        const toml::node* node = table_.get(key);
        if (node == nullptr) return found;
        if (!node->is_array_of_tables())
            throw wrong(*node, key, "tables, written [[" + std::string{key} + "]]");
        for (const auto& each : *node->as_array()) found.emplace_back(*each.as_table(), file_);
        return found;
    }
    /// Strings and where they stand.
    std::vector<std::pair<std::string, std::string>> texts(std::string_view key) const {
        std::vector<std::pair<std::string, std::string>> found;
        const toml::node* node = table_.get(key);
        if (node == nullptr) return found;
        if (!node->is_array()) throw wrong(*node, key, "an array of strings");
        for (const auto& each : *node->as_array()) {
            const auto value = each.value_exact<std::string>();
            if (!value) throw wrong(each, key, "an array of strings");
            found.emplace_back(*value, place(file_, each.source()));
        }
        return found;
    }
    std::string here(std::string_view key) const { return place(file_, table_.get(key)->source()); }

private:
    const toml::table& table_;
    const std::filesystem::path& file_;
};

std::pair<std::string, auth::PasswordHash> read_user(const Table& table) {
    table.allow_only({"name", "password", "password_hash"});
    const auto name = table.text("name");
    if (!name || name->empty()) throw table.missing("name");
    if (const auto password = table.text("password")) return {*name, auth::PasswordHash::of(*password)};
    const auto hash = table.text("password_hash");
    if (!hash) throw table.missing("password_hash");
    const auto parsed = auth::PasswordHash::parse(*hash);
    if (!parsed) {
        throw SetupError{"'password_hash' is not of the form scrypt$N$r$p$salt$hash",
                         table.here("password_hash"), "write 'password' instead, or a proper hash"};
    }
    return {*name, *parsed};
}

Bmc read_bmc(const Table& table) {
    table.allow_only({"address", "user", "password"});
    Bmc bmc{.address = table.text("address").value_or("")};
    bmc.credentials.user = table.text("user").value_or("");
    bmc.credentials.password = table.text("password").value_or("");
    return bmc;
}

void read_limits(const Table& table, Config& config) {
    table.allow_only({"header_octets", "body_octets", "connections", "idle_ms", "receive_ms", "send_ms",
                      "enumerations", "enumeration_seconds", "batch_items", "reply_octets"});
    constexpr std::int64_t day_ms = 86'400'000;
    table.number("header_octets", config.wire.header_octets, 512, 1 << 20);
    table.number("body_octets", config.wire.body_octets, 8'192, 1 << 28);
    table.number("connections", config.wire.connections, 1, 1'000'000);
    table.number("idle_ms", config.wire.idle, 100, day_ms);
    table.number("receive_ms", config.wire.receive, 100, day_ms);
    table.number("send_ms", config.wire.send, 100, day_ms);
    table.number("enumerations", config.service.enumerations, 1, 1'000'000);
    table.number("enumeration_seconds", config.service.enumeration_lifetime, 1, 86'400);
    table.number("batch_items", config.service.batch_items, 1, 1'000'000);
    table.number("reply_octets", config.service.largest_reply_octets, 8'192, 1 << 28);
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
    table.allow_only({"listen", "threads", "allow_unencrypted", "conformance", "user", "bmc", "limits"});
    Config config;
    for (const auto& [address, where] : table.texts("listen")) {
        config.listen.push_back(wire::parse_address(address, where));
    }
    table.number("threads", config.threads, 1, 256);
    config.allow_unencrypted = table.flag("allow_unencrypted").value_or(false);
    config.conformance = table.flag("conformance").value_or(false);
    for (const Table& user : table.tables("user")) config.users.push_back(read_user(user));
    if (const auto bmc = table.table("bmc")) config.bmc = read_bmc(*bmc);
    if (const auto limits = table.table("limits")) read_limits(*limits, config);
    return config;
}

void add_demo(Config& config) {
    config.conformance = true;
    config.users.emplace_back("assay", auth::PasswordHash::of("assay-demo"));
    if (config.bmc && config.bmc->credentials.user.empty()) {
        config.bmc->credentials = {.user = "assay", .password = "assay-demo"};
    }
}

void check(const Config& config) {
    if (config.users.empty()) {
        throw SetupError{"nobody could log on", "users",
                         "add a [[user]] to the configuration, or use --demo"};
    }
    if (config.bmc && (config.bmc->address.empty() || config.bmc->credentials.user.empty())) {
        throw SetupError{
            "address or user of the BMC is missing", "bmc",
            "give --bmc HOST:PORT, and user and password under [bmc] in the configuration or --demo"};
    }
    for (const wire::Address& address : config.listen) {
        if (address.is_loopback() || config.allow_unencrypted) continue;
        throw SetupError{"passwords would travel in clear text beyond this machine", address.text(),
                         "listen on a loopback address, or set allow_unencrypted = true"};
    }
}

}  // namespace assay::server
