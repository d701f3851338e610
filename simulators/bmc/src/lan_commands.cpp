// LAN configuration, read-only (IPMI 2.0 §23.2).
#include <array>

#include "assay/bmc/command_table.hpp"
#include "channels.hpp"

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;
using wire::Completion;
using wire::Privilege;

constexpr std::uint8_t parameter_revision = 0x11;

/// §23.2 Table 23-4; the ones that `lan print` and bmc-config read.
enum class Parameter : std::uint8_t {
    set_in_progress = 0,
    authentication_support = 1,
    authentication_enables = 2,
    ip_address = 3,
    ip_address_source = 4,
    mac_address = 5,
    subnet_mask = 6,
    ipv4_header = 7,
    rmcp_port = 8,
    arp_control = 10,
    gratuitous_arp_interval = 11,
    default_gateway = 12,
    default_gateway_mac = 13,
    backup_gateway = 14,
    backup_gateway_mac = 15,
    vlan_id = 20,
    vlan_priority = 21,
    cipher_suite_count = 22,
    cipher_suites = 23,
    cipher_suite_privileges = 24,
    bad_password_threshold = 26,
};

void put_cipher_suites(const SecurityPolicy& security, wire::Writer& reply) {
    reply.u8(0).put(security.cipher_suites);
}

/// Two suites an octet, the first in the low half.
void put_cipher_suite_privileges(const SecurityPolicy& security, wire::Writer& reply) {
    const auto limit_at = [&](std::size_t place) {
        return place < security.cipher_suites.size() ? static_cast<unsigned>(security.suite_limits[place])
                                                     : 0U;
    };
    reply.u8(0);
    for (std::size_t first = 0; first < security.suite_limits.size(); first += 2) {
        reply.u8(limit_at(first + 1) << 4U | limit_at(first));
    }
}

/// §23.2 parameter 26; no session audit event is generated.
void put_bad_password_threshold(const BadPasswordPolicy& policy, wire::Writer& reply) {
    reply.u8(0).u8(policy.threshold).u16(policy.reset_interval).u16(policy.lockout_interval);
}

unsigned supported_auth_types(const SecurityPolicy& security) {
    unsigned types = 0;
    for (const std::uint8_t of_level : security.auth_types) types |= of_level;
    return types;
}

Completion put_parameter(Parameter parameter, const Chassis& chassis, wire::Writer& reply) {
    const LanFacts& lan = chassis.lan();
    const SecurityPolicy& security = chassis.security();
    switch (parameter) {
        case Parameter::authentication_enables: reply.put(security.auth_types); break;
        case Parameter::ip_address: reply.put(lan.address); break;
        case Parameter::ip_address_source: reply.u8(1); break;  // static
        case Parameter::mac_address: reply.put(lan.mac); break;
        case Parameter::subnet_mask: reply.put(lan.netmask); break;
        case Parameter::ipv4_header:
            reply.u8(0x40).u8(0x40).u8(0x10);
            break;  // TTL 64, don't fragment, low delay
        case Parameter::rmcp_port: reply.u16(623); break;
        case Parameter::set_in_progress:
        case Parameter::arp_control:
        case Parameter::gratuitous_arp_interval: reply.u8(0); break;
        case Parameter::authentication_support: reply.u8(supported_auth_types(security)); break;
        case Parameter::default_gateway: reply.put(lan.gateway); break;
        case Parameter::default_gateway_mac: reply.fill(6); break;
        case Parameter::backup_gateway: reply.fill(4); break;
        case Parameter::backup_gateway_mac: reply.fill(6); break;
        case Parameter::vlan_id: reply.u16(0); break;
        case Parameter::vlan_priority: reply.u8(0); break;
        case Parameter::cipher_suite_count:
            reply.u8(static_cast<unsigned>(security.cipher_suites.size()));
            break;
        case Parameter::cipher_suites: put_cipher_suites(security, reply); break;
        case Parameter::cipher_suite_privileges: put_cipher_suite_privileges(security, reply); break;
        case Parameter::bad_password_threshold:
            put_bad_password_threshold(security.bad_passwords, reply);
            break;
        default: return Completion::parameter_not_supported;
    }
    return Completion::ok;
}

Completion get_lan_config(Call& call) {
    const auto channel = call.request.u8();
    const auto parameter = static_cast<Parameter>(call.request.u8());
    if (channel_of(channel) != lan_channel) return Completion::invalid_field;
    call.reply.u8(parameter_revision);
    const bool revision_only = (channel & 0x80U) != 0;
    return revision_only ? Completion::ok : put_parameter(parameter, call.chassis, call.reply);
}

constexpr std::array commands{
    Command{wire::netfn::transport, wire::cmd::transport::get_lan_config, Privilege::operator_, 4,
            get_lan_config},
};

}  // namespace

void add_lan_commands(CommandTable& table) { table.add(commands); }

}  // namespace assay::bmc
