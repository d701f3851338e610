#include "assay/bmc/sensor.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

#include "assay/ipmi-wire/linearization.hpp"

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;
using wire::Threshold;

/// §42.2 Table 42-2: the offset of the event that crossing this threshold away from normal sends.
constexpr std::array<unsigned, wire::threshold_count> crossing_offset{0, 2, 4, 7, 9, 11};

// §29.7.1: event data 2 is the reading that triggered, event data 3 the threshold.
constexpr std::uint8_t reading_and_threshold_follow = 0x50;

constexpr std::array all_thresholds{Threshold::lower_non_critical,    Threshold::lower_critical,
                                    Threshold::lower_non_recoverable, Threshold::upper_non_critical,
                                    Threshold::upper_critical,        Threshold::upper_non_recoverable};

constexpr unsigned index_of(Threshold threshold) { return static_cast<unsigned>(threshold); }
constexpr bool is_upper(Threshold threshold) { return threshold >= Threshold::upper_non_critical; }
constexpr unsigned bit(unsigned number) { return 1U << number; }

constexpr unsigned rearms_by_itself = 0x40;  // §43.1 octet 12 bit 6

}  // namespace

const wire::SensorIdentity& identity_of(const wire::SensorRecord& record) {
    return std::visit([](const auto& sensor) -> const wire::SensorIdentity& { return sensor.sensor; },
                      record);
}

Sensor::Sensor(const SensorModel& model, std::uint64_t seed)
    : record_{model.record},
      waveform_{model.motion, seed, identity_of(model.record).number},
      state_model_{model.states},
      factors_{model.factors},
      needs_host_{model.needs_host} {
    if (model.when_off) raw_when_off_ = raw_of(*model.when_off);
    initialise(model.record);
}

void Sensor::initialise(const wire::SensorRecord& record) {
    if (record.index() != record_.index()) return;
    const wire::SensorIdentity& identity = identity_of(record);
    set_type(identity.sensor_type, identity.event_reading_type);
    set_raw_.reset();
    set_states_.reset();
    event_data_.reset();
    happened_ = {};
    const unsigned mask = is_analog() ? 0x0FFFU : all_events;
    enables_ = {.events = event_control() != EventControl::no_events,
                .scanning = true,
                .assertion = static_cast<std::uint16_t>(identity.assertion_mask & mask),
                .deassertion = static_cast<std::uint16_t>(identity.deassertion_mask & mask)};
    if (const auto* const analog = std::get_if<wire::FullSensorRecord>(&record)) {
        thresholds_ = analog->thresholds;
        positive_hysteresis_ = analog->positive_hysteresis;
        negative_hysteresis_ = analog->negative_hysteresis;
    }
}

void Sensor::set_type(std::uint8_t sensor_type, std::uint8_t event_reading_type) {
    std::visit(
        [&](auto& record) {
            record.sensor.sensor_type = sensor_type;
            record.sensor.event_reading_type = event_reading_type;
        },
        record_);
}

SettingAccess Sensor::threshold_access() const {
    return static_cast<SettingAccess>(identity().capabilities >> 2U & 0x03U);
}

SettingAccess Sensor::hysteresis_access() const {
    return static_cast<SettingAccess>(identity().capabilities >> 4U & 0x03U);
}

EventControl Sensor::event_control() const {
    return static_cast<EventControl>(identity().capabilities & 0x03U);
}

bool Sensor::is_settable() const { return (identity().initialization & 0x80U) != 0; }

bool Sensor::rearms_itself() const { return (identity().capabilities & rearms_by_itself) != 0; }

EventStatus Sensor::event_status() const {
    if (!rearms_itself()) return happened_;
    return {.assertions = static_cast<std::uint16_t>(asserted_ & enables_.assertion), .deassertions = 0};
}

void Sensor::rearm(std::uint16_t assertions, std::uint16_t deassertions) {
    asserted_ = static_cast<std::uint16_t>(asserted_ & ~assertions);
    happened_.assertions = static_cast<std::uint16_t>(happened_.assertions & ~assertions);
    happened_.deassertions = static_cast<std::uint16_t>(happened_.deassertions & ~deassertions);
}

const wire::Conversion& Sensor::factors_at(std::uint8_t raw) const {
    const auto behind = std::ranges::upper_bound(factors_, raw, {}, &FactorRange::first);
    return behind == factors_.begin() ? full().conversion : std::prev(behind)->conversion;
}

std::uint8_t Sensor::next_factors_at(std::uint8_t raw) const {
    const auto behind = std::ranges::upper_bound(factors_, raw, {}, &FactorRange::first);
    return behind == factors_.end() ? raw : behind->first;
}

std::uint8_t Sensor::raw_of(double value) const {
    if (factors_.empty()) {
        const auto function = static_cast<wire::Linearization>(full().linearization);
        return full().conversion.raw_of(wire::delinearized(function, value));
    }
    std::uint8_t nearest = 0;
    for (unsigned raw = 1; raw <= 0xFF; ++raw) {
        const auto candidate = static_cast<std::uint8_t>(raw);
        const double distance = std::abs(factors_at(candidate).value_of(candidate) - value);
        if (distance < std::abs(factors_at(nearest).value_of(nearest) - value)) nearest = candidate;
    }
    return nearest;
}

double Sensor::value_of(std::uint8_t raw) const {
    const double linear = factors_at(raw).value_of(raw);
    return factors_.empty() ? wire::linearized(static_cast<wire::Linearization>(full().linearization), linear)
                            : linear;
}

/// A reading is a step of the sensor's, so the ceiling is the highest step that is not above it.
void Sensor::set_ceiling(std::optional<double> value) {
    ceiling_.reset();
    if (!value) return;
    for (unsigned raw = 0; raw <= 0xFF; ++raw) {
        const double step = value_of(static_cast<std::uint8_t>(raw));
        if (step <= *value && (!ceiling_ || step > *ceiling_)) ceiling_ = step;
    }
}

const wire::SensorIdentity& Sensor::identity() const { return identity_of(record_); }

bool Sensor::is_analog() const { return std::holds_alternative<wire::FullSensorRecord>(record_); }

const wire::FullSensorRecord& Sensor::full() const {
    assert(is_analog());
    return std::get<wire::FullSensorRecord>(record_);
}

std::uint8_t Sensor::readable_thresholds() const { return is_analog() ? identity().reading_mask & 0x3FU : 0; }

std::uint8_t Sensor::settable_thresholds() const {
    return is_analog() ? static_cast<std::uint8_t>(identity().reading_mask >> 8U & 0x3FU) : std::uint8_t{0};
}

void Sensor::set_threshold(Threshold threshold, std::uint8_t raw) { thresholds_[index_of(threshold)] = raw; }

void Sensor::set_hysteresis(std::uint8_t positive, std::uint8_t negative) {
    positive_hysteresis_ = positive;
    negative_hysteresis_ = negative;
}

bool Sensor::is_past(Threshold threshold, int margin) const {
    const auto& conversion = full().conversion;
    const int limit = conversion.number_of(thresholds_[index_of(threshold)]);
    const int now = conversion.number_of(raw_);
    return is_upper(threshold) ? now >= limit - margin : now <= limit + margin;
}

std::uint8_t Sensor::threshold_status() const {
    unsigned status = 0;
    for (const Threshold threshold : all_thresholds) {
        const bool known = (readable_thresholds() & bit(index_of(threshold))) != 0;
        if (available_ && !is_at_rest_ && known && is_past(threshold, 0)) status |= bit(index_of(threshold));
    }
    return static_cast<std::uint8_t>(status);
}

/// §43.1 octets 43 and 44: hysteresis holds an asserted event until the value has come back by so many
/// counts.
std::uint16_t Sensor::crossings() const {
    unsigned now = 0;
    for (const Threshold threshold : all_thresholds) {
        if ((readable_thresholds() & bit(index_of(threshold))) == 0) continue;
        const unsigned event = bit(crossing_offset[index_of(threshold)]);
        const int hysteresis = is_upper(threshold) ? positive_hysteresis_ : negative_hysteresis_;
        if (is_past(threshold, (asserted_ & event) != 0 ? hysteresis : 0)) now |= event;
    }
    return static_cast<std::uint16_t>(now);
}

wire::SystemEvent Sensor::event_of(unsigned offset, bool deassertion) const {
    wire::SystemEvent event;
    event.sensor_type = identity().sensor_type;
    event.sensor_number = identity().number;
    event.deassertion = deassertion;
    event.event_type = identity().event_reading_type;
    event.data[0] = static_cast<base::Octet>(offset);
    if (event_data_) {
        event.data = *event_data_;
        event.data[0] = static_cast<base::Octet>((event.data[0] & 0xF0U) | offset);
    }
    if (!is_analog()) return event;
    for (const Threshold threshold : all_thresholds) {
        if (crossing_offset[index_of(threshold)] != offset) continue;
        event.data[0] = static_cast<base::Octet>(reading_and_threshold_follow | offset);
        event.data[1] = raw_;
        event.data[2] = thresholds_[index_of(threshold)];
    }
    return event;
}

std::uint8_t Sensor::measured(base::Duration elapsed) const {
    if (set_raw_) return *set_raw_;
    if (is_at_rest_) return *raw_when_off_;
    const double value = waveform_.at(elapsed);
    return raw_of(ceiling_ ? std::min(value, *ceiling_) : value);
}

std::vector<wire::SystemEvent> Sensor::sample(base::Duration elapsed, bool host_on) {
    if (!enables_.scanning) return {};
    if (needs_host_ && !host_on) {
        available_ = false;
        asserted_ = 0;
        states_ = 0;
        return {};
    }
    const bool first_states = !is_analog() && !available_;
    available_ = true;
    const std::uint16_t before = asserted_;
    is_at_rest_ = raw_when_off_ && !host_on;
    if (is_analog()) {
        raw_ = measured(elapsed);
        asserted_ = is_at_rest_ ? std::uint16_t{0} : crossings();
    } else {
        states_ = host_on ? state_model_.host_on : state_model_.host_off;
        if (set_states_) states_ = *set_states_;
        asserted_ = states_;
    }
    // what a discrete sensor finds when it starts is its state, not a change of it; nor is a stop that was
    // ordered the end of what a threshold had found
    if (!enables_.events || first_states || is_at_rest_) return {};
    return events_since(before);
}

/// §35.12: an event of a sensor that does not re-arm itself happens once until somebody re-arms it.
std::vector<wire::SystemEvent> Sensor::events_since(std::uint16_t before) {
    unsigned rose = asserted_ & ~static_cast<unsigned>(before) & enables_.assertion;
    unsigned fell = before & ~static_cast<unsigned>(asserted_) & enables_.deassertion;
    if (!rearms_itself()) {
        rose &= ~static_cast<unsigned>(happened_.assertions);
        fell &= ~static_cast<unsigned>(happened_.deassertions);
        happened_.assertions = static_cast<std::uint16_t>(happened_.assertions | rose);
        happened_.deassertions = static_cast<std::uint16_t>(happened_.deassertions | fell);
    }
    std::vector<wire::SystemEvent> events;
    for (unsigned offset = 0; offset < 15; ++offset) {
        if ((fell & bit(offset)) != 0) events.push_back(event_of(offset, true));
        if ((rose & bit(offset)) != 0) events.push_back(event_of(offset, false));
    }
    return events;
}

}  // namespace assay::bmc
