// Users, groups and services.
#include <algorithm>
#include <map>
#include <set>

#include "draft.hpp"
#include "files.hpp"
#include "process.hpp"
#include "sources.hpp"

namespace assay::host {
namespace {

constexpr std::uint64_t user_sid = 1;   // Win32_Account.SIDType
constexpr std::uint64_t alias_sid = 4;  // of a local group
constexpr std::uint64_t normal_account = 512;

/// The fields of the lines of etc/passwd or etc/group.
std::vector<std::vector<std::string>> entries_of(const std::filesystem::path& file) {
    std::vector<std::vector<std::string>> result;
    const std::string text = read(file, 4U << 20U).value_or("");
    std::set<std::string_view> seen;
    for (const std::string_view line : lines_of(text)) {
        const auto fields = fields_of(line, ':');
        if (fields.size() < 4 || fields[0].empty() || !seen.insert(fields[0]).second) continue;
        result.emplace_back(fields.begin(), fields.end());
    }
    return result;
}

Draft account(const Context& context, const std::string& name, const std::string& node) {
    Draft draft{context.of};
    draft.text("Domain", node)
        .text("Name", name)
        .text("Caption", node + "\\" + name)
        .text("Status", "OK")
        .set("LocalAccount", true);
    return draft;
}

/// The id of the process that a cgroup of systemd or a file in run/ names.
std::optional<std::uint64_t> main_process(const Machine& machine, const std::string& name) {
    const auto cgroup = machine.sys / "fs/cgroup/system.slice" / (name + ".service") / "cgroup.procs";
    if (const auto id = read_number(cgroup)) return id;
    const std::filesystem::path pid_file{name + ".pid"};
    for (const std::filesystem::path& file : {pid_file, std::filesystem::path{name} / pid_file}) {
        const auto id = read_number(machine.etc / "../run" / file);
        if (id && read_process(machine, *id)) return id;
    }
    return std::nullopt;
}

struct Service {
    std::string description;
    std::string path;
};

/// Scripts of System V, and what systemd runs now: that is what can be seen without asking either.
std::map<std::string, Service> services_of(const Machine& machine) {
    constexpr std::string_view suffix = ".service";
    std::map<std::string, Service> result;
    for (const std::string& name : names_in(machine.sys / "fs/cgroup/system.slice")) {
        if (name.ends_with(suffix)) result[name.substr(0, name.size() - suffix.size())] = {};
    }
    for (const std::string& name : names_in(machine.etc / "init.d")) {
        const auto file = machine.etc / "init.d" / name;
        const auto script = read(file);
        if (!script || script->find("### BEGIN INIT INFO") == std::string::npos) continue;
        const Pairs header = pairs_of(*script, ':');
        result[name] = {.description = value_of(header, "# Short-Description"),
                        .path = "/etc/init.d/" + name};
    }
    return result;
}

}  // namespace

Instances user_accounts(const Context& context) {
    const std::string node = context.machine.kernel().node;
    Instances result;
    for (const auto& entry : entries_of(context.machine.etc / "passwd")) {
        Draft draft = account(context, entry[0], node);
        if (const auto id = number_of(entry[2])) draft.text("SID", sid_of_user(*id));
        if (entry.size() > 4) draft.text("FullName", entry[4].substr(0, entry[4].find(',')));
        draft.number("SIDType", user_sid).number("AccountType", normal_account);
        result.push_back(draft.take());
    }
    return result;
}

Instances groups(const Context& context) {
    const std::string node = context.machine.kernel().node;
    Instances result;
    for (const auto& entry : entries_of(context.machine.etc / "group")) {
        Draft draft = account(context, entry[0], node);
        if (const auto id = number_of(entry[2])) draft.text("SID", "S-1-22-2-" + std::to_string(*id));
        draft.number("SIDType", alias_sid);
        result.push_back(draft.take());
    }
    return result;
}

Instances services(const Context& context) {
    const std::string node = context.machine.kernel().node;
    Instances result;
    for (const auto& [name, service] : services_of(context.machine)) {
        const auto process = main_process(context.machine, name);
        Draft draft{context.of};
        draft.text("Name", name)
            .text("DisplayName", service.description.empty() ? name : service.description)
            .text("Caption", service.description.empty() ? name : service.description)
            .text("Description", service.description)
            .text("PathName", service.path)
            .text("SystemCreationClassName", "Win32_ComputerSystem")
            .text("SystemName", node)
            .text("State", process ? "Running" : "Unknown")
            .text("Status", process ? "OK" : "Unknown")
            .number("ProcessId", process);
        if (process) draft.set("Started", true);
        result.push_back(draft.take());
    }
    return result;
}

}  // namespace assay::host
