// The words that a chassis file may use for IPMI's numbers.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "assay/bmc/dcmi_model.hpp"
#include "assay/bmc/event_log.hpp"
#include "assay/bmc/fru_devices.hpp"
#include "assay/ipmi-wire/numbers.hpp"

namespace assay::bmc {

struct NamedNumber {
    std::string_view name;
    std::uint8_t number;
};

/// IPMI 2.0 §42.2 Table 42-3.
inline constexpr std::array sensor_type_names{
    NamedNumber{"event log", 0x10},
    NamedNumber{"system event", 0x12},
    NamedNumber{"critical interrupt", 0x13},
    NamedNumber{"module", 0x15},
    NamedNumber{"cable", 0x1B},
    NamedNumber{"boot", 0x1E},
    NamedNumber{"os stop", 0x20},
    NamedNumber{"slot", 0x21},
    NamedNumber{"entity presence", 0x25},
    NamedNumber{"battery", 0x29},
    NamedNumber{"version change", 0x2B},
    NamedNumber{"temperature", 0x01},
    NamedNumber{"voltage", 0x02},
    NamedNumber{"current", 0x03},
    NamedNumber{"fan", 0x04},
    NamedNumber{"intrusion", 0x05},
    NamedNumber{"processor", 0x07},
    NamedNumber{"power supply", 0x08},
    NamedNumber{"power unit", 0x09},
    NamedNumber{"cooling device", 0x0A},
    NamedNumber{"other units", 0x0B},
    NamedNumber{"memory", 0x0C},
    NamedNumber{"drive slot", 0x0D},
    NamedNumber{"button", 0x14},
    NamedNumber{"acpi power", 0x22},
    NamedNumber{"watchdog 2", 0x23},
};

/// §43.14 Table 43-13.
inline constexpr std::array entity_names{
    NamedNumber{"processor", 0x03},        NamedNumber{"disk", 0x04},
    NamedNumber{"system board", 0x07},     NamedNumber{"power supply", 0x0A},
    NamedNumber{"disk backplane", 0x0F},   NamedNumber{"power domain", 0x13},
    NamedNumber{"system chassis", 0x17},   NamedNumber{"fan", 0x1D},
    NamedNumber{"memory device", 0x20},    NamedNumber{"air inlet", 0x37},
    NamedNumber{"operating system", 0x23}, NamedNumber{"processing blade", 0x29},
    NamedNumber{"dcmi inlet", 0x40},       NamedNumber{"dcmi processor", 0x41},
    NamedNumber{"dcmi baseboard", 0x42},
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

inline constexpr std::array fru_access_names{
    NamedNumber{"octets", static_cast<std::uint8_t>(FruAccess::octets)},
    NamedNumber{"words", static_cast<std::uint8_t>(FruAccess::words)},
};

/// DCMI 1.5 §6.6.3 octet 5.
inline constexpr std::array power_exception_names{
    NamedNumber{"none", static_cast<std::uint8_t>(PowerException::none)},
    NamedNumber{"power off", static_cast<std::uint8_t>(PowerException::power_off)},
    NamedNumber{"log", static_cast<std::uint8_t>(PowerException::log)},
};

/// DCMI 1.5 §6.5.2.
inline constexpr std::array dcmi_entity_names{
    NamedNumber{"inlet", dcmi_entity::inlet},
    NamedNumber{"processor", dcmi_entity::processor},
    NamedNumber{"baseboard", dcmi_entity::baseboard},
};

/// §43.1 octet 12 bits 5:4 and 3:2.
inline constexpr std::array access_names{NamedNumber{"none", 0}, NamedNumber{"readable", 1},
                                         NamedNumber{"settable", 2}, NamedNumber{"fixed", 3}};
/// Bits 1:0.
inline constexpr std::array event_control_names{NamedNumber{"each state", 0}, NamedNumber{"whole sensor", 1},
                                                NamedNumber{"global", 2}, NamedNumber{"no events", 3}};
/// Octet 24.
inline constexpr std::array linearization_names{
    NamedNumber{"linear", 0},
    NamedNumber{"ln", 1},
    NamedNumber{"log10", 2},
    NamedNumber{"log2", 3},
    NamedNumber{"e", 4},
    NamedNumber{"exp10", 5},
    NamedNumber{"exp2", 6},
    NamedNumber{"reciprocal", 7},
    NamedNumber{"square", 8},
    NamedNumber{"cube", 9},
    NamedNumber{"square root", 10},
    NamedNumber{"cube root", 11},
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
