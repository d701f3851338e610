// Values as the text of XML elements.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "assay/cim/instance.hpp"
#include "assay/soap/sink.hpp"

namespace assay::cim {

/// In which child of namespace cim a datetime is written (DSP0230 §8.2).
/// @return Interval, Datetime, Date, Time or CIM_DateTime; the text is a constant
[[nodiscard]] std::string_view name_of_form(const Datetime& datetime);
/// Appends the text of that child.
void put_form(soap::Sink& out, const Datetime& datetime);

/// That text alone.
[[nodiscard]] std::string form_text(const Datetime& datetime);

/// Reads the child `name` of a datetime property.
[[nodiscard]] std::optional<Datetime> read_datetime(std::string_view name, std::string_view text);

/// Appends the text of a boolean, number, character or string.
void put_text(soap::Sink& out, Type type, const Value& value);

/// OctetString: an array of uint8 as base64 (DSP0230 §8.1); a string "0x…" as hexadecimal digits.
[[nodiscard]] std::string base64_of(const Value::Array& octets);
[[nodiscard]] std::optional<Value::Array> octets_of_base64(std::string_view text);

}  // namespace assay::cim
