#include "log_record.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "assay/ipmi-client/queries.hpp"
#include "numeric_sensor.hpp"

namespace assay::ipmi {
namespace {

using ipmi_client::LogEntry;
using ipmi_client::Sensor;

constexpr std::string_view class_name = "CIM_LogRecord";
constexpr std::uint8_t threshold_event = 0x01;  // IPMI 2.0 §42.1 Table 42-1

/// §42.2 Table 42-2, generic event type 01h.
constexpr std::array<std::string_view, 12> threshold_events{
    "lower non-critical going low", "lower non-critical going high",   "lower critical going low",
    "lower critical going high",    "lower non-recoverable going low", "lower non-recoverable going high",
    "upper non-critical going low", "upper non-critical going high",   "upper critical going low",
    "upper critical going high",    "upper non-recoverable going low", "upper non-recoverable going high",
};

base::WallTime time_of(const LogEntry& entry) {
    return base::WallTime{std::chrono::seconds{entry.timestamp}};
}

std::string what_happened(const LogEntry& entry) {
    const unsigned offset = entry.data[0] & 0x0FU;
    if (entry.event_type == threshold_event && offset < threshold_events.size()) {
        return std::string{threshold_events[offset]};
    }
    return fmt::format("event type {:02X}h state {}", entry.event_type, offset);
}

std::string description_of(const LogEntry& entry, const std::vector<Sensor>& sensors) {
    if (!entry.is_event) return fmt::format("OEM record of type {:02X}h", entry.type);
    const auto sensor = std::ranges::find(sensors, entry.sensor_number, &Sensor::number);
    return fmt::format(
        "{}: {}, {}",
        sensor == sensors.end() ? fmt::format("sensor {:02X}h", entry.sensor_number) : sensor->name,
        what_happened(entry), entry.deassertion ? "deasserted" : "asserted");
}

/// The record as it is, octet by octet in decimal between asterisks, as RecordFormat says.
void add_record(cim::Instance& instance, const LogEntry& entry) {
    if (!entry.is_event) {
        instance.set("RecordFormat", "*uint8[16] IPMI_Record*");
        instance.set("RecordData", fmt::format("*{}*", fmt::join(entry.raw, " ")));
        return;
    }
    const auto& raw = entry.raw;
    instance.set("RecordFormat",
                 "*string CIM_Sensor.DeviceID*uint8[2] IPMI_RecordID*uint8 IPMI_RecordType"
                 "*uint8[4] IPMI_Timestamp*uint8[2] IPMI_GeneratorID*uint8 IPMI_EvMRev"
                 "*uint8 IPMI_SensorType*uint8 IPMI_SensorNumber*boolean IPMI_AssertionEvent"
                 "*uint8 IPMI_EventType*uint8 IPMI_EventData1*uint8 IPMI_EventData2"
                 "*uint8 IPMI_EventData3*");
    instance.set("RecordData", fmt::format("*{}.0.32*{} {}*{}*{} {} {} {}*{} {}*{}*{}*{}*{}*{}*{}*{}*{}*",
                                           entry.sensor_number, raw[0], raw[1], raw[2], raw[3], raw[4],
                                           raw[5], raw[6], raw[7], raw[8], raw[9], raw[10], raw[11],
                                           !entry.deassertion, entry.event_type, raw[13], raw[14], raw[15]));
}

}  // namespace

cim::Instance record_of(cim::ClassPtr of, const std::string& log, const LogEntry& entry,
                        const std::vector<Sensor>& sensors) {
    const std::string description = description_of(entry, sensors);
    cim::Instance instance =
        instance_of(std::move(of), {{"Caption", "System event log record"},
                                    {"CreationClassName", class_name},
                                    {"Description", description},
                                    {"ElementName", description},
                                    {"LogCreationClassName", log_class},
                                    {"LogName", log},
                                    {"MessageTimestamp", cim::Datetime::point(time_of(entry))},
                                    {"RecordID", std::to_string(entry.id)}});
    add_record(instance, entry);
    return instance;
}

awaitable<Outcome<std::vector<cim::Instance>>> LogRecord::read(const Source& from, cim::ClassPtr of,
                                                               const cim::ObjectPath*) {
    const auto sensors = co_await ipmi_client::sensors(from.client());
    if (!sensors) co_return fault_of(sensors.error());
    const auto entries = co_await ipmi_client::log_entries(from.client());
    if (!entries) co_return fault_of(entries.error());
    std::vector<cim::Instance> instances;
    for (const LogEntry& entry : *entries) instances.push_back(record_of(of, log_id(from), entry, *sensors));
    co_return instances;
}

}  // namespace assay::ipmi
