#include "assay/fleet/individual.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "assay/bmc/waveform.hpp"

namespace assay::fleet {
namespace {

namespace wire = ipmi_wire;

/// Adds `index` to the last octets, most significant first, so that different indices stay different.
template <std::size_t N>
void add(std::array<base::Octet, N>& octets, std::size_t last, std::size_t width, std::uint32_t index) {
    std::uint64_t carry = index;
    for (std::size_t i = 0; i < width; ++i) {
        carry += octets[last - i];
        octets[last - i] = static_cast<base::Octet>(carry & 0xFFU);
        carry >>= 8U;
    }
}

std::string numbered(const std::string& text, std::uint32_t index, std::size_t longest) {
    const std::string suffix = fmt::format("-{:05}", index);
    return text.substr(0, longest - std::min(longest, suffix.size())) + suffix;
}

void number_serial(std::string& serial, std::uint32_t index) {
    if (!serial.empty()) serial = numbered(serial, index, wire::longest_fru_text);
}

/// The content with its serial numbers numbered; as it was where there are none, or no room for longer ones.
std::shared_ptr<const base::Octets> numbered_content(const bmc::FruModel& fru, std::uint32_t index) {
    if (!fru.inventory) return fru.content;
    wire::FruInventory inventory = *fru.inventory;
    if (inventory.chassis) number_serial(inventory.chassis->serial_number, index);
    if (inventory.board) number_serial(inventory.board->serial_number, index);
    if (inventory.product) number_serial(inventory.product->serial_number, index);
    auto content = encode(inventory);
    if (!content || content->size() > fru.content->size()) return fru.content;
    content->resize(fru.content->size(), 0);
    return *content == *fru.content ? fru.content : std::make_shared<const base::Octets>(*std::move(content));
}

}  // namespace

void individualise(bmc::ChassisModel& member, const bmc::ChassisModel& model, std::uint32_t index) {
    constexpr std::size_t name = static_cast<std::size_t>(bmc::SystemName::system_name) - 1;
    constexpr std::size_t own_mac_octets = 3;  // the others name the maker
    member.device.guid = model.device.guid;
    member.lan.mac = model.lan.mac;
    member.system_names[name] = model.system_names[name];
    if (index != 0) {
        // §20.8: the octets are in the reverse of a UUID's order, the first six are the node
        std::ranges::reverse(member.device.guid);
        add(member.device.guid, member.device.guid.size() - 1, 4, index);
        std::ranges::reverse(member.device.guid);
        add(member.lan.mac, member.lan.mac.size() - 1, own_mac_octets, index);
        const std::string& named = model.system_names[name].empty() ? model.name : model.system_names[name];
        member.system_names[name] = numbered(named, index, bmc::SystemInfo::longest);
    }
    for (std::size_t i = 0; i < model.frus.size(); ++i) {
        member.frus[i].content = index == 0 ? model.frus[i].content : numbered_content(model.frus[i], index);
    }
}

std::uint64_t seed_of(std::uint64_t seed, std::uint32_t index) {
    return seed == bmc::standstill ? seed : std::max<std::uint64_t>(seed + index, 1);
}

}  // namespace assay::fleet
