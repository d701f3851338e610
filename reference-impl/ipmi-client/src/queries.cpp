#include "assay/ipmi-client/queries.hpp"

#include <algorithm>

#include "assay/ipmi-client/decode.hpp"
#include "assay/ipmi-wire/rakp.hpp"
#include "assay/ipmi-wire/sdr.hpp"
#include "assay/ipmi-wire/sel.hpp"

namespace assay::ipmi_client {
namespace {

namespace wire = ipmi_wire;
namespace cmd = ipmi_wire::cmd;

constexpr std::uint8_t not_present = 0xCB, reservation_canceled = 0xC5, cannot_return_so_many = 0xCA,
                       invalid_field = 0xCC;
constexpr std::size_t longest_walk =
    0xFFFF;  // a BMC whose record ids run in a circle does not hold this side up

Error malformed(const char* what) {
    return {.trouble = Trouble::malformed, .message = std::string{"the BMC's "} + what + " is malformed"};
}

bool failed_with(const Error& error, std::uint8_t completion) { return error.completion == completion; }

/// "Next record id, then data", which Get SDR and Get SEL Entry answer with.
struct Part {
    std::uint16_t next = wire::last_record;
    base::Octets data;
};

awaitable<Outcome<Part>> read_part(Client& client, std::uint8_t command, std::uint16_t reservation,
                                   std::uint16_t id, std::size_t offset, std::size_t count) {
    base::Octets request;
    wire::Writer{request}
        .u16(reservation)
        .u16(id)
        .u8(static_cast<unsigned>(offset))
        .u8(static_cast<unsigned>(count));
    const auto response = co_await client.command(wire::netfn::storage, command, std::move(request));
    if (!response) co_return response.error();
    wire::Reader in{*response};
    Part part;
    part.next = in.u16();
    const auto data = in.rest();
    part.data.assign(data.begin(), data.end());
    if (!in.ok()) co_return malformed("record");
    co_return part;
}

awaitable<Outcome<std::uint16_t>> reserve(Client& client, std::uint8_t command) {
    const auto response = co_await client.command(wire::netfn::storage, command);
    if (!response) co_return response.error();
    wire::Reader in{*response};
    const auto reservation = in.u16();
    if (!in.finished()) co_return malformed("reservation");
    co_return reservation;
}

/// Reads in pieces, for BMCs whose buffers are too small for a whole record (CAh).
awaitable<Outcome<Part>> read_sdr_in_pieces(Client& client, std::uint16_t reservation, std::uint16_t id) {
    constexpr std::size_t piece = 16;
    auto whole =
        co_await read_part(client, cmd::storage::get_sdr, reservation, id, 0, wire::sdr_header_length);
    if (!whole) co_return whole.error();
    const auto header = wire::decode_sdr_header(whole->data);
    if (!header) co_return malformed("SDR header");
    const std::size_t length = wire::sdr_header_length + header->body_length;
    while (whole->data.size() < length) {
        const std::size_t count = std::min(piece, length - whole->data.size());
        const auto part =
            co_await read_part(client, cmd::storage::get_sdr, reservation, id, whole->data.size(), count);
        if (!part) co_return part.error();
        if (part->data.size() != count) co_return malformed("SDR");
        whole->data.insert(whole->data.end(), part->data.begin(), part->data.end());
    }
    co_return whole;
}

awaitable<Outcome<Part>> read_sdr(Client& client, std::uint16_t reservation, std::uint16_t id) {
    constexpr std::size_t whole = 0xFF;
    auto record = co_await read_part(client, cmd::storage::get_sdr, reservation, id, 0, whole);
    const bool in_pieces = !record && failed_with(record.error(), cannot_return_so_many);
    if (in_pieces) co_return co_await read_sdr_in_pieces(client, reservation, id);
    co_return record;
}

}  // namespace

awaitable<Outcome<DeviceId>> device_id(Client& client) {
    const auto response = co_await client.command(wire::netfn::app, cmd::app::get_device_id);
    if (!response) co_return response.error();
    co_return decode_device_id(*response);
}

awaitable<Outcome<std::string>> system_guid(Client& client) {
    const auto response = co_await client.command(wire::netfn::app, cmd::app::get_system_guid);
    if (!response) co_return response.error();
    co_return decode_guid(*response);
}

awaitable<Outcome<ChassisStatus>> chassis_status(Client& client) {
    const auto response = co_await client.command(wire::netfn::chassis, cmd::chassis::get_status);
    if (!response) co_return response.error();
    co_return decode_chassis_status(*response);
}

awaitable<Outcome<>> chassis_control(Client& client, PowerAction action) {
    base::Octets request{static_cast<base::Octet>(action)};
    const auto response =
        co_await client.command(wire::netfn::chassis, cmd::chassis::control, std::move(request));
    if (!response) co_return response.error();
    co_return Outcome<>{};
}

awaitable<Outcome<std::vector<Sensor>>> sensors(Client& client) {
    const auto reservation = co_await reserve(client, cmd::storage::reserve_sdr_repository);
    if (!reservation) co_return reservation.error();
    std::vector<Sensor> found;
    std::uint16_t id = wire::first_record;
    for (std::size_t step = 0; step < longest_walk && id != wire::last_record; ++step) {
        const auto record = co_await read_sdr(client, *reservation, id);
        if (!record && failed_with(record.error(), not_present)) break;  // an empty repository
        if (!record) co_return record.error();
        auto sensor = decode_sensor(record->data);
        if (!sensor) co_return sensor.error();
        if (*sensor) found.push_back(std::move(**sensor));
        if (record->next == id) co_return malformed("SDR chain");
        id = record->next;
    }
    co_return found;
}

awaitable<Outcome<Reading>> reading(Client& client, Sensor sensor) {
    base::Octets request{sensor.number};
    const auto response = co_await client.command(wire::netfn::sensor_event, cmd::sensor_event::get_reading,
                                                  std::move(request));
    if (!response) co_return response.error();
    co_return decode_reading(sensor, *response);
}

awaitable<Outcome<Thresholds>> thresholds(Client& client, Sensor sensor) {
    if (!sensor.analog) co_return Thresholds{};
    base::Octets request{sensor.number};
    const auto response = co_await client.command(wire::netfn::sensor_event,
                                                  cmd::sensor_event::get_thresholds, std::move(request));
    if (!response) co_return response.error();
    co_return decode_thresholds(sensor, *response);
}

awaitable<Outcome<>> restore_thresholds(Client& client, Sensor sensor) {
    base::Octets request;
    wire::Writer{request}.u8(sensor.number).u8(sensor.settable_thresholds).put(sensor.default_thresholds);
    const auto response = co_await client.command(wire::netfn::sensor_event,
                                                  cmd::sensor_event::set_thresholds, std::move(request));
    if (!response) co_return response.error();
    co_return Outcome<>{};
}

awaitable<Outcome<std::vector<User>>> users(Client& client) {
    constexpr std::uint8_t this_channel = 0x0E;  // IPMI 2.0 §6.3
    std::vector<User> found;
    unsigned count = 1;  // the first answer says how many there can be
    for (unsigned number = 1; number <= count; ++number) {
        const auto id = static_cast<std::uint8_t>(number);
        base::Octets whose{this_channel, id};
        const auto access =
            co_await client.command(wire::netfn::app, cmd::app::get_user_access, std::move(whose));
        if (!access) co_return access.error();
        base::Octets named{id};
        const auto name =
            co_await client.command(wire::netfn::app, cmd::app::get_user_name, std::move(named));
        if (!name && !failed_with(name.error(), invalid_field)) co_return name.error();
        if (id == 1 && !access->empty()) count = access->front() & 0x3FU;
        auto user = decode_user(id, *access, name ? *name : base::Octets(wire::longest_user_name));
        if (!user) co_return user.error();
        if (!user->name.empty()) found.push_back(std::move(*user));
    }
    co_return found;
}

awaitable<Outcome<LogInfo>> log_info(Client& client) {
    const auto response = co_await client.command(wire::netfn::storage, cmd::storage::get_sel_info);
    if (!response) co_return response.error();
    co_return decode_log_info(*response);
}

awaitable<Outcome<std::vector<LogEntry>>> log_entries(Client& client) {
    constexpr std::size_t whole = 0xFF;
    std::vector<LogEntry> entries;
    std::uint16_t id = wire::first_record;
    for (std::size_t step = 0; step < longest_walk && id != wire::last_record; ++step) {
        const auto record = co_await read_part(client, cmd::storage::get_sel_entry, 0, id, 0, whole);
        if (!record && failed_with(record.error(), not_present)) break;
        if (!record) co_return record.error();
        const auto entry = decode_log_entry(record->data);
        if (!entry) co_return entry.error();
        entries.push_back(*entry);
        if (record->next == id) co_return malformed("SEL chain");
        id = record->next;
    }
    co_return entries;
}

awaitable<Outcome<>> clear_log(Client& client) {
    constexpr int attempts = 3;  // somebody else may take the reservation between the two commands
    Outcome<> result{};
    for (int attempt = 0; attempt < attempts; ++attempt) {
        const auto reservation = co_await reserve(client, cmd::storage::reserve_sel);
        if (!reservation) co_return reservation.error();
        base::Octets request;
        wire::Writer{request}.u16(*reservation).u8('C').u8('L').u8('R').u8(0xAA);  // IPMI 2.0 §31.9
        const auto response = co_await client.command(wire::netfn::storage, cmd::storage::clear_sel, request);
        if (response) co_return Outcome<>{};
        result = response.error();
        if (!failed_with(response.error(), reservation_canceled)) break;
    }
    co_return result;
}

}  // namespace assay::ipmi_client
