#include "assay/host/host_provider.hpp"

#include <algorithm>
#include <array>

#include "assay/cim/name.hpp"
#include "assay/model/faults.hpp"
#include "draft.hpp"
#include "files.hpp"
#include "process.hpp"
#include "sources.hpp"

namespace assay::host {
namespace {

struct Source {
    std::string_view class_name;
    Instances (*instances)(const Context&);
};

constexpr std::string_view process_class = "Win32_Process";

/// All but the processes, which are too many to be read at once.
constexpr std::array sources{Source{"Win32_OperatingSystem", operating_systems},
                             Source{"Win32_ComputerSystem", computer_systems},
                             Source{"Win32_TimeZone", time_zones},
                             Source{"Win32_Service", services},
                             Source{"Win32_LogicalDisk", logical_disks},
                             Source{"Win32_DiskDrive", disk_drives},
                             Source{"Win32_NetworkAdapter", network_adapters},
                             Source{"Win32_NetworkAdapterConfiguration", network_configurations},
                             Source{"Win32_Processor", processors},
                             Source{"Win32_BIOS", bios},
                             Source{"Win32_BaseBoard", base_boards},
                             Source{"Win32_ComputerSystemProduct", products},
                             Source{"Win32_UserAccount", user_accounts},
                             Source{"Win32_Group", groups},
                             Source{"CIM_RunningOS", running_os},
                             Source{"CIM_OSProcess", os_processes},
                             Source{"Win32_SystemProcesses", system_processes},
                             Source{"Win32_SystemServices", system_services},
                             Source{"Win32_SystemOperatingSystem", system_operating_systems},
                             Source{"Win32_SystemDevices", system_devices},
                             Source{"Win32_SystemTimeZone", system_time_zones},
                             Source{"Win32_NetworkAdapterSetting", adapter_settings}};

Instances instances_of(const Machine& machine, const cim::Call& call) {
    const auto* const source = std::ranges::find_if(
        sources, [&](const Source& each) { return cim::same_name(each.class_name, call.of->name()); });
    if (source == sources.end()) return {};
    return source->instances({.machine = machine, .of = call.of, .wall = call.wall});
}

/// The process that the path names, if it is there.
std::optional<std::uint64_t> process_of(const Machine& machine, const cim::ObjectPath& path) {
    const cim::Value* handle = path.find("Handle");
    const std::string* text = handle == nullptr ? nullptr : handle->get<std::string>();
    if (text == nullptr || text->empty() || text->find_first_not_of("0123456789") != std::string::npos)
        return std::nullopt;
    const auto id = number_of(*text);
    return id && read_process(machine, *id) ? id : std::nullopt;
}

/// Sets an OUT parameter by its name.
void set(cim::MethodResult& result, const cim::Method& method, std::string_view name,
         std::string_view value) {
    for (std::size_t i = 0; i < method.parameters.size(); ++i) {
        if (cim::same_name(method.parameters[i].name, name) && !value.empty())
            result.parameters[i] = clean(value);
    }
}

}  // namespace

std::vector<std::string_view> HostProvider::classes() {
    std::vector<std::string_view> result;
    result.reserve(sources.size() + 1);
    result.push_back(process_class);
    for (const Source& source : sources) result.push_back(source.class_name);
    return result;
}

awaitable<Outcome<cim::Instance>> HostProvider::get(const cim::Call& call, const cim::ObjectPath& path) {
    if (cim::same_name(call.of->name(), process_class)) {
        const auto id = process_of(*machine_, path);
        auto found =
            id ? process({.machine = *machine_, .of = call.of, .wall = call.wall}, *id) : std::nullopt;
        if (found && found->path() == path) co_return std::move(*found);
        co_return cim::no_such_instance(path);
    }
    for (cim::Instance& instance : instances_of(*machine_, call)) {
        if (instance.path() == path) co_return std::move(instance);
    }
    co_return cim::no_such_instance(path);
}

Outcome<std::unique_ptr<cim::InstanceCursor>> HostProvider::instances(const cim::Call& call) {
    if (cim::same_name(call.of->name(), process_class)) return processes(machine_, call);
    return cim::cursor_of(instances_of(*machine_, call));
}

awaitable<Outcome<cim::MethodResult>> HostProvider::invoke(const cim::Call& call, const cim::ObjectPath& path,
                                                           const cim::Method& method,
                                                           std::vector<cim::Value>) {
    const bool owner = cim::same_name(method.name, "GetOwner");
    const bool sid = cim::same_name(method.name, "GetOwnerSid");
    if (!cim::same_name(call.of->name(), process_class) || (!owner && !sid)) {
        co_return model::faults::action_not_supported(call.of->uri() + '/' + method.name);
    }
    const auto id = process_of(*machine_, path);
    const auto uid = id ? owner_of(*machine_, *id) : std::nullopt;
    if (!uid) co_return cim::no_such_instance(path);
    cim::MethodResult result{.return_value = std::uint64_t{0}, .parameters = {}};
    result.parameters.resize(method.parameters.size());
    if (sid) set(result, method, "Sid", sid_of_user(*uid));
    if (owner) {
        const std::string name = user_name(*machine_, *uid);
        set(result, method, "User", name.empty() ? std::to_string(*uid) : name);
        set(result, method, "Domain", machine_->kernel().node);
    }
    co_return result;
}

}  // namespace assay::host
