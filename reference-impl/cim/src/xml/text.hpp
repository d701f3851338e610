// Values as the text of XML elements.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "assay/cim/instance.hpp"

namespace assay::cim {

/// How a datetime is written: in which child of namespace cim, and its text (DSP0230 §8.2).
struct DatetimeForm {
    std::string_view name;  ///< Interval, Datetime, Date, Time or CIM_DateTime
    std::string text;
};
[[nodiscard]] DatetimeForm form_of(const Datetime& datetime);

/// Reads the child `name` of a datetime property.
[[nodiscard]] std::optional<Datetime> read_datetime(std::string_view name, std::string_view text);

/// Appends the text of a boolean, number, character or string.
void append_text(std::string& out, Type type, const Value& value);

/// OctetString: an array of uint8 as base64 (DSP0230 §8.1); a string "0x…" as hexadecimal digits.
[[nodiscard]] std::string base64_of(const Value::Array& octets);
[[nodiscard]] std::optional<Value::Array> octets_of_base64(std::string_view text);

}  // namespace assay::cim
