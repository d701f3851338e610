// The command list of IPMI 2.0, Appendix G, and those of DCMI 1.5 and HPM.1, walked whole: each is answered
// with the privilege that the list gives, or stands here with the reason why it is not.
#include <algorithm>
#include <set>

#include "host_bench.hpp"

namespace assay::bmc {
namespace {

using enum wire::Privilege;
constexpr auto operator_level = wire::Privilege::operator_;

constexpr const char* no_serial = "there is no serial channel";
constexpr const char* no_icmb = "there is no ICMB behind the BMC";
constexpr const char* no_forwarding = "no other controller takes commands in the BMC's place";

struct Listed {
    std::uint8_t netfn, number;
    wire::Privilege privilege;
    const char* why_not = nullptr;  ///< it is unknown, for this reason
};

constexpr std::uint8_t app = wire::netfn::app, chassis = wire::netfn::chassis, bridge = 0x02,
                       event = wire::netfn::sensor_event, storage = wire::netfn::storage,
                       transport = wire::netfn::transport, group = wire::netfn::group_extension;

/// Table G-1 in its order. "Local only" commands are the ones of system_interface here, where a BMC with
/// device SDRs gives them to whoever reads its sensors.
constexpr std::array table_g_1{
    // IPM device "global" commands
    Listed{app, 0x01, user},
    Listed{app, 0x02, administrator},
    Listed{app, 0x03, administrator},
    Listed{app, 0x04, user},
    Listed{app, 0x05, administrator},
    Listed{app, 0x06, administrator},
    Listed{app, 0x07, user},
    Listed{app, 0x08, user},
    Listed{app, 0x09, user},
    Listed{app, 0x0A, user},
    Listed{app, 0x0B, user},
    Listed{app, 0x0C, user},
    Listed{app, 0x0D, user},
    Listed{app, 0x60, administrator},
    Listed{app, 0x61, user},
    Listed{app, 0x62, administrator},
    Listed{app, 0x63, user},
    Listed{app, 0x64, user},
    // watchdog timer
    Listed{app, 0x22, operator_level},
    Listed{app, 0x24, operator_level},
    Listed{app, 0x25, user},
    // device and messaging
    Listed{app, 0x2E, system_interface},
    Listed{app, 0x2F, user},
    Listed{app, 0x30, system_interface},
    Listed{app, 0x31, system_interface},
    Listed{app, 0x32, system_interface},
    Listed{app, 0x33, system_interface},
    Listed{app, 0x34, user},
    Listed{app, 0x35, system_interface},
    Listed{app, 0x36, user},
    Listed{app, 0x37, none},
    Listed{app, 0x58, administrator},
    Listed{app, 0x59, user},
    Listed{app, 0x38, none},
    Listed{app, 0x39, none},
    Listed{app, 0x3A, none},
    Listed{app, 0x3B, user},
    Listed{app, 0x3C, callback},
    Listed{app, 0x3D, user},
    Listed{app, 0x3F, operator_level,
           "it would tell hashes of passwords over any data, for others than the BMC to check logins with"},
    Listed{app, 0x40, administrator},
    Listed{app, 0x41, user},
    Listed{app, 0x42, user},
    Listed{app, 0x43, administrator},
    Listed{app, 0x44, operator_level},
    Listed{app, 0x45, administrator},
    Listed{app, 0x46, operator_level},
    Listed{app, 0x47, administrator},
    Listed{app, 0x48, user},  // and what the payload type needs
    Listed{app, 0x49, user},
    Listed{app, 0x4A, user},
    Listed{app, 0x4B, user},
    Listed{app, 0x4C, administrator},
    Listed{app, 0x4D, operator_level},
    Listed{app, 0x4E, user},
    Listed{app, 0x4F, user},
    Listed{app, 0x50, user},
    Listed{app, 0x52, operator_level},
    Listed{app, 0x54, none},
    Listed{app, 0x55, user},
    Listed{app, 0x56, administrator},
    Listed{app, 0x57, user},
    // chassis device
    Listed{chassis, 0x00, user},
    Listed{chassis, 0x01, user},
    Listed{chassis, 0x02, operator_level},
    Listed{chassis, 0x03, operator_level},
    Listed{chassis, 0x04, operator_level},
    Listed{chassis, 0x0A, administrator},
    Listed{chassis, 0x05, administrator},
    Listed{chassis, 0x06, operator_level},
    Listed{chassis, 0x0B, administrator},
    Listed{chassis, 0x07, user},
    Listed{chassis, 0x08, operator_level},
    Listed{chassis, 0x09, operator_level},
    Listed{chassis, 0x0F, user},
    // events
    Listed{event, 0x00, administrator},
    Listed{event, 0x01, user},
    Listed{event, 0x02, operator_level},
    // PEF and alerting
    Listed{event, 0x10, user},
    Listed{event, 0x11, administrator},
    Listed{event, 0x12, administrator},
    Listed{event, 0x13, operator_level},
    Listed{event, 0x14, administrator},
    Listed{event, 0x15, administrator},
    Listed{event, 0x16, administrator},
    Listed{event, 0x17, none},
    // sensor device
    Listed{event, 0x20, user},  // "local only"; consoles read device SDRs with these three
    Listed{event, 0x21, user},
    Listed{event, 0x22, user},
    Listed{event, 0x23, user},
    Listed{event, 0x24, operator_level},
    Listed{event, 0x25, user},
    Listed{event, 0x26, operator_level},
    Listed{event, 0x27, user},
    Listed{event, 0x28, operator_level},
    Listed{event, 0x29, user},
    Listed{event, 0x2A, operator_level},
    Listed{event, 0x2B, user},
    Listed{event, 0x2D, user},
    Listed{event, 0x2E, operator_level},
    Listed{event, 0x2F, user},
    Listed{event, 0x30, operator_level},
    // FRU device
    Listed{storage, 0x10, user},
    Listed{storage, 0x11, user},
    Listed{storage, 0x12, operator_level},
    // SDR device
    Listed{storage, 0x20, user},
    Listed{storage, 0x21, user},
    Listed{storage, 0x22, user},
    Listed{storage, 0x23, user},
    Listed{storage, 0x24, operator_level},
    Listed{storage, 0x25, operator_level},
    Listed{storage, 0x26, operator_level},
    Listed{storage, 0x27, operator_level},
    Listed{storage, 0x28, user},
    Listed{storage, 0x29, operator_level},
    Listed{storage, 0x2A, operator_level},
    Listed{storage, 0x2B, operator_level},
    Listed{storage, 0x2C, operator_level},
    // SEL device
    Listed{storage, 0x40, user},
    Listed{storage, 0x41, user},
    Listed{storage, 0x42, user},
    Listed{storage, 0x43, user},
    Listed{storage, 0x44, operator_level},
    Listed{storage, 0x45, operator_level},
    Listed{storage, 0x46, operator_level},
    Listed{storage, 0x47, operator_level},
    Listed{storage, 0x48, user},
    Listed{storage, 0x49, operator_level},
    Listed{storage, 0x5A, user},
    Listed{storage, 0x5B, administrator},
    Listed{storage, 0x5C, user},
    Listed{storage, 0x5D, operator_level},
    // LAN device
    Listed{transport, 0x01, administrator},
    Listed{transport, 0x02, operator_level},
    Listed{transport, 0x03, administrator},
    Listed{transport, 0x04, user},
    // serial/modem device
    Listed{transport, 0x10, administrator, no_serial},
    Listed{transport, 0x11, operator_level, no_serial},
    Listed{transport, 0x12, operator_level, no_serial},
    Listed{transport, 0x13, user, no_serial},
    Listed{transport, 0x14, system_interface, no_serial},
    Listed{transport, 0x15, system_interface, no_serial},
    Listed{transport, 0x16, system_interface, no_serial},
    Listed{transport, 0x17, system_interface, no_serial},
    Listed{transport, 0x18, none, no_serial},
    Listed{transport, 0x19, administrator, no_serial},
    Listed{transport, 0x1A, administrator, no_serial},
    Listed{transport, 0x1B, user, no_serial},
    Listed{transport, 0x1C, administrator, no_serial},
    // SOL
    Listed{transport, 0x20, none, "a BMC sends it to others, and there is nobody whose console SOL takes"},
    Listed{transport, 0x21, administrator},
    Listed{transport, 0x22, user},
    // command forwarding
    Listed{transport, 0x30, none, no_forwarding},
    Listed{transport, 0x31, administrator, no_forwarding},
    Listed{transport, 0x32, user, no_forwarding},
    Listed{transport, 0x33, administrator, no_forwarding},
    // bridge management, discovery, bridging and events of the ICMB
    Listed{bridge, 0x00, user, no_icmb},
    Listed{bridge, 0x01, operator_level, no_icmb},
    Listed{bridge, 0x02, user, no_icmb},
    Listed{bridge, 0x03, operator_level, no_icmb},
    Listed{bridge, 0x04, operator_level, no_icmb},
    Listed{bridge, 0x05, user, no_icmb},
    Listed{bridge, 0x06, user, no_icmb},
    Listed{bridge, 0x08, operator_level, no_icmb},
    Listed{bridge, 0x09, user, no_icmb},
    Listed{bridge, 0x0A, user, no_icmb},
    Listed{bridge, 0x0B, user, no_icmb},
    Listed{bridge, 0x0C, user, no_icmb},
    Listed{bridge, 0x10, operator_level, no_icmb},
    Listed{bridge, 0x11, user, no_icmb},
    Listed{bridge, 0x12, operator_level, no_icmb},
    Listed{bridge, 0x13, user, no_icmb},
    Listed{bridge, 0x14, operator_level, no_icmb},
    Listed{bridge, 0x20, operator_level, no_icmb},
    Listed{bridge, 0x21, operator_level, no_icmb},
    Listed{bridge, 0x30, user, no_icmb},
    Listed{bridge, 0x31, operator_level, no_icmb},
    Listed{bridge, 0x32, operator_level, no_icmb},
    Listed{bridge, 0x33, operator_level, no_icmb},
    Listed{bridge, 0x34, user, no_icmb},
    Listed{bridge, 0x35, user, no_icmb},
    Listed{bridge, 0xFF, user, no_icmb},
};

/// DCMI 1.5 Table 6-1 and what it says of privileges, then PICMG HPM.1 R1.0 Table 3-1.
constexpr std::array group_extensions{
    Listed{group, 0x01, user},           Listed{group, 0x02, user},
    Listed{group, 0x03, user},           Listed{group, 0x04, operator_level},
    Listed{group, 0x05, operator_level}, Listed{group, 0x06, user},
    Listed{group, 0x07, operator_level}, Listed{group, 0x08, operator_level},
    Listed{group, 0x09, user},           Listed{group, 0x0A, administrator},
    Listed{group, 0x0B, operator_level}, Listed{group, 0x0C, operator_level},
    Listed{group, 0x10, user},           Listed{group, 0x12, administrator},
    Listed{group, 0x13, user},           Listed{group, 0x2E, user},
    Listed{group, 0x2F, user},           Listed{group, 0x30, administrator},
    Listed{group, 0x31, administrator},  Listed{group, 0x32, administrator},
    Listed{group, 0x33, administrator},  Listed{group, 0x34, user},
    Listed{group, 0x35, administrator},  Listed{group, 0x36, user},
    Listed{group, 0x37, user},           Listed{group, 0x38, administrator},
};

std::vector<Listed> every_listed() {
    std::vector<Listed> every{table_g_1.begin(), table_g_1.end()};
    every.insert(every.end(), group_extensions.begin(), group_extensions.end());
    return every;
}

using CommandList = HostBench;

TEST_F(CommandList, IsAnsweredButForWhatHasAReason) {
    for (const Listed& listed : every_listed()) {
        const auto shown = testing::Message() << int{listed.netfn} << '/' << int{listed.number};
        const Command* const command = console.commands.find(listed.netfn, listed.number);
        ASSERT_EQ(command == nullptr, listed.why_not != nullptr) << shown;
        if (command == nullptr) {
            EXPECT_EQ(ask_as_host(listed.netfn, listed.number).at(0), 0xC1) << shown;
        } else {
            EXPECT_EQ(command->privilege, listed.privilege) << shown;
        }
    }
}

TEST_F(CommandList, HasEveryCommandThatIsAnswered) {
    std::set<std::pair<int, int>> listed;
    for (const Listed& each : every_listed()) EXPECT_TRUE(listed.emplace(each.netfn, each.number).second);
    for (const Command& command : console.commands.all())
        EXPECT_TRUE(listed.contains({command.netfn, command.number}))
            << int{command.netfn} << '/' << int{command.number};
}

TEST_F(CommandList, ChecksThePrivilegeOfEachBeforeAnythingElse) {
    auto viewer = console.log_in("viewer", "look", 2);
    for (const Command& command : console.commands.all()) {
        if (command.privilege <= user) continue;
        EXPECT_EQ(console.command(viewer, command.netfn, command.number).at(0), 0xD4)
            << int{command.netfn} << '/' << int{command.number};
    }
}

TEST_F(CommandList, RefusesWrongLengthsOfEach) {
    for (const Command& command : console.commands.all()) {
        for (const std::size_t length : {command.length.least - 1, command.length.most + 1}) {
            if (length > 100) continue;  // none is shorter than 0, and some take whatever fits
            EXPECT_EQ(ask_as_host(command.netfn, command.number, base::Octets(length, 0)).at(0), 0xC7)
                << int{command.netfn} << '/' << int{command.number} << ' ' << length;
        }
    }
}

}  // namespace
}  // namespace assay::bmc
