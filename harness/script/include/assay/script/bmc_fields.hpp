// The fields of messages to a BMC that a case may set to any value, and what they mean. A field that is left
// out is as it has to be.
#pragma once

#include <array>
#include <span>

#include "assay/script/api.hpp"

namespace assay::script {

/// Lists of keys as one.
template <std::size_t... counts>
[[nodiscard]] consteval auto joined(const std::array<Key, counts>&... lists) {
    std::array<Key, (counts + ...)> all{};
    std::size_t at = 0;
    const auto add = [&](const auto& list) {
        for (const Key& key : list) all[at++] = key;
    };
    (add(lists), ...);
    return all;
}

/// Around every message: IPMI 2.0 §13.1.3, §13.6.
inline constexpr std::array wrapping_fields{
    Key{"rmcp_version", "integer", "of RMCP; lawful is 6"},
    Key{"rmcp_reserved", "integer", "the octet after it"},
    Key{"rmcp_sequence", "integer", "FFh asks for no acknowledgement"},
    Key{"rmcp_class", "integer", "7 is IPMI, 6 ASF; bit 7 says that it is an acknowledgement"},
    Key{"auth_type", "integer", "of the session header; 6 is RMCP+"},
    Key{"payload_type", "integer", "the six bits"},
    Key{"encrypted", "boolean", "bit 7 of the payload type; false: the payload goes in clear text"},
    Key{"authenticated", "boolean", "bit 6 of it; false: there is no trailer"},
    Key{"session_id", "integer", "of the session header"},
    Key{"sequence", "integer", "the session sequence number; the session's own count stays as it is"},
    Key{"sequence_step", "integer", "likewise, but so much beyond the last one that was sent"},
    Key{"length", "integer", "of the payload, as it is told"},
    Key{"payload", "text", "takes the place of the whole payload, before it is encrypted"},
    Key{"confidentiality_pad", "text", "the pad's octets; lawful are 01h, 02h, …"},
    Key{"confidentiality_pad_length", "integer", "as it is told"},
    Key{"ciphertext_append", "text", "octets after the encrypted payload, which its length then counts"},
    Key{"integrity_pad", "text", "the pad's octets; lawful are FFh"},
    Key{"integrity_pad_length", "integer", "as it is told"},
    Key{"next_header", "integer", "lawful is 7"},
    Key{"auth_code", "text", "takes the place of the AuthCode"},
    Key{"flip_auth_code", "boolean", "one bit of the AuthCode is wrong"},
    Key{"cut", "integer", "only the first so many octets of the datagram are sent"},
    Key{"append", "text", "octets after the end of the datagram"}};

/// Of a command: §13.8.
inline constexpr std::array command_fields{
    Key{"to", "integer", "rsAddr; lawful is 20h"},
    Key{"to_lun", "integer", "rsLUN"},
    Key{"from", "integer", "rqAddr; lawful is 81h"},
    Key{"from_lun", "integer", "rqLUN"},
    Key{"request_sequence", "integer", "rqSeq, six bits; else the next one"},
    Key{"header_checksum", "integer", "the first checksum"},
    Key{"checksum", "integer", "the second one"},
    Key{"format", "text", "outside a session: `2.0` for the format of RMCP+; else that of IPMI 1.5"}};

/// §13.17.
inline constexpr std::array open_session_fields{
    Key{"tag", "integer", "else the next one"},
    Key{"privilege", "integer", "the octet: the highest that is asked for, 0 for any"},
    Key{"reserved", "integer", "the two octets after it"},
    Key{"console_session", "integer", "our id of the session; else a random one"},
    Key{"authentication", "integer", "the algorithm's octet; else that of the suite"},
    Key{"integrity", "integer", "likewise"},
    Key{"confidentiality", "integer", "likewise"},
    Key{"record_type", "integer", "of the first algorithm record; lawful is 0"},
    Key{"record_length", "integer", "of the first algorithm record; lawful is 8"}};

/// §13.20.
inline constexpr std::array rakp1_fields{
    Key{"tag", "integer", "else the next one"},
    Key{"reserved", "integer", "the three octets after it"},
    Key{"managed_session", "integer", "the BMC's id; else what Open Session gave"},
    Key{"role", "integer", "the octet: bit 4 looks up the name alone, bits 3:0 are the privilege"},
    Key{"reserved_after_role", "integer", "the two octets after it"},
    Key{"name", "text", "else the user's"},
    Key{"name_length", "integer", "as it is told"}};

/// §13.22.
inline constexpr std::array rakp3_fields{
    Key{"tag", "integer", "else the next one"},
    Key{"status", "integer", "0 says that RAKP 2 was in order"},
    Key{"reserved", "integer", "the two octets after it"},
    Key{"managed_session", "integer", "the BMC's id; else what Open Session gave"},
    Key{"code", "text", "takes the place of the key exchange code"},
    Key{"flip_code", "boolean", "one bit of it is wrong"}};

/// §22.16.
inline constexpr std::array challenge_fields{
    Key{"auth", "integer", "the authentication type that is asked for"},
    Key{"name", "text", "else the user's, filled up to 16 octets"}};

/// §22.17.
inline constexpr std::array activate_fields{
    Key{"auth", "integer", "the authentication type in the data"},
    Key{"privilege", "integer", "the highest that is asked for"},
    Key{"challenge", "text", "16 octets; else those that came"},
    Key{"first_sequence", "integer", "that the BMC is to begin with"}};

inline constexpr std::array datagram_fields{Key{"octets", "text", "what is sent"}};
inline constexpr std::array again_fields{
    Key{"back", "integer", "so many datagrams before the last one; else that one"}};

/// Of a session: who opens it and how.
inline constexpr std::array session_terms{
    Key{"version", "text", "`2.0` (RMCP+) or `1.5`; else `2.0`"},
    Key{"suite", "integer", "the cipher suite; else that of the run"},
    Key{"auth", "text", "of IPMI 1.5: `none`, `md2`, `md5` or `password`; else `md5`"},
    Key{"user", "text", "else the run's own"},
    Key{"password", "text", "else the run's own, which a script never sees"},
    Key{"second_user", "boolean", "the user of the profile's `[second_user]`"},
    Key{"privilege", "text",
        "`callback`, `user`, `operator`, `administrator` or `oem`; else `administrator`"},
    Key{"name_only", "boolean", "false: RAKP 1 looks the user up by name and privilege; else by name"}};

}  // namespace assay::script
