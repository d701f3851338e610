// Processors, and what the firmware tells of the machine.
#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "draft.hpp"
#include "files.hpp"
#include "sources.hpp"

namespace assay::host {
namespace {

/// One package: what its first processor says, and how many there are of what.
struct Package {
    Pairs first;
    std::set<std::string, std::less<>> cores;
    std::uint64_t logical = 0;
};

/// By "physical id"; one package where the kernel tells none.
std::map<std::uint64_t, Package> packages_of(std::string_view cpuinfo) {
    std::map<std::uint64_t, Package> result;
    while (!cpuinfo.empty()) {
        const std::size_t end = std::min(cpuinfo.find("\n\n"), cpuinfo.size());
        Pairs one = pairs_of(cpuinfo.substr(0, end), ':');
        cpuinfo.remove_prefix(std::min(end + 2, cpuinfo.size()));
        if (!one.contains("processor")) continue;
        Package& package = result[number_of(value_of(one, "physical id")).value_or(0)];
        ++package.logical;
        package.cores.insert(one.contains("core id") ? value_of(one, "core id") : value_of(one, "processor"));
        if (package.first.empty()) package.first = std::move(one);
    }
    return result;
}

/// Octets of "32K" and "30720K".
std::uint64_t cache_kilobytes(const Machine& machine, std::string_view level) {
    const auto folder = machine.sys / "devices/system/cpu/cpu0/cache";
    for (const std::string& name : names_in(folder)) {
        if (read_word(folder / name / "level") == level &&
            read_word(folder / name / "type") != "Instruction") {
            return read_number(folder / name / "size").value_or(0);
        }
    }
    return 0;
}

std::optional<std::uint64_t> clock_megahertz(const Machine& machine, const Pairs& cpu) {
    const auto kilohertz = read_number(machine.sys / "devices/system/cpu/cpu0/cpufreq/cpuinfo_max_freq");
    return kilohertz ? std::optional{*kilohertz / 1000} : number_of(value_of(cpu, "cpu MHz"));
}

/// Win32_Processor.Architecture
std::optional<std::uint64_t> architecture(const std::string& machine) {
    if (machine == "x86_64") return 9;
    if (machine == "aarch64") return 12;
    return machine.starts_with("arm") ? std::optional<std::uint64_t>{5} : std::nullopt;
}

bool has_flag(const Pairs& cpu, std::string_view one, std::string_view other) {
    const std::string flags = value_of(cpu, "flags");
    const auto words = words_of(flags);
    return std::ranges::find(words, one) != words.end() || std::ranges::find(words, other) != words.end();
}

/// "11/20/2026" as the firmware writes it.
std::optional<cim::Datetime> release_date(const std::string& text) {
    const auto parts = fields_of(text, '/');
    if (parts.size() != 3 || parts[0].size() != 2 || parts[1].size() != 2 || parts[2].size() != 4)
        return std::nullopt;
    return cim::Datetime::parse(fmt::format("{}{}{}000000.000000+000", parts[2], parts[0], parts[1]));
}

std::filesystem::path dmi_of(const Machine& machine) { return machine.sys / "class/dmi/id"; }

}  // namespace

Instances processors(const Context& context) {
    const Machine& machine = context.machine;
    const Kernel kernel = machine.kernel();
    const std::string cpuinfo = read(machine.proc / "cpuinfo", 4U << 20U).value_or("");
    const std::uint64_t bits = kernel.machine.find("64") != std::string::npos ? 64 : 32;
    Instances result;
    for (const auto& [id, package] : packages_of(cpuinfo)) {
        const Pairs& cpu = package.first;
        const auto model = number_of(value_of(cpu, "model"));
        const auto stepping = number_of(value_of(cpu, "stepping"));
        Draft draft{context.of};
        draft.text("DeviceID", fmt::format("CPU{}", id))
            .text("SocketDesignation", fmt::format("CPU{}", id))
            .text("Name", value_of(cpu, "model name"))
            .text("Caption",
                  fmt::format("{} family {} model {} stepping {}", kernel.machine,
                              value_of(cpu, "cpu family"), value_of(cpu, "model"), value_of(cpu, "stepping")))
            .text("Description", value_of(cpu, "model name"))
            .text("Manufacturer", value_of(cpu, "vendor_id"))
            .text("Stepping", value_of(cpu, "stepping"))
            .text("Role", "CPU")
            .text("Status", "OK")
            .text("SystemCreationClassName", "Win32_ComputerSystem")
            .text("SystemName", kernel.node)
            .number("Architecture", architecture(kernel.machine))
            .number("AddressWidth", bits)
            .number("DataWidth", bits)
            .number("Availability", 3)
            .number("CpuStatus", 1)
            .number("ProcessorType", 3)
            .number("Level", number_of(value_of(cpu, "cpu family")))
            .number("NumberOfCores", package.cores.size())
            .number("NumberOfLogicalProcessors", package.logical)
            .number("ThreadCount", package.logical)
            .number("MaxClockSpeed", clock_megahertz(machine, cpu))
            .number("CurrentClockSpeed", number_of(value_of(cpu, "cpu MHz")))
            .set("VirtualizationFirmwareEnabled", has_flag(cpu, "vmx", "svm"))
            .set("SecondLevelAddressTranslationExtensions", has_flag(cpu, "ept", "npt"));
        if (model && stepping && *stepping < 256) draft.number("Revision", *model * 256 + *stepping);
        if (const auto size = cache_kilobytes(machine, "2"); size > 0) draft.number("L2CacheSize", size);
        if (const auto size = cache_kilobytes(machine, "3"); size > 0) draft.number("L3CacheSize", size);
        result.push_back(draft.take());
    }
    return result;
}

Instances bios(const Context& context) {
    const auto dmi = dmi_of(context.machine);
    const std::string version = read_word(dmi / "bios_version");
    const std::string vendor = read_word(dmi / "bios_vendor");
    if (version.empty() && vendor.empty()) return {};  // a machine whose firmware tells nothing
    const std::string name = version.empty() ? vendor : version;
    Draft draft{context.of};
    draft.text("Name", name)
        .text("Caption", name)
        .text("Description", name)
        .text("SoftwareElementID", name)
        .text("Version", version.empty() ? "unknown" : version)
        .text("SMBIOSBIOSVersion", version)
        .text("Manufacturer", vendor)
        .text("SerialNumber", read_word(dmi / "product_serial"))
        .text("Status", "OK")
        .texts("BIOSVersion", {name})
        .number("SoftwareElementState", 3)
        .number("TargetOperatingSystem", 0)
        .set("PrimaryBIOS", true)
        .set("SMBIOSPresent", true);
    if (const auto date = release_date(read_word(dmi / "bios_date"))) draft.set("ReleaseDate", *date);
    return {draft.take()};
}

Instances base_boards(const Context& context) {
    const auto dmi = dmi_of(context.machine);
    if (read_word(dmi / "board_vendor").empty() && read_word(dmi / "board_name").empty()) return {};
    Draft draft{context.of};
    draft.text("Tag", "Base Board")
        .text("Name", "Base Board")
        .text("Caption", "Base Board")
        .text("Description", "Base Board")
        .text("Manufacturer", read_word(dmi / "board_vendor"))
        .text("Product", read_word(dmi / "board_name"))
        .text("Version", read_word(dmi / "board_version"))
        .text("SerialNumber", read_word(dmi / "board_serial"))
        .text("Status", "OK")
        .set("HostingBoard", true)
        .set("PoweredOn", true);
    return {draft.take()};
}

Instances products(const Context& context) {
    const auto dmi = dmi_of(context.machine);
    const std::string name = read_word(dmi / "product_name");
    if (name.empty()) return {};
    const auto or_unknown = [&](const char* file) {
        const std::string text = read_word(dmi / file);
        return text.empty() ? std::string{"unknown"} : text;
    };
    Draft draft{context.of};
    draft.text("Name", name)
        .text("Caption", name)
        .text("Description", name)
        .text("IdentifyingNumber", or_unknown("product_serial"))
        .text("Version", or_unknown("product_version"))
        .text("Vendor", read_word(dmi / "sys_vendor"))
        .text("SKUNumber", read_word(dmi / "product_sku"))
        .text("UUID", read_word(dmi / "product_uuid"));
    return {draft.take()};
}

}  // namespace assay::host
