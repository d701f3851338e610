// One sensor while it runs: its latest sample, thresholds, hysteresis, and the events it has asserted.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "assay/base/clock.hpp"
#include "assay/bmc/sensor_model.hpp"
#include "assay/bmc/waveform.hpp"
#include "assay/ipmi-wire/sel.hpp"

namespace assay::bmc {

/// Which events a sensor may send, one bit an offset (IPMI 2.0 §35.10).
struct EventEnables {
    bool events = true;
    bool scanning = true;
    std::uint16_t assertion = 0;
    std::uint16_t deassertion = 0;
};

/// What a record says can be done with thresholds, or with hysteresis (§43.1 octet 12).
enum class SettingAccess : std::uint8_t { none = 0, readable = 1, settable = 2, fixed = 3 };

/// Bits 1:0 of the same octet: what Set Sensor Event Enable can do.
enum class EventControl : std::uint8_t { each_state = 0, whole_sensor = 1, global_only = 2, no_events = 3 };

inline constexpr std::uint16_t all_events = 0x7FFF;

/// The events of a sensor that count as having happened, one bit an offset (§35.13).
struct EventStatus {
    std::uint16_t assertions = 0;
    std::uint16_t deassertions = 0;
};

class Sensor {
public:
    Sensor(const SensorModel& model, std::uint64_t seed);

    /// Takes the settings of `record`, which is one of this sensor, and forgets what was set (§33.21).
    void initialise(const ipmi_wire::SensorRecord& record);

    [[nodiscard]] const ipmi_wire::SensorIdentity& identity() const;
    [[nodiscard]] bool is_analog() const;

    /// Takes a sample and returns the events that it causes (asserted and deasserted), without time stamps.
    [[nodiscard]] std::vector<ipmi_wire::SystemEvent> sample(base::Duration elapsed, bool host_on);

    /// False while the host is off and the sensor needs it, and before the first sample.
    [[nodiscard]] bool available() const { return available_; }
    /// The latest sample; analog sensors only.
    [[nodiscard]] std::uint8_t raw() const { return raw_; }
    /// The same in the sensor's units.
    [[nodiscard]] double value() const { return value_of(raw_); }
    /// The latest sample against the thresholds, without hysteresis: bit n for Threshold n (§35.14 octet 4).
    [[nodiscard]] std::uint8_t threshold_status() const;
    /// The latest sample of a discrete sensor, one bit a state.
    [[nodiscard]] std::uint16_t states() const { return states_; }
    /// The events asserted now, one bit an offset, with hysteresis.
    [[nodiscard]] std::uint16_t asserted() const { return asserted_; }
    /// Of a sensor that re-arms by itself what is asserted now, of another what happened since it was
    /// re-armed.
    [[nodiscard]] EventStatus event_status() const;
    /// Lets the events in the masks happen again, where the sensor's state still asserts them (§35.12).
    void rearm(std::uint16_t assertions, std::uint16_t deassertions);

    [[nodiscard]] SettingAccess threshold_access() const;
    [[nodiscard]] SettingAccess hysteresis_access() const;
    [[nodiscard]] EventControl event_control() const;
    /// §43.1 octet 11 bit 7: may Set Sensor Reading And Event Status change it?
    [[nodiscard]] bool is_settable() const;

    /// The factors that apply to a raw reading, and the next reading with other ones; analog sensors only.
    [[nodiscard]] const ipmi_wire::Conversion& factors_at(std::uint8_t raw) const;
    [[nodiscard]] std::uint8_t next_factors_at(std::uint8_t raw) const;
    [[nodiscard]] const ipmi_wire::FullSensorRecord& full() const;
    /// The nearest raw reading of a value in the sensor's units.
    [[nodiscard]] std::uint8_t raw_of(double value) const;

    void set_type(std::uint8_t sensor_type, std::uint8_t event_reading_type);
    /// From now on the reading, or the states, are these and no longer what the model says.
    void set_reading(std::uint8_t raw) { set_raw_ = raw; }
    /// From now on an analog sensor measures at most `value`, in its units.
    void set_ceiling(std::optional<double> value);
    void set_states(std::uint16_t states) { set_states_ = states; }
    /// Event data of later events, without the offset in bits 3:0 of the first octet.
    void set_event_data(const std::array<std::uint8_t, 3>& data) { event_data_ = data; }

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
    [[nodiscard]] bool rearms_itself() const;
    [[nodiscard]] double value_of(std::uint8_t raw) const;
    [[nodiscard]] std::uint8_t measured(base::Duration elapsed) const;
    [[nodiscard]] std::vector<ipmi_wire::SystemEvent> events_since(std::uint16_t before);
    [[nodiscard]] bool is_past(ipmi_wire::Threshold threshold, int margin) const;
    [[nodiscard]] std::uint16_t crossings() const;
    [[nodiscard]] ipmi_wire::SystemEvent event_of(unsigned offset, bool deassertion) const;

    ipmi_wire::SensorRecord record_;
    Waveform waveform_;
    DiscreteStates state_model_;
    std::vector<FactorRange> factors_;
    bool needs_host_;
    std::optional<std::uint8_t> raw_when_off_;

    ipmi_wire::ThresholdOctets thresholds_{};
    std::uint8_t positive_hysteresis_ = 0;
    std::uint8_t negative_hysteresis_ = 0;
    EventEnables enables_;

    bool available_ = false;
    bool is_at_rest_ = false;  // it measures what it does while the host is off; no threshold counts
    std::uint8_t raw_ = 0;
    std::uint16_t states_ = 0;
    std::uint16_t asserted_ = 0;
    EventStatus happened_;  // since it was re-armed

    std::optional<double> ceiling_;
    std::optional<std::uint8_t> set_raw_;
    std::optional<std::uint16_t> set_states_;
    std::optional<std::array<std::uint8_t, 3>> event_data_;
};

/// The part that full and compact records share.
[[nodiscard]] const ipmi_wire::SensorIdentity& identity_of(const ipmi_wire::SensorRecord& record);

}  // namespace assay::bmc
