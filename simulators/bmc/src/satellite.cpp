#include "assay/bmc/satellite.hpp"

#include <algorithm>

#include "assay/ipmi-wire/sdr_records.hpp"

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;

constexpr std::size_t most_events_on_their_way = 64;

/// §43.9 octet 9 and §20.1 octet 7: sensor device and event generator, perhaps FRU inventory.
std::uint8_t support_of(const SatelliteModel& model) {
    constexpr unsigned sensor_device = 0x01, fru_inventory = 0x08, event_generator = 0x20;
    return static_cast<std::uint8_t>(sensor_device | event_generator |
                                     (model.frus.empty() ? 0U : fru_inventory));
}

/// What a satellite is made of, as a chassis that has nothing but that.
ChassisModel model_of(const SatelliteModel& satellite, const std::vector<SatelliteModel>& others,
                      bool host_on) {
    ChassisModel model;
    model.name = satellite.name;
    model.device = satellite.device;
    model.device.address = satellite.address;
    model.device.support = support_of(satellite);
    model.sensors = satellite.sensors;
    model.frus = satellite.frus;
    model.records = satellite.records;
    model.powered_on = host_on;
    model.log_capacity = most_events_on_their_way;
    model.log_when_full = WhenFull::overwrite;
    for (const SatelliteModel& other : others) {
        if (other.behind != satellite.address) continue;
        model.satellites.push_back(other);
        model.satellites.back().behind.reset();
    }
    return model;
}

struct CommandName {
    std::uint8_t netfn, number;
    friend bool operator==(const CommandName&, const CommandName&) = default;
};

/// Of the BMC's commands, those that a controller without sessions, chassis and logs has, too.
bool is_executed_by_satellites(CommandName name) {
    using namespace wire::cmd;
    constexpr std::array single{
        CommandName{wire::netfn::app, app::get_device_id},
        CommandName{wire::netfn::app, app::cold_reset},
        CommandName{wire::netfn::app, app::warm_reset},
        CommandName{wire::netfn::app, app::get_self_test_results},
        CommandName{wire::netfn::app, app::get_device_guid},
        CommandName{wire::netfn::app, app::send_message},
        CommandName{wire::netfn::sensor_event, sensor_event::set_event_receiver},
        CommandName{wire::netfn::sensor_event, sensor_event::get_event_receiver},
        CommandName{wire::netfn::storage, storage::get_fru_inventory_area_info},
        CommandName{wire::netfn::storage, storage::read_fru_data},
        CommandName{wire::netfn::storage, storage::write_fru_data},
    };
    const bool is_of_sensors = name.netfn == wire::netfn::sensor_event &&
                               name.number >= sensor_event::get_device_sdr_info &&
                               name.number <= sensor_event::set_reading_and_status;
    return is_of_sensors || std::ranges::find(single, name) != single.end();
}

}  // namespace

Satellite::Satellite(const SatelliteModel& model, const std::vector<SatelliteModel>& others, bool host_on,
                     std::uint64_t seed, base::Instant start, base::WallTime wall)
    : address_{model.address},
      channel_{model.channel},
      needs_host_{model.needs_host},
      chassis_{model_of(model, others, host_on), seed, start, wall} {}

bool Satellite::answers(base::Instant now) const {
    return now >= away_until_ && (!needs_host_ || chassis_.powered_on());
}

void Satellite::execute(const wire::LanMessage& message, const Call& call, base::Octets& reply) {
    if (!is_executed_by_satellites({message.netfn, message.command})) {
        reply.assign(1, static_cast<base::Octet>(wire::Completion::invalid_command));
        return;
    }
    // behind its other units there is nobody: it has no host of its own
    if (message.to_lun != 0) {
        reply.assign(1, static_cast<base::Octet>(wire::Completion::invalid_for_lun));
        return;
    }
    call.table.execute(message, chassis_, call.sessions, call.session, call.now, reply, call.from);
}

std::vector<wire::SystemEvent> Satellite::advance(base::Instant now) {
    chassis_.advance(now);
    if (const auto back = chassis_.take_controller_restart(now)) away_until_ = *back;
    std::vector<wire::SystemEvent> events;
    EventLog& log = chassis_.log();
    while (const wire::SelRecord* const record = log.find(wire::first_record)) {
        if (auto event = wire::system_event_of(*record)) {
            // one that a satellite behind this one sent already names its generator
            if (event->generator == wire::bmc_address)
                event->generator = static_cast<std::uint16_t>(address_ | unsigned{channel_} << 12U);
            events.push_back(*event);
        }
        log.erase(*record, 0);
    }
    return events;
}

void Satellite::follow_host(bool on, base::Instant now) {
    chassis_.control(on ? PowerAction::up : PowerAction::down, now, RestartCause::unknown);
}

void append_satellite_records(const ChassisModel& model, std::vector<base::Octets>& records) {
    for (const SatelliteModel& satellite : model.satellites) {
        if (!satellite.records_in_repository) continue;
        records.push_back(encode(wire::ControllerLocator{.address = satellite.address,
                                                         .channel = satellite.channel,
                                                         .capabilities = support_of(satellite),
                                                         .entity = satellite.entity,
                                                         .name = satellite.name}));
        for (const SensorModel& sensor : satellite.sensors) {
            records.push_back(std::visit([](const auto& record) { return encode(record); }, sensor.record));
        }
        for (const FruModel& fru : satellite.frus) {
            if (fru.id == 0) continue;  // §34: the controller locator stands for this one
            records.push_back(encode(wire::FruDeviceLocator{.access_address = satellite.address,
                                                            .fru_id = fru.id,
                                                            .channel = satellite.channel,
                                                            .entity = {fru.entity_id, fru.entity_instance},
                                                            .name = fru.name}));
        }
    }
}

}  // namespace assay::bmc
