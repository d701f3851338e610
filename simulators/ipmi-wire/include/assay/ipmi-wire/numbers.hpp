// Network functions, commands, completion and status codes of IPMI 2.0 rev 1.1.
#pragma once

#include <cstdint>

namespace assay::ipmi_wire {

/// Request network functions, §5.1 Table 5-1; a response uses the number plus one.
namespace netfn {
inline constexpr std::uint8_t chassis = 0x00, sensor_event = 0x04, app = 0x06, storage = 0x0A,
                              transport = 0x0C;
}

/// Appendix G, Table G-1.
namespace cmd {
namespace chassis {
inline constexpr std::uint8_t get_capabilities = 0x00, get_status = 0x01, control = 0x02, identify = 0x04,
                              set_power_restore_policy = 0x06, get_restart_cause = 0x07,
                              get_power_on_hours = 0x0F;
}
namespace sensor_event {
inline constexpr std::uint8_t set_hysteresis = 0x24, get_hysteresis = 0x25, set_thresholds = 0x26,
                              get_thresholds = 0x27, set_event_enable = 0x28, get_event_enable = 0x29,
                              get_event_status = 0x2B, get_reading = 0x2D, get_type = 0x2F;
}
namespace app {
inline constexpr std::uint8_t get_device_id = 0x01, get_self_test_results = 0x04, get_acpi_power_state = 0x07,
                              get_device_guid = 0x08, get_system_guid = 0x37, get_channel_auth_caps = 0x38,
                              get_session_challenge = 0x39, activate_session = 0x3A,
                              set_session_privilege = 0x3B, close_session = 0x3C, get_session_info = 0x3D,
                              get_channel_access = 0x41, get_channel_info = 0x42, get_user_access = 0x44,
                              get_user_name = 0x46, get_channel_cipher_suites = 0x54;
}
namespace storage {
inline constexpr std::uint8_t get_sdr_repository_info = 0x20, get_sdr_repository_alloc_info = 0x21,
                              reserve_sdr_repository = 0x22, get_sdr = 0x23, get_sdr_repository_time = 0x28,
                              get_sel_info = 0x40, get_sel_alloc_info = 0x41, reserve_sel = 0x42,
                              get_sel_entry = 0x43, add_sel_entry = 0x44, delete_sel_entry = 0x46,
                              clear_sel = 0x47, get_sel_time = 0x48, set_sel_time = 0x49;
}
namespace transport {
inline constexpr std::uint8_t get_lan_config = 0x02;
}
}  // namespace cmd

/// §5.2 Table 5-2, generic completion codes, and those that several commands define alike (80h…).
enum class Completion : std::uint8_t {
    ok = 0x00,
    parameter_not_supported = 0x80,  ///< §23.2 Get LAN Configuration Parameters
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
    not_executable_now = 0xD5,
    insufficient_privilege = 0xD4,
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
};

/// §13.27.3 Table 13-16.
enum class PayloadType : std::uint8_t {
    ipmi = 0x00,
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
