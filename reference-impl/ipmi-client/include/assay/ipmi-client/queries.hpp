// The questions that the service asks a BMC, typed. The client has to outlive the awaitable.
#pragma once

#include "assay/ipmi-client/client.hpp"
#include "assay/ipmi-client/facts.hpp"

namespace assay::ipmi_client {

[[nodiscard]] awaitable<Outcome<DeviceId>> device_id(Client& client);

/// The system GUID as a UUID, "6ba7b810-…"; IPMI 2.0 §20.8 sends its octets in reverse.
[[nodiscard]] awaitable<Outcome<std::string>> system_guid(Client& client);

[[nodiscard]] awaitable<Outcome<ChassisStatus>> chassis_status(Client& client);
[[nodiscard]] awaitable<Outcome<>> chassis_control(Client& client, PowerAction action);

/// Walks the SDR repository: sensors of full and compact records that the BMC itself owns, in its order.
[[nodiscard]] awaitable<Outcome<std::vector<Sensor>>> sensors(Client& client);
[[nodiscard]] awaitable<Outcome<Reading>> reading(Client& client, Sensor sensor);
[[nodiscard]] awaitable<Outcome<Thresholds>> thresholds(Client& client, Sensor sensor);

/// Gives a sensor the thresholds that its record was made with: those that can be set.
[[nodiscard]] awaitable<Outcome<>> restore_thresholds(Client& client, Sensor sensor);

/// The users that have a name, of the channel that this session uses.
[[nodiscard]] awaitable<Outcome<std::vector<User>>> users(Client& client);

[[nodiscard]] awaitable<Outcome<LogInfo>> log_info(Client& client);
/// Every SEL record, oldest first. A record that is deleted meanwhile ends the walk early, without an error.
[[nodiscard]] awaitable<Outcome<std::vector<LogEntry>>> log_entries(Client& client);
[[nodiscard]] awaitable<Outcome<>> clear_log(Client& client);

}  // namespace assay::ipmi_client
