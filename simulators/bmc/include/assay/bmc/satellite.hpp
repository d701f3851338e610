// A satellite controller on an IPMB (IPMI 2.0 §7.3.2, §43.9), as its neighbour sees it.
#pragma once

#include "assay/bmc/chassis.hpp"
#include "assay/bmc/command_table.hpp"

namespace assay::bmc {

class Satellite {
public:
    /// @param others  every satellite of the file; those behind this one become its own
    /// @param seed,start,wall  as for Chassis
    Satellite(const SatelliteModel& model, const std::vector<SatelliteModel>& others, bool host_on,
              std::uint64_t seed, base::Instant start, base::WallTime wall);

    [[nodiscard]] std::uint8_t address() const { return address_; }
    [[nodiscard]] std::uint8_t channel() const { return channel_; }
    /// Does it acknowledge its address? Not while it restarts, or while it needs the host that is off.
    [[nodiscard]] bool answers(base::Instant now) const;

    /// Executes what reached it over the IPMB with what the console's session may do, and puts completion
    /// code and data into `reply`.
    /// @param call  of the Send Message that brought it
    void execute(const ipmi_wire::LanMessage& message, const Call& call, base::Octets& reply);
    /// What satellites behind it answered.
    [[nodiscard]] std::vector<BridgedAnswer> take_bridged() { return chassis_.messaging().take_bridged(); }

    /// Samples its sensors.
    /// @return the events on their way to the BMC, with this controller as their generator
    [[nodiscard]] std::vector<ipmi_wire::SystemEvent> advance(base::Instant now);
    /// The host's power changed.
    void follow_host(bool on, base::Instant now);

private:
    std::uint8_t address_, channel_;
    bool needs_host_;
    Chassis
        chassis_;  ///< its identity, sensors and inventories; its log holds the events that are to be sent
    base::Instant away_until_ = base::Instant::min();
};

/// The satellites of a model whose records its SDR repository has, too: locators, sensors, FRU devices.
void append_satellite_records(const ChassisModel& model, std::vector<base::Octets>& records);

}  // namespace assay::bmc
