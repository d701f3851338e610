// File systems and disks.
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "draft.hpp"
#include "files.hpp"
#include "mounts.hpp"
#include "sources.hpp"

namespace assay::host {
namespace {

/// The values of Win32_LogicalDisk.DriveType.
enum DriveType : std::uint64_t { removable = 2, local = 3, network = 4, compact_disc = 5, memory = 6 };

bool is_remote(const Mount& mount) {
    constexpr std::array<std::string_view, 8> types{"nfs",  "nfs4", "cifs", "smb3",
                                                    "ceph", "9p",   "afs",  "fuse.sshfs"};
    return std::ranges::find(types, mount.type) != types.end();
}

bool is_removable(const Machine& machine, const std::string& device) {
    const std::string name = std::filesystem::path{device}.filename().string();
    const auto folder = machine.sys / "class/block" / name;
    // A partition's own folder has no such file; its disk's has.
    return read_word(folder / "removable") == "1" || read_word(folder / "../removable") == "1";
}

DriveType drive_type(const Machine& machine, const Mount& mount) {
    if (is_remote(mount)) return network;
    if (mount.type == "tmpfs" || mount.type == "ramfs") return memory;
    if (mount.type == "iso9660" || mount.type == "udf") return compact_disc;
    return is_removable(machine, mount.device) ? removable : local;
}

bool is_disk(const std::string& name) {
    return !name.starts_with("loop") && !name.starts_with("ram") && !name.starts_with("zram") &&
           !name.starts_with("dm-");
}

std::string interface_of(const std::string& name) {
    if (name.starts_with("nvme")) return "NVMe";
    if (name.starts_with("vd")) return "virtio";
    return name.starts_with("sd") || name.starts_with("sr") ? "SCSI" : "";
}

std::uint64_t partitions_of(const std::filesystem::path& folder, const std::string& name) {
    const auto names = names_in(folder);
    return static_cast<std::uint64_t>(std::ranges::count_if(names, [&](const std::string& each) {
        return each.starts_with(name) && !read_word(folder / each / "partition").empty();
    }));
}

}  // namespace

std::vector<Mount> parse_mounts(std::string_view mounts, std::string_view filesystems) {
    std::set<std::string, std::less<>> without_device;
    for (const std::string_view line : lines_of(filesystems)) {
        const auto words = words_of(line);
        if (words.size() == 2 && words[0] == "nodev") without_device.emplace(words[1]);
    }
    std::map<std::string, Mount> by_point;  // what is mounted over another hides it
    for (const std::string_view line : lines_of(mounts)) {
        const auto words = words_of(line);
        if (words.size() < 3) continue;
        Mount mount{
            .device = unescaped(words[0]), .point = unescaped(words[1]), .type = std::string{words[2]}};
        const bool holds_files = mount.type == "tmpfs" || mount.type == "overlay" || is_remote(mount) ||
                                 !without_device.contains(mount.type);
        if (holds_files) {
            by_point.insert_or_assign(mount.point, mount);
        } else {
            by_point.erase(mount.point);
        }
    }
    std::vector<Mount> result;
    result.reserve(by_point.size());
    for (auto& [point, mount] : by_point) result.push_back(std::move(mount));
    return result;
}

std::string unescaped(std::string_view text) {
    std::string result;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const std::string_view digits = text.substr(at + 1 > text.size() ? text.size() : at + 1, 3);
        const bool octal = text[at] == '\\' && digits.size() == 3 &&
                           digits.find_first_not_of("01234567") == std::string_view::npos && digits[0] <= '3';
        if (octal) {
            result += static_cast<char>((digits[0] - '0') * 64 + (digits[1] - '0') * 8 + (digits[2] - '0'));
            at += 3;
        } else {
            result += text[at];
        }
    }
    return result;
}

Instances logical_disks(const Context& context) {
    const Machine& machine = context.machine;
    const std::string mounts = read(machine.proc / "self/mounts", 4U << 20U).value_or("");
    const std::string filesystems = read(machine.proc / "filesystems").value_or("");
    const std::string node = machine.kernel().node;
    Instances result;
    for (const Mount& mount : parse_mounts(mounts, filesystems)) {
        const DriveType type = drive_type(machine, mount);
        // A server that does not answer would hold the reader up.
        const auto space = type == network ? std::nullopt : machine.space(mount.point);
        if (type != network && (!space || space->size == 0)) continue;
        Draft draft{context.of};
        draft.text("DeviceID", mount.point)
            .text("Name", mount.point)
            .text("Caption", mount.point)
            .text("Description", mount.device)
            .text("FileSystem", mount.type)
            .text("ProviderName", type == network ? mount.device : "")
            .text("SystemCreationClassName", "Win32_ComputerSystem")
            .text("SystemName", node)
            .number("DriveType", type);
        if (space) {
            draft.number("Size", space->size)
                .number("FreeSpace", space->free)
                .number("MaximumComponentLength", space->name_length);
        }
        result.push_back(draft.take());
    }
    return result;
}

Instances disk_drives(const Context& context) {
    const auto block = context.machine.sys / "block";
    const std::string node = context.machine.kernel().node;
    Instances result;
    for (const std::string& name : names_in(block)) {
        const auto folder = block / name;
        const auto sectors = read_number(folder / "size");  // of 512 octets, whatever the disk's are
        if (!is_disk(name) || !sectors || *sectors == 0) continue;
        Draft draft{context.of};
        draft.text("DeviceID", "/dev/" + name)
            .text("Name", "/dev/" + name)
            .text("Caption", name)
            .text("Model", read_word(folder / "device/model"))
            .text("Manufacturer", read_word(folder / "device/vendor"))
            .text("SerialNumber", read_word(folder / "device/serial"))
            .text("FirmwareRevision", read_word(folder / "device/firmware_rev"))
            .text("InterfaceType", interface_of(name))
            .text("MediaType",
                  read_word(folder / "removable") == "1" ? "Removable Media" : "Fixed hard disk media")
            .text("SystemCreationClassName", "Win32_ComputerSystem")
            .text("SystemName", node)
            .number("Index", result.size())
            .number("Size", *sectors * 512)
            .number("TotalSectors", *sectors)
            .number("BytesPerSector", read_number(folder / "queue/logical_block_size"))
            .number("Partitions", partitions_of(folder, name));
        result.push_back(draft.take());
    }
    return result;
}

}  // namespace assay::host
