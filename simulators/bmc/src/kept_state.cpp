#include "assay/bmc/kept_state.hpp"

#include <algorithm>
#include <sstream>

#include "kept_sections.hpp"

namespace assay::bmc {
namespace kept {
namespace {

bool is_plain(std::string_view text) {
    return std::ranges::all_of(text, [](char one) { return one >= ' ' && one <= '~'; });
}

}  // namespace

void put_text(toml::table& table, const std::string& key, std::string_view text) {
    if (is_plain(text)) {
        table.insert(key, std::string{text});
    } else {
        table.insert(key + "_hex", base::to_hex(base::octets_of(text)));
    }
}

std::string get_text(Section& section, const std::string& key, std::size_t longest) {
    const std::string as_hex = key + "_hex";
    const bool is_hex = section.has(as_hex);
    std::string text = is_hex ? std::string{base::text_of(section.octets(as_hex))} : section.text(key);
    if (text.size() > longest)
        section.reject(is_hex ? as_hex : key, fmt::format("at most {} octets", longest));
    return text;
}

namespace {

Section table_in(Section& section, std::string_view key) {
    auto table = section.table(key);
    if (!table) section.reject(key, fmt::format("a table [{}]", key));
    return *table;
}

toml::table root_of(Chassis& chassis, base::Instant now) {
    toml::array users;
    for (const User& user : chassis.users().all()) users.push_back(table_of(user));
    toml::table root{{"power", power_of(chassis, now)},
                     {"clock", clock_of(chassis)},
                     {"channel", channel_of(chassis)},
                     {"lan", lan_of(chassis)},
                     {"sol", sol_of(chassis)},
                     {"pef", pef_of(chassis)},
                     {"processed_events", processed_events_of(chassis)},
                     {"log", log_of(chassis)},
                     {"names", names_of(chassis.system_info())},
                     {"boot", boot_of(chassis)},
                     {"dcmi", dcmi_of(chassis.dcmi())},
                     {"firmware", firmware_of(chassis.firmware_upgrade())},
                     {"user", std::move(users)},
                     {"fru", frus_of(chassis)},
                     {"oem", oem_of(chassis.oem_state())},
                     {"firewall", firewall_of(chassis.firewall())}};
    // the records that came with the model stay the model's until somebody changes the repository
    const SdrRepository::Marks marks = chassis.repository().marks();
    if (marks.last_addition != 0 || marks.last_erasure != 0)
        root.insert("repository", repository_of(chassis.repository()));
    return root;
}

void restore_root(Section& root, Chassis& chassis, base::Instant now) {
    restore_clock(table_in(root, "clock"), chassis);
    const auto users = root.integer("users", 0, max_users);
    std::int64_t found = 0;
    root.tables("user", [&](Section& user) {
        restore_user(user, chassis.users());
        ++found;
    });
    // they are at the end of the text: a file that was cut short has fewer
    if (found != users)
        root.reject("users", fmt::format("as many as there are tables [[user]] in the file, {}", found));
    restore_channel(table_in(root, "channel"), chassis);
    restore_lan(table_in(root, "lan"), chassis);
    restore_sol(table_in(root, "sol"), chassis);
    restore_pef(table_in(root, "pef"), chassis);
    restore_processed_events(table_in(root, "processed_events"), chassis);
    if (auto repository = root.table("repository")) restore_repository(*repository, chassis.repository());
    root.tables("fru", [&](Section& fru) { restore_fru(fru, chassis.frus()); });
    restore_names(table_in(root, "names"), chassis.system_info());
    restore_boot(table_in(root, "boot"), chassis.boot_options(), now);
    restore_dcmi(table_in(root, "dcmi"), chassis.dcmi());
    chassis.throttle();
    root.tables("oem", [&](Section& entry) { restore_oem(entry, chassis.oem_state()); });
    root.tables("firewall", [&](Section& rule) { restore_rule(rule, chassis.firewall()); });
    restore_firmware(table_in(root, "firmware"), chassis.firmware_upgrade());
    restore_power(table_in(root, "power"), chassis, now);
    // last: what the return of power logs was not in it
    restore_log(table_in(root, "log"), chassis.log());
}

}  // namespace
}  // namespace kept

std::string kept_state(Chassis& chassis, std::string_view model, base::Instant now) {
    std::ostringstream text;
    text << toml::table{{"format", kept_state_format},
                        {"model", std::string{model}},
                        {"users", static_cast<std::int64_t>(chassis.users().all().size())}}
         << "\n\n"
         << kept::root_of(chassis, now) << '\n';
    return std::move(text).str();
}

void restore_state(std::string_view text, const std::string& file, std::string_view model, Chassis& chassis,
                   base::Instant now) {
    Section::parse(text, file, "the BMC's state", [&](Section& root) {
        if (root.integer("format", 0, kept::most_u32) != kept_state_format)
            root.reject("format",
                        fmt::format("{}, which this program writes; delete the file to begin with the "
                                    "model's settings",
                                    kept_state_format));
        if (root.text("model") != model)
            root.reject(
                "model",
                fmt::format("'{}', which is simulated now; take another --state folder for it", model));
        kept::restore_root(root, chassis, now);
    });
}

}  // namespace assay::bmc
