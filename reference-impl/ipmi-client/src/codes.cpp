#include "codes.hpp"

namespace assay::ipmi_client {

std::string_view text_of_completion(std::uint8_t code) {
    switch (code) {
        case 0xC0: return "node busy";
        case 0xC1: return "invalid command";
        case 0xC2: return "command invalid for this LUN";
        case 0xC3: return "timeout while processing the command";
        case 0xC4: return "out of space";
        case 0xC5: return "reservation canceled";
        case 0xC6: return "request data truncated";
        case 0xC7: return "request data length invalid";
        case 0xC8: return "request data field length limit exceeded";
        case 0xC9: return "parameter out of range";
        case 0xCA: return "cannot return so many octets";
        case 0xCB: return "sensor, data or record not present";
        case 0xCC: return "invalid data field in the request";
        case 0xCD: return "command illegal for this sensor or record";
        case 0xCE: return "no response could be provided";
        case 0xD0: return "SDR repository in update mode";
        case 0xD3: return "destination unavailable";
        case 0xD4: return "insufficient privilege";
        case 0xD5: return "not supported in the present state";
        case 0xD6: return "disabled by firmware firewall";
        case 0xFF: return "unspecified error";
        default: return "command-specific or OEM code";
    }
}

std::string_view text_of(ipmi_wire::RakpStatus status) {
    using ipmi_wire::RakpStatus;
    switch (status) {
        case RakpStatus::ok: return "no error";
        case RakpStatus::insufficient_resources: return "no free session";
        case RakpStatus::invalid_session_id: return "invalid session id";
        case RakpStatus::invalid_payload_type: return "invalid payload type";
        case RakpStatus::invalid_authentication_algorithm: return "authentication algorithm not supported";
        case RakpStatus::invalid_integrity_algorithm: return "integrity algorithm not supported";
        case RakpStatus::inactive_session_id: return "inactive session id";
        case RakpStatus::invalid_role: return "invalid role";
        case RakpStatus::unauthorized_role: return "the user may not have this privilege level";
        case RakpStatus::invalid_name_length: return "user name too long";
        case RakpStatus::unauthorized_name: return "unknown user name";
        case RakpStatus::invalid_integrity_check: return "wrong password";
        case RakpStatus::invalid_confidentiality_algorithm: return "confidentiality algorithm not supported";
        case RakpStatus::no_cipher_suite_match: return "cipher suite not supported";
        case RakpStatus::illegal_parameter: return "illegal parameter";
    }
    return "status unknown to IPMI 2.0";
}

}  // namespace assay::ipmi_client
