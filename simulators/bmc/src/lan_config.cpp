#include "assay/bmc/lan_config.hpp"

#include <algorithm>

#include "assay/ipmi-wire/cursor.hpp"

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;
namespace lan = lan_parameter;

constexpr std::uint8_t destinations_and_the_volatile_one = alert_destinations + 1;
constexpr std::uint8_t static_ipv6_addresses = 4;

// the last octet of parameter 56
constexpr base::Octet address_active = 0, address_disabled = 1;

/// Parameter 2: an octet a level.
bool are_auth_types(base::OctetView value) {
    return std::ranges::all_of(
        value, [](base::Octet level) { return (level & ~wire::spoken_auth_types & 0xFFU) == 0; });
}

template <unsigned Most>
bool up_to(base::OctetView value) {
    return value[0] <= Most;
}

/// Parameter 4: static, DHCP, loaded by BIOS, other.
bool is_address_source(base::OctetView value) { return value[0] >= 1 && value[0] <= 4; }

/// Parameters 8 and 9.
bool is_port(base::OctetView value) { return value[0] != 0 || value[1] != 0; }

/// Parameter 6: ones, then zeros.
bool is_netmask(base::OctetView value) {
    std::uint32_t mask = 0;
    for (const base::Octet octet : value) mask = mask << 8U | octet;
    const std::uint32_t hosts = ~mask;
    return (hosts & (hosts + 1)) == 0;
}

/// Parameter 20: 12 bits and the enable bit.
bool is_vlan(base::OctetView value) { return (value[1] & 0x70U) == 0; }

/// Parameter 24: an octet reserved, then nibbles: unused, callback to administrator (OEM is not there).
bool are_suite_limits(base::OctetView value) {
    return value[0] == 0 &&
           std::ranges::all_of(value, [](base::Octet two) { return (two & 0x0FU) <= 4 && (two >> 4U) <= 4; });
}

/// Parameter 18: PET or one of the OEM types; the reserved bits are clear.
bool is_destination_type(base::OctetView value) {
    const unsigned type = value[0] & 0x07U;
    return (value[0] & 0x78U) == 0 && (type == 0 || type >= 6) && value[2] <= 7;
}

/// Parameter 19: an IPv4 address, the gateway to use, address and MAC.
bool is_destination_address(base::OctetView value) { return value[0] == 0 && value[1] <= 1; }

bool is_prefix(base::OctetView value) { return value[0] <= 128; }

/// Parameter 56: enabled and static, address, prefix length; the last octet tells the status.
bool is_static_address(base::OctetView value) { return (value[0] & 0x7FU) == 0 && value[17] <= 128; }

constexpr auto read_only = Access::read_only;
constexpr auto read_write = Access::read_write;

constexpr std::array rows{
    Parameter{set_in_progress, 1},
    Parameter{lan::authentication_support, 1, read_only},
    Parameter{lan::authentication_enables, 5, read_write, are_auth_types},
    Parameter{lan::ip_address, 4},
    Parameter{lan::ip_address_source, 1, read_write, is_address_source},
    Parameter{lan::mac_address, 6},
    Parameter{lan::subnet_mask, 4, read_write, is_netmask},
    Parameter{lan::ipv4_header, 3},
    Parameter{lan::primary_port, 2, read_write, is_port},
    Parameter{lan::secondary_port, 2, read_write, is_port},
    Parameter{lan::arp_control, 1, read_write, up_to<3>},
    Parameter{lan::arp_interval, 1},
    Parameter{lan::default_gateway, 4},
    Parameter{lan::default_gateway_mac, 6},
    Parameter{lan::backup_gateway, 4},
    Parameter{lan::backup_gateway_mac, 6},
    Parameter{lan::community, 18},
    Parameter{lan::destination_count, 1, read_only},
    Parameter{lan::destination_type, 3, read_write, is_destination_type, true, 0,
              destinations_and_the_volatile_one},
    Parameter{lan::destination_address, 12, read_write, is_destination_address, true, 0,
              destinations_and_the_volatile_one},
    Parameter{lan::vlan_id, 2, read_write, is_vlan},
    Parameter{lan::vlan_priority, 1, read_write, up_to<7>},
    Parameter{lan::suite_count, 1, read_only},
    Parameter{lan::suite_entries, 1 + 16, read_only},
    Parameter{lan::suite_privileges, 9, read_write, are_suite_limits},
    Parameter{lan::destination_vlan, 3, read_write, nullptr, true, 0, destinations_and_the_volatile_one},
    Parameter{lan::bad_password, 6, read_write, up_to<1>},
    Parameter{lan::ipv6_support, 1, read_only},
    Parameter{lan::ipv6_enables, 1, read_write, up_to<2>},
    Parameter{lan::ipv6_traffic_class, 1},
    Parameter{lan::ipv6_hop_limit, 1},
    Parameter{lan::ipv6_flow_label, 3, read_write, up_to<0x0F>},
    Parameter{lan::ipv6_status, 3, read_only},
    Parameter{lan::ipv6_static_address, 19, read_write, is_static_address, true, 0, static_ipv6_addresses},
    Parameter{lan::ipv6_static_duid_blocks, 1, read_only},
    Parameter{lan::ipv6_dynamic_address, 19, read_only, nullptr, true, 0, 0},
    Parameter{lan::ipv6_dynamic_duid_blocks, 1, read_only},
    Parameter{lan::dhcpv6_timing_support, 1, read_only},
    Parameter{lan::ipv6_router_control, 1, read_write, up_to<3>},
    Parameter{lan::ipv6_router, 16},
    Parameter{lan::ipv6_router_mac, 6},
    Parameter{lan::ipv6_router_prefix_length, 1, read_write, is_prefix},
    Parameter{lan::ipv6_router_prefix, 16},
    Parameter{lan::ipv6_second_router, 16},
    Parameter{lan::ipv6_second_router_mac, 6},
    Parameter{lan::ipv6_second_router_prefix_length, 1, read_write, is_prefix},
    Parameter{lan::ipv6_second_router_prefix, 16},
    Parameter{lan::ipv6_dynamic_router_count, 1, read_only},
    Parameter{lan::ipv6_dynamic_router, 16, read_only, nullptr, true, 0, 0},
    Parameter{lan::ipv6_dynamic_router_mac, 6, read_only, nullptr, true, 0, 0},
    Parameter{lan::ipv6_dynamic_router_prefix_length, 1, read_only, nullptr, true, 0, 0},
    Parameter{lan::ipv6_dynamic_router_prefix, 16, read_only, nullptr, true, 0, 0},
    Parameter{lan::ipv6_dynamic_hop_limit, 1, read_only},
    Parameter{lan::slaac_timing_support, 1, read_only},
};

void put_suites(ParameterBlock& parameters, const SecurityPolicy& security) {
    base::Octets entries(1 + 16), limits(9);
    for (std::size_t i = 0; i < security.cipher_suites.size(); ++i) {
        entries[1 + i] = security.cipher_suites[i];
        base::Octet& two = limits[1 + i / 2];
        two = static_cast<base::Octet>(two | static_cast<unsigned>(security.suite_limits[i]) << (i % 2 * 4));
    }
    const auto count = static_cast<base::Octet>(security.cipher_suites.size());
    parameters.put(lan::suite_count, {&count, 1});
    parameters.put(lan::suite_entries, entries);
    parameters.put(lan::suite_privileges, limits);
}

void put_bad_passwords(ParameterBlock& parameters, const BadPasswordPolicy& policy) {
    base::Octets value;  // octet 1: no session audit event is generated
    wire::Writer{value}.u8(0).u8(policy.threshold).u16(policy.reset_interval).u16(policy.lockout_interval);
    parameters.put(lan::bad_password, value);
}

void put(ParameterBlock& parameters, std::uint8_t number, std::initializer_list<base::Octet> value) {
    parameters.put(number, {value.begin(), value.size()});
}

}  // namespace

LanConfig::LanConfig(const LanFacts& facts, const SecurityPolicy& security) : parameters_{rows} {
    put(parameters_, lan::authentication_support, {wire::spoken_auth_types});
    parameters_.put(lan::authentication_enables, security.auth_types);
    parameters_.put(lan::ip_address, facts.address);
    put(parameters_, lan::ip_address_source, {1});  // static
    parameters_.put(lan::mac_address, facts.mac);
    parameters_.put(lan::subnet_mask, facts.netmask);
    put(parameters_, lan::ipv4_header, {0x40, 0x40, 0x10});  // TTL 64, don't fragment, low delay
    put(parameters_, lan::primary_port, {0x6F, 0x02});       // 623
    put(parameters_, lan::secondary_port, {0x98, 0x02});     // 664
    put(parameters_, lan::arp_control, {0x02});              // answers ARP, sends none unasked
    parameters_.put(lan::default_gateway, facts.gateway);
    base::Octets community(18);
    std::ranges::copy(facts.community, community.begin());
    parameters_.put(lan::community, community);
    put(parameters_, lan::destination_count, {alert_destinations});
    put_suites(parameters_, security);
    put_bad_passwords(parameters_, security.bad_passwords);
    put(parameters_, lan::ipv6_support, {0x02});    // IPv4 and IPv6 together
    put(parameters_, lan::ipv6_hop_limit, {0x40});  // 64
    put(parameters_, lan::ipv6_status, {static_ipv6_addresses, 0, 0});
    base::Octets unused(19);
    unused.back() = address_disabled;
    for (std::uint8_t i = 0; i < static_ipv6_addresses; ++i) {
        parameters_.put(lan::ipv6_static_address, unused, i);
    }
}

void LanConfig::tell_port(std::uint16_t port) {
    put(parameters_, lan::primary_port,
        {static_cast<base::Octet>(port), static_cast<base::Octet>(port >> 8U)});
}

std::uint8_t LanConfig::occurring_arps() const {
    return static_cast<std::uint8_t>(parameters_.value(lan::arp_control)[0] & ~unsigned{suspended_arps_});
}

wire::Completion LanConfig::set(std::uint8_t number, base::OctetView data) {
    const auto done = parameters_.set(number, data);
    if (done != wire::Completion::ok || number != lan::ipv6_static_address) return done;
    base::Octets address{data.begin() + 1, data.end()};
    const bool enabled = (address.front() & 0x80U) != 0;
    address.back() = enabled ? address_active : address_disabled;
    parameters_.put(number, address, data[0]);
    return done;
}

wire::Privilege LanConfig::suite_limit(std::uint8_t suite_id) const {
    const base::OctetView entries =
        parameters_.value(lan::suite_entries).subspan(1, parameters_.value(lan::suite_count)[0]);
    const auto found = std::ranges::find(entries, suite_id);
    if (found == entries.end()) return wire::Privilege::none;
    const auto entry = static_cast<std::size_t>(found - entries.begin());
    const base::Octet two = parameters_.value(lan::suite_privileges)[1 + entry / 2];
    return static_cast<wire::Privilege>(two >> (entry % 2 * 4) & 0x0FU);
}

std::uint8_t LanConfig::auth_types(wire::Privilege level) const {
    const base::OctetView levels = parameters_.value(lan::authentication_enables);
    const auto place = static_cast<std::size_t>(level);
    return place == 0 || place > levels.size() ? std::uint8_t{0} : levels[place - 1];
}

bool LanConfig::allows(wire::AuthType type, wire::Privilege level) const {
    return (auth_types(level) >> static_cast<unsigned>(type) & 1U) != 0;
}

BadPasswordPolicy LanConfig::bad_passwords() const {
    wire::Reader in{parameters_.value(lan::bad_password).subspan(1)};
    BadPasswordPolicy policy;
    policy.threshold = in.u8();
    policy.reset_interval = in.u16();
    policy.lockout_interval = in.u16();
    return policy;
}

AlertDestination LanConfig::destination(std::uint8_t number) const {
    const base::OctetView type = parameters_.value(lan::destination_type, number);
    const base::OctetView address = parameters_.value(lan::destination_address, number);
    AlertDestination destination;
    destination.type = static_cast<std::uint8_t>(type[0] & 0x07U);
    destination.acknowledged = (type[0] & 0x80U) != 0;
    destination.interval = std::chrono::seconds{type[1] + 1};  // told 0-based
    destination.retries = type[2];
    std::ranges::copy(address.subspan(2, 4), destination.address.begin());
    return destination;
}

std::string_view LanConfig::community() const {
    const std::string_view field = base::text_of(parameters_.value(lan::community));
    return field.substr(0, field.find('\0'));
}

}  // namespace assay::bmc
