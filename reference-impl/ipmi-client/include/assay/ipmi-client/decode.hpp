// Response data into facts; strict about shape, so that a strange BMC gives an error rather than strange
// values.
#pragma once

#include "assay/base/octets.hpp"
#include "assay/ipmi-client/error.hpp"
#include "assay/ipmi-client/facts.hpp"

namespace assay::ipmi_client {

/// Each takes the response data after the completion code; a wrong length is Trouble::malformed.
[[nodiscard]] Outcome<DeviceId> decode_device_id(base::OctetView data);
[[nodiscard]] Outcome<std::string> decode_guid(base::OctetView data);
[[nodiscard]] Outcome<ChassisStatus> decode_chassis_status(base::OctetView data);
[[nodiscard]] Outcome<Reading> decode_reading(const Sensor& sensor, base::OctetView data);
[[nodiscard]] Outcome<Thresholds> decode_thresholds(const Sensor& sensor, base::OctetView data);
/// @param access,name  the response data of Get User Access and Get User Name
[[nodiscard]] Outcome<User> decode_user(std::uint8_t id, base::OctetView access, base::OctetView name);
[[nodiscard]] Outcome<LogInfo> decode_log_info(base::OctetView data);
/// A whole 16-octet record.
[[nodiscard]] Outcome<LogEntry> decode_log_entry(base::OctetView record);
/// A whole record with its header; nothing for a record that is not a sensor of the BMC's own.
[[nodiscard]] Outcome<std::optional<Sensor>> decode_sensor(base::OctetView record);

}  // namespace assay::ipmi_client
