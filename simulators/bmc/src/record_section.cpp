#include "record_section.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "assay/ipmi-wire/sdr_records.hpp"
#include "chassis_names.hpp"
#include "toml_section.hpp"

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;

std::uint8_t octet(Section& section, std::string_view key, std::int64_t most,
                   std::optional<std::int64_t> fallback) {
    return static_cast<std::uint8_t>(section.integer(key, 0, most, fallback));
}

/// "fan/2"
wire::EntityRef contained_entity(Section& section, const std::string& text) {
    const auto slash = text.find('/');
    const auto id = number_named(entity_names, std::string_view{text}.substr(0, slash));
    std::uint8_t instance = 1;
    bool whole = true;
    if (slash != std::string::npos) {
        const char* const end = text.data() + text.size();
        const auto [next, error] = std::from_chars(text.data() + slash + 1, end, instance);
        whole = error == std::errc{} && next == end && instance <= 127;
    }
    if (!id || !whole)
        section.reject("contains", "strings like \"fan/2\" with an entity " + list_of(entity_names));
    return {*id, instance};
}

wire::EntityAssociation association_of(Section& section) {
    wire::EntityAssociation record;
    record.container = read_entity(section);
    record.is_range = section.flag("range", false);
    for (const std::string& text : section.texts("contains")) {
        record.contained.push_back(contained_entity(section, text));
    }
    const bool fits =
        !record.contained.empty() && record.contained.size() <= wire::EntityAssociation::most_contained;
    if (!fits) section.reject("contains", "one to four entities");
    if (record.is_range && record.contained.size() % 2 != 0)
        section.reject("contains", "pairs of ends of ranges");
    return record;
}

base::Octets event_only(Section& section) {
    wire::EventOnlyRecord record;
    record.name = read_record_name(section);
    record.owner = octet(section, "address", 0xFF, 0x20);
    record.number = octet(section, "number", 254, std::nullopt);
    record.entity = read_entity(section);
    const auto type = number_named(sensor_type_names, section.text("sensor_type"));
    if (!type) section.reject("sensor_type", list_of(sensor_type_names));
    record.sensor_type = *type;
    record.event_reading_type = octet(section, "event_type", 0x7F, 0x6F);
    return encode(record);
}

base::Octets entity_association(Section& section) { return encode(association_of(section)); }

base::Octets device_relative_association(Section& section) {
    const auto record = association_of(section);
    const auto address = octet(section, "address", 0xFF, 0x20);
    return wire::encode_device_relative(record, address, octet(section, "channel", 15, 0));
}

base::Octets generic_device(Section& section) {
    wire::GenericDeviceLocator record;
    record.name = read_record_name(section);
    record.access_address = octet(section, "access_address", 0xFF, 0x20);
    record.address = octet(section, "address", 0xFF, std::nullopt);
    record.channel = octet(section, "channel", 15, 0);
    record.bus = octet(section, "bus", 7, 0);
    record.device_type = octet(section, "device_type", 0xFF, std::nullopt);
    record.device_type_modifier = octet(section, "device_type_modifier", 0xFF, 0);
    record.entity = read_entity(section);
    return encode(record);
}

base::Octets controller(Section& section) {
    wire::ControllerLocator record;
    record.name = read_record_name(section);
    record.address = octet(section, "address", 0xFF, 0x20);
    record.channel = octet(section, "channel", 15, 0);
    record.power_notification = octet(section, "power_notification", 0xFF, 0);
    record.capabilities = octet(section, "capabilities", 0xFF, std::nullopt);
    record.entity = read_entity(section);
    return encode(record);
}

base::Octets controller_confirmation(Section& section) {
    wire::ControllerConfirmation record;
    record.address = octet(section, "address", 0xFF, 0x20);
    record.device_id = octet(section, "device_id", 0xFF, std::nullopt);
    record.channel = octet(section, "channel", 15, 0);
    record.device_revision = octet(section, "device_revision", 15, 0);
    record.firmware_major = octet(section, "firmware_major", 127, 0);
    record.firmware_minor = octet(section, "firmware_minor", 0x99, 0);
    record.manufacturer = static_cast<std::uint32_t>(section.integer("manufacturer", 0, 0xFFFFFF, 0));
    record.product = static_cast<std::uint16_t>(section.integer("product", 0, 0xFFFF, 0));
    const auto guid = section.octets("guid");
    if (guid.size() != record.guid.size()) section.reject("guid", "16 octets in hexadecimal");
    std::ranges::copy(guid, record.guid.begin());
    return encode(record);
}

base::Octets message_channels(Section& section) {
    wire::MessageChannels record;
    const auto channels = section.integers("channels", 0, 0xFF);
    if (channels.size() != record.channels.size()) section.reject("channels", "eight numbers");
    std::ranges::transform(channels, record.channels.begin(),
                           [](std::int64_t one) { return static_cast<base::Octet>(one); });
    record.messaging_interrupt = octet(section, "messaging_interrupt", 0xFF, 0xFF);
    record.event_buffer_interrupt = octet(section, "event_buffer_interrupt", 0xFF, 0xFF);
    return encode(record);
}

base::Octets oem(Section& section) {
    constexpr std::size_t most = 232;
    wire::OemSdr record;
    record.manufacturer = static_cast<std::uint32_t>(section.integer("manufacturer", 0, 0xFFFFFF));
    record.data = section.octets("data");
    if (record.data.empty() || record.data.size() > most) section.reject("data", "1 to 232 octets");
    return encode(record);
}

struct Kind {
    std::string_view name;
    base::Octets (*read)(Section&);
};

constexpr std::array kinds{Kind{"event only", event_only},
                           Kind{"entity association", entity_association},
                           Kind{"device-relative association", device_relative_association},
                           Kind{"generic device", generic_device},
                           Kind{"controller", controller},
                           Kind{"controller confirmation", controller_confirmation},
                           Kind{"message channels", message_channels},
                           Kind{"oem", oem}};

}  // namespace

std::string read_record_name(Section& section) {
    std::string name = section.text("name");
    if (name.empty() || name.size() > wire::longest_sensor_name) section.reject("name", "1 to 16 characters");
    return name;
}

wire::EntityRef read_entity(Section& section) {
    const auto id = number_named(entity_names, section.text("entity"));
    if (!id) section.reject("entity", list_of(entity_names));
    return {*id, static_cast<std::uint8_t>(section.integer("instance", 0, 127, 1))};
}

base::Octets read_record(Section& section) {
    const std::string name = section.text("kind");
    const auto kind = std::ranges::find(kinds, name, &Kind::name);
    if (kind == kinds.end()) {
        std::string expected = "one of:";
        for (const Kind& one : kinds) expected.append(&one == kinds.data() ? " " : ", ").append(one.name);
        section.reject("kind", expected);
    }
    section.rename(fmt::format("record of kind '{}'", name));
    return kind->read(section);
}

}  // namespace assay::bmc
