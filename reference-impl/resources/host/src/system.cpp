// The operating system, the computer and its time zone.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "draft.hpp"
#include "files.hpp"
#include "process.hpp"
#include "sources.hpp"

namespace assay::host {
namespace {

constexpr std::uint64_t linux_os_type = 36;  // CIM_OperatingSystem.OSType

Pairs memory_of(const Machine& machine) { return pairs_of(read(machine.proc / "meminfo").value_or(""), ':'); }

std::uint64_t kilobytes(const Pairs& memory, std::string_view key) {
    return number_of(value_of(memory, key)).value_or(0);
}

bool is_64_bit(const Kernel& kernel) {
    return kernel.machine.find("64") != std::string::npos || kernel.machine == "s390x";
}

/// The processors as /proc/cpuinfo lists them: how many, and on how many packages.
std::pair<std::uint64_t, std::uint64_t> processor_counts(const Machine& machine) {
    std::uint64_t logical = 0;
    std::set<std::string> packages;
    const std::string text = read(machine.proc / "cpuinfo", 4U << 20U).value_or("");
    for (const std::string_view line : lines_of(text)) {
        if (line.starts_with("processor")) ++logical;
        if (line.starts_with("physical id")) packages.emplace(line);
    }
    return {logical, std::max<std::uint64_t>(packages.size(), logical > 0 ? 1 : 0)};
}

bool is_virtual(const Machine& machine) {
    return read(machine.proc / "cpuinfo").value_or("").find(" hypervisor") != std::string::npos;
}

std::string system_type(const Kernel& kernel) {
    if (kernel.machine == "x86_64") return "x64-based PC";
    if (kernel.machine == "aarch64") return "ARM64-based PC";
    return kernel.machine + "-based computer";
}

void add_memory(Draft& draft, const Machine& machine) {
    const Pairs memory = memory_of(machine);
    if (memory.empty()) return;
    const std::uint64_t available = kilobytes(memory, "MemAvailable");
    const std::uint64_t swap = kilobytes(memory, "SwapTotal");
    const std::uint64_t swap_free = kilobytes(memory, "SwapFree");
    draft.number("TotalVisibleMemorySize", kilobytes(memory, "MemTotal"))
        .number("FreePhysicalMemory", available)
        .number("TotalVirtualMemorySize", kilobytes(memory, "MemTotal") + swap)
        .number("FreeVirtualMemory", available + swap_free)
        .number("SizeStoredInPagingFiles", swap)
        .number("FreeSpaceInPagingFiles", swap_free);
}

}  // namespace

Instances operating_systems(const Context& context) {
    const Machine& machine = context.machine;
    const Kernel kernel = machine.kernel();
    const Zone zone = machine.zone(context.wall);
    const Pairs release = pairs_of(read(machine.etc / "os-release").value_or(""), '=');
    const std::string name =
        value_of(release, "PRETTY_NAME").empty() ? "Linux" : value_of(release, "PRETTY_NAME");
    Draft draft{context.of};
    draft.text("Name", name)
        .text("Caption", name)
        .text("Description", value_of(release, "NAME"))
        .text("Version",
              value_of(release, "VERSION_ID").empty() ? kernel.release : value_of(release, "VERSION_ID"))
        .text("BuildNumber", kernel.release)
        .text("Manufacturer", value_of(release, "HOME_URL"))
        .text("CSCreationClassName", "Win32_ComputerSystem")
        .text("CSName", kernel.node)
        .text("OSArchitecture", is_64_bit(kernel) ? "64-bit" : "32-bit")
        .text("Status", "OK")
        .number("OSType", linux_os_type)
        .number("NumberOfProcesses", process_ids(machine).size())
        .number("MaxNumberOfProcesses", read_number(machine.proc / "sys/kernel/pid_max"))
        .set("CurrentTimeZone", zone.offset)
        .set("Distributed", false)
        .set("Primary", true)
        .set("LocalDateTime", cim::Datetime::point(context.wall, zone.offset));
    if (const std::uint64_t boot = boot_time(machine); boot > 0) {
        draft.set("LastBootUpTime",
                  cim::Datetime::point(base::WallTime{std::chrono::seconds{boot}}, zone.offset));
    }
    add_memory(draft, machine);
    return {draft.take()};
}

Instances computer_systems(const Context& context) {
    const Machine& machine = context.machine;
    const Kernel kernel = machine.kernel();
    const auto dmi = machine.sys / "class/dmi/id";
    const auto [logical, packages] = processor_counts(machine);
    const std::string domain = read_word(machine.proc / "sys/kernel/domainname");
    Draft draft{context.of};
    draft.text("Name", kernel.node)
        .text("Caption", kernel.node)
        .text("Description", system_type(kernel))
        .text("DNSHostName", kernel.node)
        .text("Domain", domain == "(none)" ? "" : domain)
        .text("Manufacturer", read_word(dmi / "sys_vendor"))
        .text("Model", read_word(dmi / "product_name"))
        .text("SystemFamily", read_word(dmi / "product_family"))
        .text("SystemSKUNumber", read_word(dmi / "product_sku"))
        .text("SystemType", system_type(kernel))
        .text("Status", "OK")
        .number("NumberOfLogicalProcessors", logical)
        .number("NumberOfProcessors", packages)
        .set("HypervisorPresent", is_virtual(machine))
        .set("PartOfDomain", false)
        .set("CurrentTimeZone", machine.zone(context.wall).offset)
        .set("DaylightInEffect", machine.zone(context.wall).daylight);
    if (const Pairs memory = memory_of(machine); !memory.empty()) {
        draft.number("TotalPhysicalMemory", kilobytes(memory, "MemTotal") * 1024);
    }
    return {draft.take()};
}

Instances time_zones(const Context& context) {
    const Zone zone = context.machine.zone(context.wall);
    const int standard = zone.standard_offset;
    const std::string place = read_word(context.machine.etc / "timezone");
    const std::string caption =
        fmt::format("(UTC{}{:02}:{:02}) {}", standard < 0 ? '-' : '+', std::abs(standard) / 60,
                    std::abs(standard) % 60, place.empty() ? zone.standard_name : place);
    Draft draft{context.of};
    draft.text("StandardName", zone.standard_name)
        .text("DaylightName", zone.daylight_name)
        .text("Caption", caption)
        .text("Description", caption)
        .set("Bias", standard)
        .number("StandardBias", 0);
    if (!zone.daylight_name.empty()) draft.set("DaylightBias", standard - zone.daylight_offset);
    return {draft.take()};
}

}  // namespace assay::host
