// Network adapters and how they are set up.
#include <algorithm>
#include <map>

#include "draft.hpp"
#include "files.hpp"
#include "network.hpp"
#include "sources.hpp"

namespace assay::host {
namespace {

constexpr std::uint64_t up_flag = 1;        // IFF_UP
constexpr std::string_view ethernet = "1";  // ARPHRD_ETHER

std::string upper(std::string text) {
    std::ranges::transform(text, text.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    return text;
}

/// The hardware address as people write it; nothing for what has none.
std::string mac_of(const std::filesystem::path& folder) {
    const std::string address = upper(read_word(folder / "address"));
    return address == "00:00:00:00:00:00" ? "" : address;
}

std::uint64_t hexadecimal(std::string_view text) {
    std::uint64_t value = 0;
    if (text.starts_with("0x")) text.remove_prefix(2);
    for (const char c : text) {
        const int digit = c >= '0' && c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
        if (digit < 0 || digit > 15) break;
        value = value * 16 + static_cast<std::uint64_t>(digit);
    }
    return value;
}

bool is_up(const std::filesystem::path& folder) {
    return (hexadecimal(read_word(folder / "flags")) & up_flag) != 0;
}

/// Win32_NetworkAdapter.NetConnectionStatus: 2 connected, 7 without a cable, 0 disconnected.
std::uint64_t connection_status(const std::filesystem::path& folder) {
    const std::string state = read_word(folder / "operstate");
    if (state == "up" || (state == "unknown" && is_up(folder))) return 2;
    return state == "lowerlayerdown" || (is_up(folder) && state == "down") ? 7 : 0;
}

/// 127.0.0.1 as /proc/net/route writes it: "0100007F".
std::string ipv4_of(std::uint64_t little_endian) {
    std::string result;
    for (int i = 0; i < 4; ++i) {
        result +=
            (i == 0 ? "" : ".") + std::to_string((little_endian >> (8U * static_cast<unsigned>(i))) & 0xFFU);
    }
    return result;
}

struct Resolver {
    std::vector<std::string> servers;
    std::vector<std::string> search;
};

Resolver resolver_of(const Machine& machine) {
    Resolver result;
    const std::string text = read(machine.etc / "resolv.conf").value_or("");
    for (const std::string_view line : lines_of(text)) {
        const auto words = words_of(line);
        if (words.size() > 1 && words[0] == "nameserver") result.servers.emplace_back(words[1]);
        if (words.size() > 1 && (words[0] == "search" || words[0] == "domain")) {
            result.search.assign(words.begin() + 1, words.end());
        }
    }
    return result;
}

void add_addresses(Draft& draft, const std::string& name, const std::vector<Address>& all) {
    std::vector<std::string> addresses;
    std::vector<std::string> masks;
    for (const Address& address : all) {
        if (address.interface != name) continue;
        addresses.push_back(address.text);
        masks.push_back(address.mask);
    }
    draft.texts("IPAddress", addresses).texts("IPSubnet", masks).set("IPEnabled", !addresses.empty());
}

void add_gateways(Draft& draft, const std::string& name, const std::vector<Gateway>& all) {
    std::vector<std::string> gateways;
    cim::Value::Array metrics;
    for (const Gateway& gateway : all) {
        if (gateway.interface != name) continue;
        gateways.push_back(gateway.address);
        metrics.emplace_back(gateway.metric);
    }
    draft.texts("DefaultIPGateway", gateways);
    if (!metrics.empty()) draft.set("GatewayCostMetric", std::move(metrics));
}

}  // namespace

std::vector<Gateway> parse_routes(std::string_view text) {
    constexpr std::uint64_t by_gateway = 2;  // RTF_GATEWAY
    std::vector<Gateway> result;
    for (const std::string_view line : lines_of(text)) {
        const auto words = words_of(line);
        if (words.size() < 8 || words[1] != "00000000" || (hexadecimal(words[3]) & by_gateway) == 0) continue;
        result.push_back({.interface = std::string{words[0]},
                          .address = ipv4_of(hexadecimal(words[2])),
                          .metric = number_of(words[6]).value_or(0)});
    }
    return result;
}

Instances network_adapters(const Context& context) {
    const auto folders = context.machine.sys / "class/net";
    const std::string node = context.machine.kernel().node;
    Instances result;
    for (const std::string& name : names_in(folders)) {
        const auto folder = folders / name;
        const auto index = read_number(folder / "ifindex");
        if (!index) continue;
        std::error_code error;
        Draft draft{context.of};
        draft.text("DeviceID", std::to_string(*index))
            .text("Name", name)
            .text("Caption", name)
            .text("Description", name)
            .text("ProductName", name)
            .text("NetConnectionID", name)
            .text("MACAddress", mac_of(folder))
            .text("PermanentAddress", mac_of(folder))
            .text("AdapterType", read_word(folder / "type") == ethernet ? "Ethernet 802.3" : "")
            .text("ServiceName", link_name(folder / "device/driver"))
            .text("SystemCreationClassName", "Win32_ComputerSystem")
            .text("SystemName", node)
            .number("Index", *index)
            .number("InterfaceIndex", *index)
            .number("NetConnectionStatus", connection_status(folder))
            .set("NetEnabled", is_up(folder))
            .set("PhysicalAdapter", std::filesystem::exists(folder / "device", error))
            .set("Installed", true);
        if (const auto megabits = read_number(folder / "speed")) draft.number("Speed", *megabits * 1'000'000);
        result.push_back(draft.take());
    }
    return result;
}

Instances network_configurations(const Context& context) {
    const Machine& machine = context.machine;
    const auto folders = machine.sys / "class/net";
    const auto addresses = machine.addresses();
    const auto gateways = parse_routes(read(machine.proc / "net/route", 1U << 20U).value_or(""));
    const Resolver resolver = resolver_of(machine);
    Instances result;
    for (const std::string& name : names_in(folders)) {
        const auto folder = folders / name;
        const auto index = read_number(folder / "ifindex");
        if (!index) continue;
        Draft draft{context.of};
        draft.text("Caption", name)
            .text("Description", name)
            .text("SettingID", name)
            .text("MACAddress", mac_of(folder))
            .text("ServiceName", link_name(folder / "device/driver"))
            .text("DNSHostName", machine.kernel().node)
            .text("DNSDomain", resolver.search.empty() ? "" : resolver.search.front())
            .texts("DNSDomainSuffixSearchOrder", resolver.search)
            .texts("DNSServerSearchOrder", resolver.servers)
            .number("Index", *index)
            .number("InterfaceIndex", *index)
            .number("MTU", read_number(folder / "mtu"));
        add_addresses(draft, name, addresses);
        add_gateways(draft, name, gateways);
        result.push_back(draft.take());
    }
    return result;
}

}  // namespace assay::host
