#include "assay/ipmi-wire/fru.hpp"

#include <array>
#include <cassert>
#include <initializer_list>

#include "assay/ipmi-wire/lan_message.hpp"

namespace assay::ipmi_wire {
namespace {

constexpr unsigned format_version = 0x01;   // §8, §10 to §12
constexpr unsigned record_version = 0x02;   // §16.2.2
constexpr unsigned end_of_list = 0x80;      // §16.2.2
constexpr unsigned end_of_fields = 0xC1;    // §13
constexpr unsigned eight_bit_ascii = 0xC0;  // §13, bits 7:6
constexpr unsigned english = 0x19;          // §15
constexpr std::size_t unit = 8;             // offsets and lengths count groups of eight octets
constexpr std::size_t header_length = 8;
constexpr std::size_t longest_area = 255 * unit;
constexpr std::size_t record_header_length = 5;

/// The common header's octets that hold an offset, §8.
enum Offset : std::size_t {
    internal_use = 1,
    chassis_info = 2,
    board_info = 3,
    product_info = 4,
    multi_record = 5
};

void put_text(const std::string& text, Writer& out) {
    assert(text.empty() || (text.size() >= shortest_fru_text && text.size() <= longest_fru_text));
    out.u8(eight_bit_ascii | static_cast<unsigned>(text.size())).put(base::octets_of(text));
}

void put_fields(std::initializer_list<const std::string*> fixed, const std::vector<std::string>& custom,
                Writer& out) {
    for (const std::string* text : fixed) put_text(*text, out);
    for (const std::string& text : custom) put_text(text, out);
    out.u8(end_of_fields);
}

/// Puts version, length, padding and checksum round the octets that follow the length (§10).
std::optional<Octets> area_of(OctetView content) {
    const std::size_t length = (2 + content.size() + 1 + unit - 1) / unit * unit;
    if (length > longest_area) return std::nullopt;
    Octets area;
    Writer{area}.u8(format_version).u8(static_cast<unsigned>(length / unit)).put(content);
    area.resize(length - 1, 0);
    area.push_back(checksum(area));
    return area;
}

std::optional<Octets> area_of(const FruChassis& chassis) {
    Octets content;
    Writer out{content};
    out.u8(chassis.type);
    put_fields({&chassis.part_number, &chassis.serial_number}, chassis.custom, out);
    return area_of(content);
}

std::optional<Octets> area_of(const FruBoard& board) {
    Octets content;
    Writer out{content};
    out.u8(english).u24(board.manufactured);
    put_fields(
        {&board.manufacturer, &board.product, &board.serial_number, &board.part_number, &board.file_id},
        board.custom, out);
    return area_of(content);
}

std::optional<Octets> area_of(const FruProduct& product) {
    Octets content;
    Writer out{content};
    out.u8(english);
    put_fields({&product.manufacturer, &product.name, &product.part_number, &product.version,
                &product.serial_number, &product.asset_tag, &product.file_id},
               product.custom, out);
    return area_of(content);
}

Octets records_area(const std::vector<FruRecord>& records) {
    Octets area;
    for (const FruRecord& record : records) {
        Octets header;
        Writer{header}
            .u8(record.type)
            .u8((&record == &records.back() ? end_of_list : 0U) | record_version)
            .u8(static_cast<unsigned>(record.data.size()))
            .u8(checksum(record.data));
        header.push_back(checksum(header));
        Writer{area}.put(header).put(record.data);
    }
    return area;
}

/// @param fields  those that every area of its kind has
std::string fields_defect(Reader in, std::size_t fields) {
    for (std::size_t count = 0;; ++count) {
        const unsigned type_and_length = in.u8();
        if (!in.ok()) return "its fields have no end mark C1h";
        if (type_and_length == end_of_fields)
            return count < fields ? "it ends before its required fields" : "";
        in.take(type_and_length & 0x3FU);
        if (!in.ok()) return "a field is longer than the area";
    }
}

/// @param before  octets between the length and the fields
std::string area_defect(OctetView rest, std::size_t before, std::size_t fields) {
    if (rest.size() < unit) return "it begins behind the end of the data";
    if ((rest[0] & 0x0FU) != format_version) return "its format version is not 1";
    const std::size_t length = rest[1] * unit;
    if (length == 0 || length > rest.size()) return "its length is not within the data";
    const OctetView area = rest.first(length);
    if (checksum(area) != 0) return "its checksum is wrong";
    return fields_defect(Reader{area.subspan(2 + before, length - 3 - before)}, fields);
}

std::string records_defect(OctetView rest) {
    for (;;) {
        if (rest.size() < record_header_length) return "a record is longer than the data";
        const OctetView header = rest.first(record_header_length);
        if (checksum(header) != 0) return "the checksum of a record's header is wrong";
        if ((header[1] & 0x0FU) != record_version) return "a record's format version is not 2";
        const std::size_t length = header[2];
        rest = rest.subspan(record_header_length);
        if (length > rest.size()) return "a record is longer than the data";
        if (checksum(rest.first(length)) != header[3]) return "the checksum of a record is wrong";
        if ((header[1] & end_of_list) != 0) return "";
        rest = rest.subspan(length);
    }
}

}  // namespace

std::optional<Octets> encode(const FruInventory& inventory) {
    Octets header(header_length - 1, 0), areas;
    header[0] = format_version;
    bool fits = true;
    const auto append = [&](Offset which, const std::optional<Octets>& area) {
        const std::size_t offset = (header_length + areas.size()) / unit;
        fits = fits && area && offset <= 0xFF;
        if (!fits) return;
        header[which] = static_cast<Octet>(offset);
        areas.insert(areas.end(), area->begin(), area->end());
    };
    if (inventory.chassis) append(chassis_info, area_of(*inventory.chassis));
    if (inventory.board) append(board_info, area_of(*inventory.board));
    if (inventory.product) append(product_info, area_of(*inventory.product));
    if (!inventory.records.empty()) append(multi_record, records_area(inventory.records));
    if (!fits) return std::nullopt;
    header.push_back(checksum(header));
    header.insert(header.end(), areas.begin(), areas.end());
    return header;
}

std::string fru_defect(OctetView content) {
    struct Area {
        Offset offset;
        std::string_view name;
        std::size_t before, fields;
    };
    static constexpr std::array areas{Area{chassis_info, "chassis", 1, 2}, Area{board_info, "board", 4, 5},
                                      Area{product_info, "product", 1, 7}};
    if (content.size() < header_length) return "the common header has eight octets";
    if (checksum(content.first(header_length)) != 0) return "the checksum of the common header is wrong";
    if ((content[0] & 0x0FU) != format_version) return "the format version of the common header is not 1";
    for (const Area& area : areas) {
        const std::size_t offset = content[area.offset] * unit;
        if (offset == 0) continue;
        const OctetView rest = offset < content.size() ? content.subspan(offset) : OctetView{};
        if (const auto defect = area_defect(rest, area.before, area.fields); !defect.empty()) {
            return "the " + std::string{area.name} + " area: " + defect;
        }
    }
    if (content[internal_use] * unit >= content.size())
        return "the internal use area begins behind the end of the data";
    const std::size_t records = content[multi_record] * unit;
    if (records == 0) return "";
    const auto defect = records_defect(records < content.size() ? content.subspan(records) : OctetView{});
    return defect.empty() ? "" : "the multi-record area: " + defect;
}

}  // namespace assay::ipmi_wire
