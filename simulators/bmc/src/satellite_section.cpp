#include "satellite_section.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "assay/bmc/sensor.hpp"
#include "device_section.hpp"
#include "fru_section.hpp"
#include "record_section.hpp"
#include "sensor_section.hpp"
#include "toml_section.hpp"

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;

constexpr std::int64_t most_channels = 0x0B;      // IPMI 2.0 §6.3 Table 6-1: 0Ch and above mean other things
constexpr std::int64_t largest_memory = 0x10000;  // two octets address it

/// An 8-bit slave address: even, and none of those that I²C reserves at both ends.
std::uint8_t slave_address(Section& section, std::string_view key) {
    const auto address = section.integer(key, 0x10, 0xEE);
    if (address % 2 != 0) section.reject(key, "an even number: bit 0 of a slave address is the direction");
    return static_cast<std::uint8_t>(address);
}

/// What all records of a satellite's sensors have in common: it owns them.
void own(SensorModel& sensor, const SatelliteModel& satellite) {
    std::visit(
        [&](auto& record) {
            record.sensor.owner = satellite.address;
            record.sensor.lun = static_cast<std::uint8_t>(satellite.channel << 4U);
        },
        sensor.record);
}

void read_contents(Section& section, SatelliteModel& satellite) {
    auto device = section.table("device");
    if (!device) section.reject("device", "a table [satellite.device] with at least a guid");
    satellite.device = read_device(*device, true);
    section.tables("sensor", [&](Section& one) { add_sensor(one, satellite.sensors); });
    for (SensorModel& sensor : satellite.sensors) own(sensor, satellite);
    section.tables("fru", [&](Section& one) { add_fru(one, satellite.frus); });
    section.tables("record", [&](Section& one) { satellite.records.push_back(read_record(one)); });
}

/// An EEPROM's content, filled up to its size as an erased one is.
base::Octets read_memory(Section& section) {
    base::Octets content = section.octets("data");
    if (content.empty()) section.reject("data", "at least one octet");
    const auto length = static_cast<std::int64_t>(content.size());
    const auto size = section.integer("size", 1, largest_memory, std::max<std::int64_t>(length, 256));
    if (size < length) section.reject("size", fmt::format("at least the {} octets of its data", length));
    content.resize(static_cast<std::size_t>(size), 0xFF);
    return content;
}

}  // namespace

void add_satellite(Section& section, std::vector<SatelliteModel>& satellites) {
    SatelliteModel satellite;
    satellite.name = read_record_name(section);
    section.rename(fmt::format("satellite '{}'", satellite.name));
    satellite.address = slave_address(section, "address");
    satellite.channel = static_cast<std::uint8_t>(section.integer("channel", 0, most_channels, 0));
    if (section.has("behind")) satellite.behind = slave_address(section, "behind");
    const auto is_here = [&](const SatelliteModel& other) { return other.address == satellite.address; };
    if (satellite.address == wire::bmc_address || std::ranges::any_of(satellites, is_here))
        section.reject("address", "an address that neither the BMC (0x20) nor another satellite has");
    const auto is_before = [&](const SatelliteModel& other) { return other.address == satellite.behind; };
    if (satellite.behind && std::ranges::none_of(satellites, is_before))
        section.reject("behind", "the address of a satellite that stands before this one");
    satellite.entity = read_entity(section);
    satellite.needs_host = section.flag("needs_host", false);
    satellite.records_in_repository = section.flag("records_in_repository", !satellite.behind);
    if (satellite.behind && satellite.records_in_repository)
        section.reject("records_in_repository",
                       "false: a record cannot tell the way through another satellite");
    read_contents(section, satellite);
    satellites.push_back(std::move(satellite));
}

void add_bus_device(Section& section, const std::vector<FruModel>& frus,
                    std::vector<BusDeviceModel>& devices) {
    BusDeviceModel device;
    device.bus = static_cast<std::uint8_t>(section.integer("bus", 0, 7));
    device.address = slave_address(section, "address");
    section.rename(fmt::format("bus_device 0x{:02x} of bus {}", device.address, device.bus));
    for (const BusDeviceModel& other : devices) {
        if (other.bus == device.bus && other.address == device.address)
            section.reject("address", "an address that no other device of this bus has");
    }
    device.read_only = section.flag("read_only", false);
    if (section.has("fru")) {
        device.fru = static_cast<std::uint8_t>(section.integer("fru", 0, 254));
        if (std::ranges::find(frus, *device.fru, &FruModel::id) == frus.end())
            section.reject("fru", "the id of a [[fru]]");
    } else {
        device.content = std::make_shared<const base::Octets>(read_memory(section));
    }
    devices.push_back(std::move(device));
}

}  // namespace assay::bmc
