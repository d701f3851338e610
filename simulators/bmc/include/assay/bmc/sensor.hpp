// One sensor while it runs: its latest sample, thresholds, hysteresis, and the events it has asserted.
#pragma once

#include <cstdint>
#include <vector>

#include "assay/base/clock.hpp"
#include "assay/bmc/chassis_model.hpp"
#include "assay/bmc/waveform.hpp"

namespace assay::bmc {

/// Which events a sensor may send, one bit an offset (IPMI 2.0 §35.10).
struct EventEnables {
    bool events = true;
    bool scanning = true;
    std::uint16_t assertion = 0;
    std::uint16_t deassertion = 0;
};

class Sensor {
public:
    Sensor(const SensorModel& model, std::uint64_t seed);

    [[nodiscard]] const ipmi_wire::SensorIdentity& identity() const;
    [[nodiscard]] bool is_analog() const;

    /// Takes a sample and returns the events that it causes (asserted and deasserted), without time stamps.
    [[nodiscard]] std::vector<ipmi_wire::SystemEvent> sample(base::Duration elapsed, bool host_on);

    /// False while the host is off and the sensor needs it, and before the first sample.
    [[nodiscard]] bool available() const { return available_; }
    /// The latest sample; analog sensors only.
    [[nodiscard]] std::uint8_t raw() const { return raw_; }
    /// The latest sample against the thresholds, without hysteresis: bit n for Threshold n (§35.14 octet 4).
    [[nodiscard]] std::uint8_t threshold_status() const;
    /// The latest sample of a discrete sensor, one bit a state.
    [[nodiscard]] std::uint16_t states() const { return states_; }
    /// The events asserted now, one bit an offset, with hysteresis (§35.13).
    [[nodiscard]] std::uint16_t asserted() const { return asserted_; }

    /// One bit for each Threshold that can be read, and for each that can be set; 0 for a discrete sensor.
    [[nodiscard]] std::uint8_t readable_thresholds() const;
    [[nodiscard]] std::uint8_t settable_thresholds() const;
    [[nodiscard]] const ipmi_wire::ThresholdOctets& thresholds() const { return thresholds_; }
    void set_threshold(ipmi_wire::Threshold threshold, std::uint8_t raw);

    [[nodiscard]] std::uint8_t positive_hysteresis() const { return positive_hysteresis_; }
    [[nodiscard]] std::uint8_t negative_hysteresis() const { return negative_hysteresis_; }
    void set_hysteresis(std::uint8_t positive, std::uint8_t negative);

    [[nodiscard]] const EventEnables& enables() const { return enables_; }
    void set_enables(const EventEnables& enables) { enables_ = enables; }

private:
    [[nodiscard]] const ipmi_wire::FullSensorRecord& full() const;
    [[nodiscard]] bool is_past(ipmi_wire::Threshold threshold, int margin) const;
    [[nodiscard]] std::uint16_t crossings() const;
    [[nodiscard]] ipmi_wire::SystemEvent event_of(unsigned offset, bool deassertion) const;

    ipmi_wire::SensorRecord record_;
    Waveform waveform_;
    DiscreteStates state_model_;
    bool needs_host_;

    ipmi_wire::ThresholdOctets thresholds_{};
    std::uint8_t positive_hysteresis_ = 0;
    std::uint8_t negative_hysteresis_ = 0;
    EventEnables enables_;

    bool available_ = false;
    std::uint8_t raw_ = 0;
    std::uint16_t states_ = 0;
    std::uint16_t asserted_ = 0;
};

}  // namespace assay::bmc
