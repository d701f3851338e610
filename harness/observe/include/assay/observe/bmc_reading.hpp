// A datagram of IPMI as a case looks at it: lenient, so that it can hold what no BMC may send. What is not
// there is nothing; nothing is refused.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace assay::observe {

using Number = std::optional<std::uint32_t>;

/// The headers around a message (IPMI 2.0 §13.1.3, §13.6 Table 13-8).
struct DatagramReading {
    Number rmcp_version;
    Number rmcp_sequence;
    Number rmcp_class;
    Number auth_type;
    bool is_rmcp_plus = false;  ///< authentication type 06h
    bool encrypted = false;
    bool authenticated = false;
    Number payload_type;  ///< six bits; IPMI (0) in the format of IPMI 1.5
    Number session_id;
    Number sequence;
    Number length;        ///< of the payload, as it is told
    std::string payload;  ///< as it travelled
    std::string code;     ///< IPMI 1.5: the AuthCode
    std::string rest;     ///< what follows the payload: of RMCP+, pad, next header and AuthCode
    bool whole = false;   ///< has the header, and the payload is as long as it says
};

[[nodiscard]] DatagramReading read_datagram(std::string_view datagram);

/// A response of IPMI (§13.8), the completion code apart.
struct LanReading {
    Number to, netfn, to_lun, from, request_sequence, from_lun, command, completion;
    std::string data;
    bool checksums_fit = false;
    bool whole = false;
};

[[nodiscard]] LanReading read_lan_message(std::string_view payload);

/// RMCP+ Open Session Response, RAKP 2 and RAKP 4 (§13.18, §13.21, §13.23).
struct SetupReading {
    Number tag, status, privilege, console_session, managed_session;
    Number authentication, integrity, confidentiality;  ///< algorithms
    std::string random;                                 ///< of RAKP 2
    std::string guid;                                   ///< of RAKP 2
    std::string code;  ///< RAKP 2: the key exchange code; RAKP 4: the integrity check
    bool whole = false;
};

/// RMCP+ payload types of the answers while a session is set up (§13.27.3 Table 13-16).
inline constexpr std::uint32_t open_session_response = 0x11, rakp_2 = 0x13, rakp_4 = 0x15;

[[nodiscard]] constexpr bool is_setup(std::uint32_t payload_type) {
    return payload_type == open_session_response || payload_type == rakp_2 || payload_type == rakp_4;
}

[[nodiscard]] SetupReading read_setup(std::uint32_t payload_type, std::string_view payload);

/// The code in words: §13.24 Table 13-15, and of commands §5.2 Table 5-2; hexadecimal where it has none.
[[nodiscard]] std::string status_text(std::uint32_t status);
[[nodiscard]] std::string completion_text(std::uint32_t completion);

}  // namespace assay::observe
