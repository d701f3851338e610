// What can go wrong between this client and a BMC, as a value.
#pragma once

#include <boost/assert/source_location.hpp>
#include <boost/system/result.hpp>
#include <cstdint>
#include <optional>
#include <string>

namespace assay::ipmi_client {

enum class Trouble : std::uint8_t {
    unresolved,   ///< the host name has no address
    unreachable,  ///< nothing answers there
    wrong_password,
    unknown_user,
    not_permitted,  ///< the user may not have the privilege that was asked for, or the command needs more
    refused,        ///< the BMC will not open a session: full, or no common cipher suite
    failed,         ///< a command ended with a completion code other than 00h
    busy,           ///< too many commands wait for this BMC
    lost,           ///< the session ended and could not be opened again
    malformed,      ///< the BMC's answer does not have the shape its clause gives
};

/// One clear message for people, and what a program needs to decide.
struct Error {
    Trouble trouble = Trouble::malformed;
    std::string message = {};
    std::optional<std::uint8_t> completion =
        {};  ///< the completion code, with Trouble::failed or not_permitted
};

/// Called by Outcome's checked access on an error: our own mistake, never a peer's.
[[noreturn]] void throw_exception_from_error(const Error& error, const boost::source_location& where);

template <class T = void>
using Outcome = boost::system::result<T, Error>;

}  // namespace assay::ipmi_client
