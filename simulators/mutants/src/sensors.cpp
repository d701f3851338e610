// Sensors, and what their SDRs say of them (IPMI 2.0 §35, §43).
#include <bit>

#include "twists.hpp"

namespace assay::bmc_mutants {
namespace {

namespace cmd = ipmi_wire::cmd::sensor_event;
using ipmi_wire::Completion;
using ipmi_wire::LanMessage;
using vocab::rule;

constexpr Which sensor(std::uint8_t command) { return {ipmi_wire::netfn::sensor_event, command}; }
constexpr Which get_sdr{ipmi_wire::netfn::storage, ipmi_wire::cmd::storage::get_sdr};

constexpr std::uint8_t full_record = 0x01, compact_record = 0x02;

/// Changes a whole record of a type before the part that was asked for is cut out of it.
Install on_record(std::uint8_t type, std::function<void(Octets& record)> twist) {
    return around_commands([type, twist = std::move(twist)](
                               const bmc::Seams::Inside& inside, bmc::Session* session,
                               const LanMessage& message, const bmc::Seams::Execute& honest, Octets& reply) {
        honest(session, message, reply);
        if (!get_sdr.is(message) || reply.front() != ok || message.data.size() != 6) return;
        const auto id = static_cast<std::uint16_t>(message.data[2] | message.data[3] << 8U);
        const base::Octets* stored = inside.chassis.repository().find(id);
        if (stored == nullptr || (*stored)[3] != type) return;
        Octets record = *stored;
        twist(record);
        constexpr std::size_t before_record = 3;  // completion code, next record
        const std::size_t from = message.data[4];
        for (std::size_t at = before_record; at < reply.size(); ++at)
            reply[at] = record[from + at - before_record];
    });
}

Install record_octet(std::uint8_t type, std::size_t place, std::function<unsigned(unsigned)> change) {
    return on_record(type, [place, change = std::move(change)](Octets& record) {
        record.at(place) = static_cast<base::Octet>(change(record.at(place)));
    });
}

void add_reading_mutants(Mutants& mutants) {
    mutants.push_back({"readings-cut", rule("ipmi.sensor.reading"), "Get Sensor Reading has one octet",
                       on_success(sensor(cmd::get_reading), [](Octets& reply) { reply.resize(2); })});
    mutants.push_back(
        {"absent-sensors-are-invalid", rule("ipmi.sensor.absent"),
         "A sensor that there is not is refused with C9h",
         around_commands([](const bmc::Seams::Inside&, bmc::Session* session, const LanMessage& message,
                            const bmc::Seams::Execute& honest, Octets& reply) {
             honest(session, message, reply);
             const bool asks = message.netfn == ipmi_wire::netfn::sensor_event;
             if (asks && reply.front() == static_cast<std::uint8_t>(Completion::not_present))
                 reply.assign(1, 0xC9);
         })});
    mutants.push_back({"last-sensor-does-not-answer", rule("ipmi.agree.sensors-have-records"),
                       "A sensor of the SDRs is not there",
                       on_answer(sensor(cmd::get_reading), [](const LanMessage& message, Octets& reply) {
                           constexpr std::uint8_t of_demo = 0x31;
                           if (!message.data.empty() && message.data[0] == of_demo)
                               reply.assign(1, static_cast<std::uint8_t>(Completion::not_present));
                       })});
    mutants.push_back({"readings-go-on-without-power", rule("ipmi.sensor.power-off"),
                       "Readings are never told as unavailable, and never as 0",
                       on_success(sensor(cmd::get_reading), [](Octets& reply) {
                           if ((reply[2] & 0x20U) != 0 || reply[1] == 0) reply[1] = 0x40, reply[2] &= 0xDFU;
                       })});
    mutants.push_back({"types-of-another-kind", rule("ipmi.sensor.type"),
                       "Get Sensor Type tells event type 7Fh",
                       octet_changed(sensor(cmd::get_type), 2, [](unsigned) { return 0x7FU; })});
    mutants.push_back({"types-that-records-do-not-have", rule("ipmi.agree.sensor-type"),
                       "Get Sensor Type tells another type than the SDR",
                       octet_changed(sensor(cmd::get_type), 1, [](unsigned type) { return type ^ 0x10U; })});
    mutants.push_back(
        {"factors-of-another-slope", rule("ipmi.sensor.factors"),
         "Get Sensor Reading Factors tells another M than the SDR",
         octet_changed(sensor(cmd::get_reading_factors), 2, [](unsigned m) { return m ^ 1U; })});
    mutants.push_back({"status-says-all-is-critical", rule("ipmi.agree.threshold-status"),
                       "Get Sensor Reading tells every threshold as crossed",
                       octet_changed(sensor(cmd::get_reading), 3, [](unsigned) { return 0xFFU; })});
    mutants.push_back(
        {"states-that-cannot-be", rule("ipmi.agree.discrete-states"),
         "Discrete sensors assert states that their SDRs do not have",
         octet_changed(sensor(cmd::get_reading), 3, [](unsigned octet) { return octet | 0x40U; })});
    mutants.push_back(
        {"events-status-without-scanning", rule("ipmi.sensor.events.status"),
         "Get Sensor Event Status tells that scanning is off",
         octet_changed(sensor(cmd::get_event_status), 1, [](unsigned o) { return o & ~0x40U; })});
    mutants.push_back({"rearm-refused", rule("ipmi.sensor.rearm"), "Re-arm Sensor Events is not known",
                       unknown(sensor(cmd::rearm_events))});
}

void set_the_lowest_threshold(const bmc::Seams::Inside&, bmc::Session* session, const LanMessage& message,
                              const bmc::Seams::Execute& honest, Octets& reply) {
    constexpr std::size_t mask = 1;
    Octets data{message.data.begin(), message.data.end()};
    const bool several =
        sensor(cmd::set_thresholds).is(message) && data.size() > mask && std::popcount(data[mask]) > 1;
    if (several) data[mask] = static_cast<base::Octet>(data[mask] & -data[mask]);
    execute_with(honest, session, message, data, reply);
    if (several) reply.assign(1, static_cast<base::Octet>(Completion::invalid_field));
}

void add_setting_mutants(Mutants& mutants) {
    mutants.push_back({"thresholds-that-cannot-be-read", rule("ipmi.sensor.thresholds.get"),
                       "Thresholds that cannot be read are not 0",
                       on_success(sensor(cmd::get_thresholds), [](Octets& reply) {
                           for (std::size_t i = 0; i < 6 && reply.size() == 8; ++i) {
                               if ((reply[1] >> i & 1U) == 0) reply[2 + i] = 0x55;
                           }
                       })});
    mutants.push_back({"thresholds-not-kept", rule("ipmi.sensor.thresholds.set"),
                       "Set Sensor Thresholds is passed over", not_done(sensor(cmd::set_thresholds))});
    mutants.push_back({"unsettable-thresholds-acknowledged", rule("ipmi.sensor.thresholds.unsettable"),
                       "Setting thresholds that cannot be set is acknowledged",
                       on_answer(sensor(cmd::set_thresholds), [](const LanMessage&, Octets& reply) {
                           if (reply.front() != ok) reply.assign(1, ok);
                       })});
    mutants.push_back({"thresholds-of-discrete-sensors", rule("ipmi.sensor.thresholds.of-discrete"),
                       "Discrete sensors have thresholds",
                       on_answer(sensor(cmd::get_thresholds), [](const LanMessage&, Octets& reply) {
                           if (reply.front() == static_cast<std::uint8_t>(Completion::illegal_for_record))
                               reply.assign(8, 0);
                       })});
    mutants.push_back({"thresholds-out-of-order-in-part", rule("ipmi.sensor.thresholds.order"),
                       "Of several thresholds the lowest is set, and the others are refused",
                       around_commands(set_the_lowest_threshold)});
    mutants.push_back({"hysteresis-not-kept", rule("ipmi.sensor.hysteresis.kept"),
                       "Set Sensor Hysteresis is passed over", not_done(sensor(cmd::set_hysteresis))});
    mutants.push_back({"event-enables-not-kept", rule("ipmi.sensor.events.kept"),
                       "Set Sensor Event Enable is passed over", not_done(sensor(cmd::set_event_enable))});
    mutants.push_back({"all-thresholds-are-readable", rule("ipmi.agree.threshold-masks"),
                       "Get Sensor Thresholds tells all six as readable",
                       octet_changed(sensor(cmd::get_thresholds), 1, [](unsigned) { return 0x3FU; })});
    mutants.push_back({"thresholds-upside-down", rule("ipmi.agree.threshold-order"),
                       "Upper non-critical and critical thresholds change places",
                       on_success(sensor(cmd::get_thresholds), [](Octets& reply) {
                           if (reply.size() == 8) std::swap(reply[5], reply[6]);
                       })});
}

void add_device_record_mutants(Mutants& mutants) {
    mutants.push_back({"device-sdrs-miscounted", rule("ipmi.device-sdr.info"),
                       "Get Device SDR Info counts one sensor and one record too many", [](Breach& breach) {
                           const auto one_more = [](unsigned count) { return count + 1; };
                           octet_changed(sensor(cmd::get_device_sdr_info), 1, one_more)(breach);
                           breach.model = [](bmc::ChassisModel& model) {
                               model.device.has_device_sdrs = true;
                           };
                       }});
}

void add_record_mutants_of_sensors(Mutants& mutants) {
    constexpr std::size_t capabilities = 11, number = 7, m = 24, entity = 8, name = 47;
    mutants.push_back(
        {"hysteresis-that-is-not-there", rule("ipmi.agree.hysteresis"),
         "SDRs say that sensors have no hysteresis",
         record_octet(full_record, capabilities, [](unsigned octet) { return octet & ~0x30U; })});
    mutants.push_back({"sensors-of-one-number", rule("ipmi.agree.sensor-numbers"),
                       "All compact SDRs name one sensor",
                       record_octet(compact_record, number, [](unsigned) { return 0x40U; })});
    mutants.push_back({"factors-of-nothing", rule("ipmi.agree.unit-factors"), "M is 0 in full SDRs",
                       record_octet(full_record, m, [](unsigned) { return 0U; })});
    mutants.push_back({"names-beyond-the-record", rule("ipmi.agree.names"),
                       "Names are longer than their records",
                       record_octet(full_record, name, [](unsigned octet) { return octet + 1; })});
    mutants.push_back({"sensors-of-no-entity", rule("ipmi.agree.sdr-entities"), "Sensors belong to no entity",
                       record_octet(full_record, entity, [](unsigned) { return 0U; })});
}

}  // namespace

void add_sensor_mutants(Mutants& mutants) {
    add_reading_mutants(mutants);
    add_setting_mutants(mutants);
    add_device_record_mutants(mutants);
    add_record_mutants_of_sensors(mutants);
}

}  // namespace assay::bmc_mutants
