#include "accounts.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "assay/ipmi-client/queries.hpp"
#include "cim_values.hpp"

namespace assay::ipmi {
namespace {

using ipmi_client::User;

/// IPMI 2.0 §6.8, and CIM_Privilege.Activities.
struct Level {
    std::uint8_t number;
    std::string_view name;
    std::vector<std::uint16_t> activities;
};

const std::array<Level, 4>& levels() {
    constexpr std::uint16_t create = 2, remove = 3, detect = 4, read = 5, write = 6, execute = 7;
    static const std::array<Level, 4> all{
        {{1, "CALLBACK", {detect}},
         {2, "USER", {detect, read}},
         {3, "OPERATOR", {detect, read, execute}},
         {4, "ADMINISTRATOR", {create, remove, detect, read, write, execute}}}};
    return all;
}

std::string_view level_name(std::uint8_t number) {
    const auto level = std::ranges::find(levels(), number, &Level::number);
    return level == levels().end() ? "NO ACCESS" : level->name;
}

cim::Instance account_of(cim::ClassPtr of, const std::string& system, const User& user) {
    const std::string class_name = of->name();
    return instance_of(
        std::move(of),
        {{"Caption", user.name},
         {"CreationClassName", class_name},
         {"Description", fmt::format("User {} of the BMC, at most {}", user.id, level_name(user.privilege))},
         {"ElementName", user.name},
         {"HealthState", values::health_ok},
         {"Name", user.name},
         {"OperationalStatus", cim::Value::Array{user.enabled ? values::status_ok : values::status_stopped}},
         {"SystemCreationClassName", system_class},
         {"SystemName", system},
         {"UserID", std::to_string(user.id)}});
}

/// The levels that some enabled user has at most.
awaitable<Outcome<std::vector<Level>>> levels_in_use(ipmi_client::Client& client) {
    const auto users = co_await ipmi_client::users(client);
    if (!users) co_return fault_of(users.error());
    std::vector<Level> used;
    for (const Level& level : levels()) {
        const auto has_it = [&](const User& user) { return user.enabled && user.privilege == level.number; };
        if (std::ranges::any_of(*users, has_it)) used.push_back(level);
    }
    co_return used;
}

}  // namespace

awaitable<Outcome<std::vector<cim::Instance>>> Account::read(const Source& from, cim::ClassPtr of,
                                                             const cim::ObjectPath*) {
    const auto users = co_await ipmi_client::users(from.client());
    if (!users) co_return fault_of(users.error());
    std::vector<cim::Instance> instances;
    for (const User& user : *users) instances.push_back(account_of(of, from.system, user));
    co_return instances;
}

awaitable<Outcome<std::vector<cim::Instance>>> PrivilegeGroup::read(const Source& from, cim::ClassPtr of,
                                                                    const cim::ObjectPath*) {
    const auto used = co_await levels_in_use(from.client());
    if (!used) co_return used.error();
    std::vector<cim::Instance> instances;
    for (const Level& level : *used) {
        instances.push_back(
            instance_of(of, {{"Caption", level.name},
                             {"CommonName", level.name},
                             {"CreationClassName", of->name()},
                             {"Description", fmt::format("Users of the BMC who are at most {}", level.name)},
                             {"ElementName", level.name},
                             {"Name", from.id_of(level.name)}}));
    }
    co_return instances;
}

awaitable<Outcome<std::vector<cim::Instance>>> AuthorizedPrivilege::read(const Source& from, cim::ClassPtr of,
                                                                         const cim::ObjectPath*) {
    const auto used = co_await levels_in_use(from.client());
    if (!used) co_return used.error();
    std::vector<cim::Instance> instances;
    for (const Level& level : *used) {
        instances.push_back(
            instance_of(of, {{"Activities", array_of(level.activities)},
                             {"Caption", level.name},
                             {"Description", fmt::format("What {} may do", level.name)},
                             {"ElementName", level.name},
                             {"InstanceID", from.id_of(fmt::format("PRIVILEGE:{}", level.name))},
                             {"PrivilegeGranted", true}}));
    }
    co_return instances;
}

}  // namespace assay::ipmi
