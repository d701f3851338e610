#include "device_section.hpp"

#include <algorithm>
#include <charconv>

#include "toml_section.hpp"

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;

/// IPMI 2.0 §20.8 sends a GUID with the least significant octet first.
wire::Guid guid(Section& section) {
    static constexpr auto expected = "a UUID like 6ba7b810-9dad-41d1-80b4-00c04fd430c8";
    std::string text = section.text("guid");
    std::erase(text, '-');
    const auto octets = base::from_hex(text);
    if (!octets || octets->size() != wire::Guid{}.size()) section.reject("guid", expected);
    wire::Guid reversed;
    std::ranges::reverse_copy(*octets, reversed.begin());
    return reversed;
}

void read_firmware(Section& section, DeviceIdentity& device) {
    const std::string text = section.text("firmware", "1.0");
    unsigned major = 0, minor = 0;
    const char* const end = text.data() + text.size();
    const auto first = std::from_chars(text.data(), end, major);
    const bool dotted = first.ec == std::errc{} && first.ptr != end && *first.ptr == '.';
    const auto second = dotted ? std::from_chars(first.ptr + 1, end, minor) : first;
    if (!dotted || second.ec != std::errc{} || second.ptr != end || major > 127 || minor > 99) {
        section.reject("firmware", "major.minor with major to 127 and minor to 99");
    }
    device.firmware_major = static_cast<std::uint8_t>(major);
    device.firmware_minor = static_cast<std::uint8_t>(minor);
}

/// The bits of the self test's result (§20.4) that are set.
std::vector<std::int64_t> fault_bits(Section& section) {
    return section.has("self_test_faults") ? section.integers("self_test_faults", 0, 7)
                                           : std::vector<std::int64_t>{};
}

base::Duration seconds_away(Section& section, std::string_view key, base::Duration fallback) {
    using Seconds = std::chrono::duration<double>;
    const double seconds = section.number(key, Seconds{fallback}.count());
    if (seconds < 0 || seconds > 600) section.reject(key, "seconds from 0 to 600");
    return std::chrono::duration_cast<base::Duration>(Seconds{seconds});
}

}  // namespace

DeviceIdentity read_device(Section section, bool has_device_sdrs) {
    DeviceIdentity device;
    device.id = static_cast<std::uint8_t>(section.integer("id", 0, 0xFF, device.id));
    device.revision = static_cast<std::uint8_t>(section.integer("revision", 0, 0x0F, device.revision));
    read_firmware(section, device);
    device.manufacturer = static_cast<std::uint32_t>(section.integer("manufacturer", 0, 0xFFFFFF, 0));
    device.product = static_cast<std::uint16_t>(section.integer("product", 0, 0xFFFF, 0));
    device.guid = guid(section);
    device.has_device_sdrs = section.flag("device_sdrs", has_device_sdrs);
    for (const std::int64_t fault : fault_bits(section))
        device.self_test_faults = static_cast<std::uint8_t>(device.self_test_faults | 1U << fault);
    device.cold_reset = seconds_away(section, "cold_reset_seconds", device.cold_reset);
    device.warm_reset = seconds_away(section, "warm_reset_seconds", device.warm_reset);
    section.finish();
    return device;
}

}  // namespace assay::bmc
