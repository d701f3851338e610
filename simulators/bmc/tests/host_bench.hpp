// A console that is logged in as administrator, for tests of commands that concern the host.
#pragma once

#include <gmock/gmock.h>

#include "command_bench.hpp"

namespace assay::bmc {

inline constexpr auto host_sensors = R"(
[[sensor]]
name = "Watchdog"
number = 9
type = "watchdog 2"
entity = "system board"
possible = [0, 1, 2, 3, 8]
states = []

[[sensor]]
name = "NMI"
number = 10
type = "critical interrupt"
entity = "system board"
possible = [0]
states = []
)";

class HostBench : public testing::Test, public CommandBench {
protected:
    explicit HostBench(const std::string& more = host_sensors) : CommandBench{test_chassis + more} {
        console.bmc.chassis().log().clear(0);
    }

    std::uint8_t code_as(const std::string& name, const std::string& password, std::uint8_t role,
                         std::uint8_t function, std::uint8_t number, const base::Octets& data = {}) {
        auto other = console.log_in(name, password, role);
        return console.command(other, function, number, data).at(0);
    }
    /// The host's own software asks, on the system interface.
    base::Octets ask_as_host(std::uint8_t function, std::uint8_t number, const base::Octets& data = {}) {
        const wire::LanMessage message{
            .to = wire::bmc_address, .netfn = function, .command = number, .data = data};
        Session host{.cipher = wire::SessionCipher{wire::suite_17, base::Octets(32)},
                     .current = wire::Privilege::system_interface};
        base::Octets reply;
        SessionTable sessions{console.random};
        console.commands.execute(message, console.bmc.chassis(), sessions, &host, console.now, reply);
        return reply;
    }
    /// Sensor number and event data of the events in the SEL, oldest first.
    std::vector<std::vector<int>> logged() {
        std::vector<std::vector<int>> events;
        const EventLog& log = console.bmc.chassis().log();
        const wire::SelRecord* record = log.find(wire::first_record);
        while (record != nullptr) {
            const auto event = *system_event_of(*record);
            events.push_back({event.sensor_number, event.data[0], event.data[1]});
            const auto next = log.id_after(*record);
            record = next == wire::last_record ? nullptr : log.find(next);
        }
        return events;
    }
    void pass(base::Duration time) {
        console.now += time;
        console.bmc.tick(console.now);
    }
};

}  // namespace assay::bmc
