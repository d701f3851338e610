// How the table that a case gives with a message to a BMC is read.
#pragma once

#include <span>

#include "assay/script/bmc_fields.hpp"
#include "binding.hpp"
#include "bmc_context.hpp"

namespace assay::script {

/// How a datagram is sent, beside what is in it.
inline constexpr std::array send_options{
    Key{"once", "boolean",
        "it is sent once, and silence is believed after `timeout`; else it is sent again, as clients do"},
    Key{"timeout", "ms", "to wait for the answer; else 500 for what is sent once, and 4 s"},
    Key{"await", "boolean", "false: no answer is waited for, and `ended` is `not_awaited`"},
    Key{"other_port", "boolean", "it comes from another port than the session's"},
    Key{"label", "text", "what reports call it"},
    Key{"why", "text", "which rule it breaks on purpose"}};

inline constexpr auto request_keys = joined(send_options, command_fields, wrapping_fields);
inline constexpr auto open_session_keys = joined(send_options, open_session_fields, wrapping_fields);
inline constexpr auto rakp1_keys = joined(send_options, rakp1_fields, wrapping_fields);
inline constexpr auto rakp3_keys = joined(send_options, rakp3_fields, wrapping_fields);
inline constexpr auto challenge_keys =
    joined(send_options, challenge_fields, command_fields, wrapping_fields);
inline constexpr auto activate_keys = joined(send_options, activate_fields, command_fields, wrapping_fields);
inline constexpr auto again_keys = joined(send_options, again_fields);

/// The values of the keys that the table at `index` has, each of the type that its key says.
/// @throws ScriptError for a key that is not known or a value of another type
[[nodiscard]] Table values_at(lua_State* state, int index, std::span<const Key> known, const char* what);

/// The ask with what the options at `index` say.
[[nodiscard]] BmcSend send_with(lua_State* state, int index, BmcMessage message, std::span<const Key> known);

/// Octets as text, or as a list of numbers from 0 to 255.
[[nodiscard]] std::string octets_at(lua_State* state, int index, const char* what);

/// The number of a privilege level's name (IPMI 2.0 §6.8).
/// @throws ScriptError that lists the names
[[nodiscard]] std::int64_t privilege_of(const std::string& name);

/// Suspends the case until the ask is answered.
[[nodiscard]] int send_off(lua_State* state, BmcSend send);

/// A command: netfn at `first`, the command, its data and the options after it.
[[nodiscard]] BmcSend request_at(lua_State* state, int first);

}  // namespace assay::script
