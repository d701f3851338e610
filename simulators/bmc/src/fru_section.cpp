#include "fru_section.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "assay/ipmi-wire/fru.hpp"
#include "assay/ipmi-wire/sdr.hpp"
#include "chassis_names.hpp"
#include "toml_section.hpp"

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;

constexpr std::int64_t most_octets = 0xFFFF;     // §34.1: told in 16 bits
constexpr std::int64_t year_1996 = 820'454'400;  // the board area counts minutes from here
constexpr std::int64_t most_minutes = 0xFFFFFF;
constexpr std::size_t longest_record = 255;
constexpr std::string_view text_rule = "2 to 63 characters of ASCII, or none";

bool is_fru_text(const std::string& text) {
    const bool printable = std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
    return printable && (text.empty() ||
                         (text.size() >= wire::shortest_fru_text && text.size() <= wire::longest_fru_text));
}

std::string text_of(Section& section, std::string_view key) {
    std::string text = section.text(key, "");
    if (!is_fru_text(text)) section.reject(key, std::string{text_rule});
    return text;
}

std::vector<std::string> custom_of(Section& section) {
    std::vector<std::string> fields = section.texts("custom");
    for (const std::string& text : fields) {
        if (text.empty() || !is_fru_text(text))
            section.reject("custom", "strings of 2 to 63 characters of ASCII");
    }
    return fields;
}

wire::FruChassis read_chassis_area(Section& section) {
    wire::FruChassis area;
    area.type = static_cast<std::uint8_t>(section.integer("type", 1, 0x24, 0x17));
    area.part_number = text_of(section, "part_number");
    area.serial_number = text_of(section, "serial_number");
    area.custom = custom_of(section);
    section.finish();
    return area;
}

wire::FruBoard read_board_area(Section& section) {
    wire::FruBoard area;
    if (section.has("manufactured")) {
        const std::int64_t minutes = (section.time("manufactured") - year_1996) / 60;
        if (minutes <= 0 || minutes > most_minutes)
            section.reject("manufactured", "a time from 1996 to 2027");
        area.manufactured = static_cast<std::uint32_t>(minutes);
    }
    area.manufacturer = text_of(section, "manufacturer");
    area.product = text_of(section, "product");
    area.serial_number = text_of(section, "serial_number");
    area.part_number = text_of(section, "part_number");
    area.file_id = text_of(section, "file_id");
    area.custom = custom_of(section);
    section.finish();
    return area;
}

wire::FruProduct read_product_area(Section& section) {
    wire::FruProduct area;
    area.manufacturer = text_of(section, "manufacturer");
    area.name = text_of(section, "name");
    area.part_number = text_of(section, "part_number");
    area.version = text_of(section, "version");
    area.serial_number = text_of(section, "serial_number");
    area.asset_tag = text_of(section, "asset_tag");
    area.file_id = text_of(section, "file_id");
    area.custom = custom_of(section);
    section.finish();
    return area;
}

wire::FruRecord read_record(Section& section) {
    wire::FruRecord record;
    record.type = static_cast<std::uint8_t>(section.integer("type", 0, 0xFF));
    record.data = section.octets("data");
    if (record.data.size() > longest_record) section.reject("data", "at most 255 octets");
    return record;
}

wire::FruInventory read_inventory(Section& section) {
    wire::FruInventory inventory;
    if (auto area = section.table("chassis")) inventory.chassis = read_chassis_area(*area);
    if (auto area = section.table("board")) inventory.board = read_board_area(*area);
    if (auto area = section.table("product")) inventory.product = read_product_area(*area);
    section.tables("record", [&](Section& record) { inventory.records.push_back(read_record(record)); });
    return inventory;
}

base::Octets built(Section& section, const wire::FruInventory& inventory) {
    const auto content = encode(inventory);
    if (!content) section.reject("product", "areas of at most 2040 octets each");
    return *content;
}

base::Octets given(Section& section) {
    base::Octets content = section.octets("data");
    if (const std::string defect = wire::fru_defect(content); !defect.empty()) {
        section.reject("data", fmt::format("FRU information without a defect; {}", defect));
    }
    return content;
}

FruModel read_fru(Section& section) {
    FruModel model;
    model.id = static_cast<std::uint8_t>(section.integer("id", 0, 254));
    section.rename(fmt::format("fru {}", model.id));
    model.name = section.text("name", fmt::format("FRU {}", model.id));
    if (model.name.empty() || model.name.size() > wire::longest_sensor_name)
        section.reject("name", "1 to 16 characters");
    const auto entity = number_named(entity_names, section.text("entity", "system board"));
    if (!entity) section.reject("entity", list_of(entity_names));
    model.entity_id = *entity;
    model.entity_instance = static_cast<std::uint8_t>(section.integer("instance", 0, 127, 1));
    const auto access = number_named(fru_access_names, section.text("access", "octets"));
    if (!access) section.reject("access", list_of(fru_access_names));
    model.access = static_cast<FruAccess>(*access);
    model.read_only = section.flag("read_only", false);

    if (!section.has("data"))
        model.inventory = std::make_shared<const wire::FruInventory>(read_inventory(section));
    base::Octets content = model.inventory ? built(section, *model.inventory) : given(section);
    const auto needed = static_cast<std::int64_t>(content.size() + content.size() % 2);
    if (needed > most_octets) section.reject("data", "at most 65535 octets");
    const auto size = section.integer("size", 8, most_octets, std::max<std::int64_t>(needed, 256));
    if (size < needed) section.reject("size", fmt::format("at least the {} octets of its content", needed));
    if (model.access == FruAccess::words && size % 2 != 0)
        section.reject("size", "an even number, for access by words");
    content.resize(static_cast<std::size_t>(size), 0);
    model.content = std::make_shared<const base::Octets>(std::move(content));
    return model;
}

}  // namespace

void add_fru(Section& section, std::vector<FruModel>& frus) {
    FruModel fru = read_fru(section);
    for (const FruModel& other : frus) {
        if (other.id == fru.id) section.reject("id", "an id that no other fru has");
    }
    frus.push_back(std::move(fru));
}

}  // namespace assay::bmc
