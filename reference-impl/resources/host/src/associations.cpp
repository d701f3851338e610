// What belongs to what.
#include "draft.hpp"
#include "files.hpp"
#include "process.hpp"
#include "sources.hpp"

namespace assay::host {
namespace {

cim::ObjectPath path_of(const Context& context, const char* class_name) {
    return {.name_space = context.of->name_space(), .class_name = class_name};
}

cim::ObjectPath path_of(const Context& context, const char* class_name, const char* key, cim::Value value) {
    cim::ObjectPath path = path_of(context, class_name);
    path.set(key, std::move(value));
    return path;
}

cim::ObjectPath computer(const Context& context) {
    return path_of(context, "Win32_ComputerSystem", "Name", clean(context.machine.kernel().node));
}

cim::ObjectPath operating_system(const Context& context) { return path_of(context, "Win32_OperatingSystem"); }

cim::Instance link(const Context& context, const char* one, const cim::ObjectPath& left, const char* other,
                   const cim::ObjectPath& right) {
    Draft draft{context.of};
    draft.set(one, left).set(other, right);
    return draft.take();
}

Instances with_processes(const Context& context, const cim::ObjectPath& group) {
    Instances result;
    for (const std::uint64_t id : process_ids(context.machine)) {
        const auto part = path_of(context, "Win32_Process", "Handle", std::to_string(id));
        result.push_back(link(context, "GroupComponent", group, "PartComponent", part));
    }
    return result;
}

/// The value of that property in each of some instances.
std::vector<cim::Value> values_of(const Instances& instances, std::string_view property) {
    std::vector<cim::Value> result;
    for (const cim::Instance& instance : instances) {
        if (const cim::Value* value = instance.find(property)) result.push_back(*value);
    }
    return result;
}

/// A class of which only the keys are wanted: made here, because the store's own may be another.
cim::ClassPtr keys_of(const Context& context, const char* class_name, const char* key, cim::Type type) {
    cim::Property property;
    property.name = key;
    property.type = type;
    property.key = true;
    return std::make_shared<cim::Class>(cim::ClassDraft{.name_space = context.of->name_space(),
                                                        .name = class_name,
                                                        .uri = {},
                                                        .properties = {std::move(property)}});
}

std::vector<cim::Value> keys_of(const Context& context, Instances (*source)(const Context&),
                                const char* class_name, const char* key, cim::Type type = cim::Type::string) {
    const cim::ClassPtr of = keys_of(context, class_name, key, type);
    return values_of(source({.machine = context.machine, .of = of, .wall = context.wall}), key);
}

}  // namespace

Instances running_os(const Context& context) {
    return {link(context, "Antecedent", operating_system(context), "Dependent", computer(context))};
}

Instances os_processes(const Context& context) { return with_processes(context, operating_system(context)); }

Instances system_processes(const Context& context) { return with_processes(context, computer(context)); }

Instances system_operating_systems(const Context& context) {
    Draft draft{context.of};
    draft.set("GroupComponent", computer(context))
        .set("PartComponent", operating_system(context))
        .set("PrimaryOS", true);
    return {draft.take()};
}

Instances system_services(const Context& context) {
    Instances result;
    for (cim::Value& name : keys_of(context, services, "Win32_Service", "Name")) {
        result.push_back(link(context, "GroupComponent", computer(context), "PartComponent",
                              path_of(context, "Win32_Service", "Name", std::move(name))));
    }
    return result;
}

Instances system_devices(const Context& context) {
    struct Kind {
        Instances (*source)(const Context&);
        const char* class_name;
    };
    Instances result;
    for (const Kind& kind :
         {Kind{processors, "Win32_Processor"}, Kind{logical_disks, "Win32_LogicalDisk"},
          Kind{disk_drives, "Win32_DiskDrive"}, Kind{network_adapters, "Win32_NetworkAdapter"}}) {
        for (cim::Value& id : keys_of(context, kind.source, kind.class_name, "DeviceID")) {
            result.push_back(link(context, "GroupComponent", computer(context), "PartComponent",
                                  path_of(context, kind.class_name, "DeviceID", std::move(id))));
        }
    }
    return result;
}

Instances system_time_zones(const Context& context) {
    const Zone zone = context.machine.zone(context.wall);
    return {link(context, "Element", computer(context), "Setting",
                 path_of(context, "Win32_TimeZone", "StandardName", clean(zone.standard_name)))};
}

Instances adapter_settings(const Context& context) {
    Instances result;
    for (const cim::Value& id : keys_of(context, network_adapters, "Win32_NetworkAdapter", "DeviceID")) {
        const auto index = number_of(cim::to_text(id));
        if (!index) continue;
        result.push_back(link(context, "Element", path_of(context, "Win32_NetworkAdapter", "DeviceID", id),
                              "Setting",
                              path_of(context, "Win32_NetworkAdapterConfiguration", "Index", *index)));
    }
    return result;
}

}  // namespace assay::host
