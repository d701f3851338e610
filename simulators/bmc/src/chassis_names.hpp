// The words that a chassis file may use for IPMI's numbers.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "assay/bmc/event_log.hpp"
#include "assay/ipmi-wire/numbers.hpp"

namespace assay::bmc {

struct NamedNumber {
    std::string_view name;
    std::uint8_t number;
};

/// IPMI 2.0 §42.2 Table 42-3.
inline constexpr std::array sensor_type_names{
    NamedNumber{"temperature", 0x01},  NamedNumber{"voltage", 0x02},    NamedNumber{"current", 0x03},
    NamedNumber{"fan", 0x04},          NamedNumber{"intrusion", 0x05},  NamedNumber{"processor", 0x07},
    NamedNumber{"power supply", 0x08}, NamedNumber{"power unit", 0x09}, NamedNumber{"cooling device", 0x0A},
    NamedNumber{"other units", 0x0B},  NamedNumber{"memory", 0x0C},     NamedNumber{"drive slot", 0x0D},
    NamedNumber{"button", 0x14},       NamedNumber{"acpi power", 0x22}, NamedNumber{"watchdog 2", 0x23},
};

/// §43.14 Table 43-13.
inline constexpr std::array entity_names{
    NamedNumber{"processor", 0x03},        NamedNumber{"disk", 0x04},
    NamedNumber{"system board", 0x07},     NamedNumber{"power supply", 0x0A},
    NamedNumber{"disk backplane", 0x0F},   NamedNumber{"power domain", 0x13},
    NamedNumber{"system chassis", 0x17},   NamedNumber{"fan", 0x1D},
    NamedNumber{"memory device", 0x20},    NamedNumber{"air inlet", 0x37},
    NamedNumber{"operating system", 0x23},
};

/// §43.17.
inline constexpr std::array unit_names{
    NamedNumber{"none", 0},  NamedNumber{"degrees C", 1}, NamedNumber{"volts", 4},  NamedNumber{"amps", 5},
    NamedNumber{"watts", 6}, NamedNumber{"rpm", 18},      NamedNumber{"hertz", 19},
};

inline constexpr std::array privilege_names{
    NamedNumber{"callback", static_cast<std::uint8_t>(ipmi_wire::Privilege::callback)},
    NamedNumber{"user", static_cast<std::uint8_t>(ipmi_wire::Privilege::user)},
    NamedNumber{"operator", static_cast<std::uint8_t>(ipmi_wire::Privilege::operator_)},
    NamedNumber{"administrator", static_cast<std::uint8_t>(ipmi_wire::Privilege::administrator)},
};

inline constexpr std::array when_full_names{
    NamedNumber{"stop", static_cast<std::uint8_t>(WhenFull::stop)},
    NamedNumber{"overwrite", static_cast<std::uint8_t>(WhenFull::overwrite)},
};

[[nodiscard]] inline std::optional<std::uint8_t> number_named(std::span<const NamedNumber> names,
                                                              std::string_view name) {
    for (const NamedNumber& one : names) {
        if (one.name == name) return one.number;
    }
    return std::nullopt;
}

/// "one of: a, b, c", for an error's remedy.
[[nodiscard]] inline std::string list_of(std::span<const NamedNumber> names) {
    std::string text = "one of:";
    for (const NamedNumber& one : names) text.append(text.back() == ':' ? " " : ", ").append(one.name);
    return text;
}

}  // namespace assay::bmc
