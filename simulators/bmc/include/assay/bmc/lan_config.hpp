// The LAN configuration parameters of the one LAN channel (IPMI 2.0 §23.1, §23.2) and its statistics (§23.4).
#pragma once

#include <array>
#include <string_view>

#include "assay/bmc/alert_destination.hpp"
#include "assay/bmc/chassis_model.hpp"
#include "assay/bmc/parameters.hpp"

namespace assay::bmc {

/// §23.2 Table 23-4.
namespace lan_parameter {
inline constexpr std::uint8_t authentication_support = 1, authentication_enables = 2, ip_address = 3,
                              ip_address_source = 4, mac_address = 5, subnet_mask = 6, ipv4_header = 7,
                              primary_port = 8, secondary_port = 9, arp_control = 10, arp_interval = 11,
                              default_gateway = 12, default_gateway_mac = 13, backup_gateway = 14,
                              backup_gateway_mac = 15, community = 16, destination_count = 17,
                              destination_type = 18, destination_address = 19, vlan_id = 20,
                              vlan_priority = 21, suite_count = 22, suite_entries = 23, suite_privileges = 24,
                              destination_vlan = 25, bad_password = 26, ipv6_support = 50, ipv6_enables = 51,
                              ipv6_traffic_class = 52, ipv6_hop_limit = 53, ipv6_flow_label = 54,
                              ipv6_status = 55, ipv6_static_address = 56, ipv6_static_duid_blocks = 57,
                              ipv6_dynamic_address = 59, ipv6_dynamic_duid_blocks = 60,
                              dhcpv6_timing_support = 62, ipv6_router_control = 64, ipv6_router = 65,
                              ipv6_router_mac = 66, ipv6_router_prefix_length = 67, ipv6_router_prefix = 68,
                              ipv6_second_router = 69, ipv6_second_router_mac = 70,
                              ipv6_second_router_prefix_length = 71, ipv6_second_router_prefix = 72,
                              ipv6_dynamic_router_count = 73, ipv6_dynamic_router = 74,
                              ipv6_dynamic_router_mac = 75, ipv6_dynamic_router_prefix_length = 76,
                              ipv6_dynamic_router_prefix = 77, ipv6_dynamic_hop_limit = 78,
                              slaac_timing_support = 79;
}  // namespace lan_parameter

class LanConfig {
public:
    LanConfig(const LanFacts& facts, const SecurityPolicy& security);

    /// As ParameterBlock::set(); the status of an IPv6 address follows from whether it is enabled.
    [[nodiscard]] ipmi_wire::Completion set(std::uint8_t number, base::OctetView data);
    /// §23.3: bits 0 and 1, as in parameter 10, of the ARPs that are suspended until the host is reset or
    /// loses its power.
    void suspend_arps(std::uint8_t which) { suspended_arps_ = which; }
    /// What is left of parameter 10's.
    [[nodiscard]] std::uint8_t occurring_arps() const;
    /// The primary RMCP port (parameter 8).
    void tell_port(std::uint16_t port);
    [[nodiscard]] const ParameterBlock& parameters() const { return parameters_; }

    /// What parameter 24 allows in sessions of this suite; none when it is not to be used.
    [[nodiscard]] ipmi_wire::Privilege suite_limit(std::uint8_t suite_id) const;
    /// Parameter 2: bit n is set when IPMI 1.5 authentication type n is allowed at this level.
    [[nodiscard]] std::uint8_t auth_types(ipmi_wire::Privilege level) const;
    [[nodiscard]] bool allows(ipmi_wire::AuthType type, ipmi_wire::Privilege level) const;
    /// Parameter 26.
    [[nodiscard]] BadPasswordPolicy bad_passwords() const;
    /// @pre destination <= alert_destinations
    [[nodiscard]] AlertDestination destination(std::uint8_t number) const;
    /// The community of PET traps, without what fills the parameter up.
    [[nodiscard]] std::string_view community() const;

private:
    ParameterBlock parameters_;
    std::uint8_t suspended_arps_ = 0;
};

/// §23.4; every counter stops at FFFFh.
struct LanStatistics {
    std::uint16_t ip_received = 0;
    std::uint16_t ip_sent = 0;
    std::uint16_t udp_received = 0;
    std::uint16_t rmcp_received = 0;  ///< valid ones, subset of udp_received

    static void count(std::uint16_t& counter) {
        if (counter != 0xFFFF) ++counter;
    }
};

}  // namespace assay::bmc
