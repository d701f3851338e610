// Network functions, commands, completion and status codes of IPMI 2.0 rev 1.1.
#pragma once

#include <cstdint>

namespace assay::ipmi_wire {

/// Request network functions, §5.1 Table 5-1; a response uses the number plus one.
namespace netfn {
inline constexpr std::uint8_t chassis = 0x00, sensor_event = 0x04, app = 0x06, storage = 0x0A,
                              transport = 0x0C;
inline constexpr std::uint8_t group_extension = 0x2C;
}  // namespace netfn

/// §5.1 Table 5-1: whose commands those of netfn::group_extension are.
namespace body {
inline constexpr std::uint8_t picmg = 0x00, dcmi = 0xDC;
}

/// Appendix G, Table G-1.
namespace cmd {
namespace chassis {
inline constexpr std::uint8_t get_capabilities = 0x00, get_status = 0x01, control = 0x02, identify = 0x04,
                              set_power_restore_policy = 0x06, get_restart_cause = 0x07,
                              get_power_on_hours = 0x0F;
inline constexpr std::uint8_t reset = 0x03, set_capabilities = 0x05, set_boot_options = 0x08,
                              get_boot_options = 0x09, set_front_panel_enables = 0x0A,
                              set_power_cycle_interval = 0x0B;
}  // namespace chassis
namespace sensor_event {
inline constexpr std::uint8_t set_hysteresis = 0x24, get_hysteresis = 0x25, set_thresholds = 0x26,
                              get_thresholds = 0x27, set_event_enable = 0x28, get_event_enable = 0x29,
                              get_event_status = 0x2B, get_reading = 0x2D, get_type = 0x2F;
inline constexpr std::uint8_t get_pef_capabilities = 0x10, arm_pef_postpone_timer = 0x11,
                              set_pef_config = 0x12, get_pef_config = 0x13, set_last_processed_event = 0x14,
                              get_last_processed_event = 0x15, alert_immediate = 0x16, pet_acknowledge = 0x17;
inline constexpr std::uint8_t set_event_receiver = 0x00, get_event_receiver = 0x01, platform_event = 0x02;
inline constexpr std::uint8_t get_device_sdr_info = 0x20, get_device_sdr = 0x21,
                              reserve_device_sdr_repository = 0x22, get_reading_factors = 0x23,
                              rearm_events = 0x2A, set_type = 0x2E, set_reading_and_status = 0x30;
}  // namespace sensor_event
namespace app {
inline constexpr std::uint8_t get_device_id = 0x01, get_self_test_results = 0x04, get_acpi_power_state = 0x07,
                              get_device_guid = 0x08, get_system_guid = 0x37, get_channel_auth_caps = 0x38,
                              get_session_challenge = 0x39, activate_session = 0x3A,
                              set_session_privilege = 0x3B, close_session = 0x3C, get_session_info = 0x3D,
                              get_channel_access = 0x41, get_channel_info = 0x42, get_user_access = 0x44,
                              get_user_name = 0x46, get_channel_cipher_suites = 0x54;
inline constexpr std::uint8_t set_channel_access = 0x40, set_user_access = 0x43, set_user_name = 0x45,
                              set_user_password = 0x47;
inline constexpr std::uint8_t activate_payload = 0x48, deactivate_payload = 0x49, get_payload_status = 0x4A,
                              get_payload_instance = 0x4B, set_user_payload_access = 0x4C,
                              get_user_payload_access = 0x4D, get_payload_support = 0x4E,
                              get_payload_version = 0x4F, get_oem_payload_info = 0x50,
                              suspend_payload_encryption = 0x55;
inline constexpr std::uint8_t cold_reset = 0x02, warm_reset = 0x03, manufacturing_test_on = 0x05,
                              set_acpi_power_state = 0x06;
inline constexpr std::uint8_t get_netfn_support = 0x09, get_command_support = 0x0A,
                              get_sub_function_support = 0x0B, get_configurable_commands = 0x0C,
                              get_configurable_sub_functions = 0x0D, set_command_enables = 0x60,
                              get_command_enables = 0x61, set_sub_function_enables = 0x62,
                              get_sub_function_enables = 0x63, get_oem_netfn_support = 0x64;
inline constexpr std::uint8_t reset_watchdog = 0x22, set_watchdog = 0x24, get_watchdog = 0x25;
inline constexpr std::uint8_t set_global_enables = 0x2E, get_global_enables = 0x2F,
                              clear_message_flags = 0x30, get_message_flags = 0x31,
                              enable_channel_receive = 0x32, get_bt_interface_caps = 0x36;
inline constexpr std::uint8_t get_message = 0x33, send_message = 0x34, read_event_message_buffer = 0x35,
                              master_write_read = 0x52;
inline constexpr std::uint8_t set_system_info = 0x58, get_system_info = 0x59;
inline constexpr std::uint8_t set_channel_security_keys = 0x56, get_system_interface_caps = 0x57;
}  // namespace app
namespace storage {
inline constexpr std::uint8_t get_sdr_repository_info = 0x20, get_sdr_repository_alloc_info = 0x21,
                              reserve_sdr_repository = 0x22, get_sdr = 0x23, get_sdr_repository_time = 0x28,
                              get_sel_info = 0x40, get_sel_alloc_info = 0x41, reserve_sel = 0x42,
                              get_sel_entry = 0x43, add_sel_entry = 0x44, delete_sel_entry = 0x46,
                              clear_sel = 0x47, get_sel_time = 0x48, set_sel_time = 0x49;
inline constexpr std::uint8_t get_fru_inventory_area_info = 0x10, read_fru_data = 0x11, write_fru_data = 0x12;
inline constexpr std::uint8_t add_sdr = 0x24, partial_add_sdr = 0x25, delete_sdr = 0x26,
                              clear_sdr_repository = 0x27, set_sdr_repository_time = 0x29,
                              enter_sdr_update_mode = 0x2A, exit_sdr_update_mode = 0x2B,
                              run_initialization_agent = 0x2C;
inline constexpr std::uint8_t partial_add_sel_entry = 0x45, get_auxiliary_log_status = 0x5A,
                              set_auxiliary_log_status = 0x5B, get_sel_utc_offset = 0x5C,
                              set_sel_utc_offset = 0x5D;
}  // namespace storage
namespace transport {
inline constexpr std::uint8_t set_lan_config = 0x01, get_lan_config = 0x02, suspend_arps = 0x03,
                              get_lan_statistics = 0x04, set_sol_config = 0x21, get_sol_config = 0x22;
}
/// PICMG HPM.1 R1.0 Table 3-1, in netfn::group_extension.
namespace picmg {
inline constexpr std::uint8_t get_upgrade_capabilities = 0x2E, get_component_property = 0x2F,
                              abort_upgrade = 0x30, initiate_upgrade = 0x31, upload_block = 0x32,
                              finish_upload = 0x33, get_upgrade_status = 0x34, activate_firmware = 0x35,
                              query_self_test = 0x36, query_rollback = 0x37, roll_back = 0x38;
}
/// DCMI 1.5 Table 6-1, in netfn::group_extension.
namespace dcmi {
inline constexpr std::uint8_t get_capabilities = 0x01, get_power_reading = 0x02, get_power_limit = 0x03,
                              set_power_limit = 0x04, activate_power_limit = 0x05, get_asset_tag = 0x06,
                              get_sensor_info = 0x07, set_asset_tag = 0x08, get_controller_id = 0x09,
                              set_controller_id = 0x0A, set_thermal_limit = 0x0B, get_thermal_limit = 0x0C,
                              get_temperature_readings = 0x10, set_configuration = 0x12,
                              get_configuration = 0x13;
}
}  // namespace cmd

/// §5.2 Table 5-2, generic completion codes, and those that several commands define alike (80h…).
enum class Completion : std::uint8_t {
    ok = 0x00,
    parameter_not_supported = 0x80,    ///< §23.2 Get LAN Configuration Parameters
    record_type_not_supported = 0x80,  ///< §31.6, §31.8: not for records of this type
    record_length_mismatch = 0x80,     ///< §31.7, §33.14: the parts do not add up to the record's length
    write_protected = 0x80,            ///< §34.3 Write FRU Data
    no_power_limit = 0x80,             ///< DCMI 1.5 §6.6.2: none is active
    power_limit_out_of_range = 0x84,   ///< DCMI 1.5 §6.6.3
    correction_time_out_of_range = 0x85,
    sampling_period_out_of_range = 0x89,
    no_message = 0x80,               ///< §22.6, §22.8: nothing waits
    invalid_session_handle = 0x80,   ///< §22.7: no session of the channel has it
    not_acknowledged = 0x83,         ///< §22.7, §22.11: NAK on write
    not_settable = 0x80,             ///< §35.17: this reading or these status bits
    event_data_not_settable = 0x81,  ///< §35.17
    alert_in_progress = 0x81,        ///< §30.7
    sel_erase_in_progress = 0x81,    ///< §31.9
    node_busy = 0xC0,
    invalid_command = 0xC1,
    invalid_for_lun = 0xC2,
    reservation_canceled = 0xC5,
    wrong_length = 0xC7,
    out_of_range = 0xC9,
    cannot_return_so_many = 0xCA,
    not_present = 0xCB,
    invalid_field = 0xCC,
    illegal_for_record = 0xCD,
    sdr_repository_in_update_mode = 0xD1,
    destination_unavailable = 0xD3,  ///< of a message for the host's software that takes none from there
    not_executable_now = 0xD5,
    insufficient_privilege = 0xD4,
    function_disabled = 0xD6,  ///< by the firmware firewall, §21
    out_of_space = 0xC4,
    unspecified = 0xFF,
};

/// §13.24 Table 13-15, RMCP+ and RAKP message status codes.
enum class RakpStatus : std::uint8_t {
    ok = 0x00,
    insufficient_resources = 0x01,
    invalid_session_id = 0x02,
    invalid_payload_type = 0x03,
    invalid_authentication_algorithm = 0x04,
    invalid_integrity_algorithm = 0x05,
    inactive_session_id = 0x08,
    invalid_role = 0x09,
    unauthorized_role = 0x0A,
    invalid_name_length = 0x0C,
    unauthorized_name = 0x0D,
    invalid_integrity_check = 0x0F,
    invalid_confidentiality_algorithm = 0x10,
    no_cipher_suite_match = 0x11,
    illegal_parameter = 0x12,
};

/// §6.8; ordered, so that a limit can be compared with `<`.
enum class Privilege : std::uint8_t {
    none = 0,  ///< "highest that fits" in Open Session; in a command table: needs no session
    callback = 1,
    user = 2,
    operator_ = 3,
    administrator = 4,
    system_interface = 0x0F,  ///< what Appendix G reserves for the host itself; no session reaches it
};

/// §13.27.3 Table 13-16.
enum class PayloadType : std::uint8_t {
    ipmi = 0x00,
    sol = 0x01,
    open_session_request = 0x10,
    open_session_response = 0x11,
    rakp1 = 0x12,
    rakp2 = 0x13,
    rakp3 = 0x14,
    rakp4 = 0x15,
};

inline constexpr std::uint8_t bmc_address = 0x20;             ///< §5.5, slave address of the BMC
inline constexpr std::uint8_t remote_console_address = 0x81;  ///< §13.8, software id of the remote console

}  // namespace assay::ipmi_wire
