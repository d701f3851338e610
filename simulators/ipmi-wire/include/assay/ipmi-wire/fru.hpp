// FRU information: areas and records of the Platform Management FRU Information Storage Definition v1.0
// revision 1.3, cited here by its section numbers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "assay/ipmi-wire/cursor.hpp"

namespace assay::ipmi_wire {

/// §13: the length of a field is told in six bits. One character alone would read as the end of the fields.
inline constexpr std::size_t longest_fru_text = 63;
inline constexpr std::size_t shortest_fru_text = 2;

/// §10.
struct FruChassis {
    std::uint8_t type = 0;  ///< SMBIOS chassis type
    std::string part_number, serial_number;
    std::vector<std::string> custom;
};

/// §11.
struct FruBoard {
    std::uint32_t manufactured = 0;  ///< minutes since 1996-01-01T00:00, 24 bits; 0 unspecified
    std::string manufacturer, product, serial_number, part_number, file_id;
    std::vector<std::string> custom;
};

/// §12.
struct FruProduct {
    std::string manufacturer, name, part_number, version, serial_number, asset_tag, file_id;
    std::vector<std::string> custom;
};

/// §16: at most 255 octets of data.
struct FruRecord {
    std::uint8_t type = 0;
    Octets data;
};

struct FruInventory {
    std::optional<FruChassis> chassis;
    std::optional<FruBoard> board;
    std::optional<FruProduct> product;
    std::vector<FruRecord> records;
};

/// Common header and areas with their checksums. @pre texts and records within their lengths
/// @return nothing when an area is longer than its length octet, or the header's offsets, can tell
[[nodiscard]] std::optional<Octets> encode(const FruInventory& inventory);

/// What is wrong with FRU information: versions, lengths, offsets, checksums, the ends of fields.
/// @return empty when nothing is
[[nodiscard]] std::string fru_defect(OctetView content);

}  // namespace assay::ipmi_wire
