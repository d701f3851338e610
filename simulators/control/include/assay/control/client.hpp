// The other end: what `bmcsim ctl` asks, and how it asks it.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "assay/control/address.hpp"

namespace assay::control {

/// The words of a command line as a request: "set", "Fan 1", "0" drives a sensor.
/// @param bmc which one of a fleet
/// @throws base::UsageError that says how the command is written
[[nodiscard]] std::string request_of(std::span<const std::string> words, std::uint32_t bmc);

/// What request_of() understands, a line a command, at most 80 columns.
[[nodiscard]] std::string_view commands_help();

/// Asks and waits for the answer.
/// @throws base::SetupError when nobody answers there within ten seconds
[[nodiscard]] std::string ask(const Address& address, const std::string& request);

struct Said {
    bool ok = false;
    std::string text;  ///< the error, or the result for people; JSON when `as_json`
};
/// What an answer says.
[[nodiscard]] Said said_by(const std::string& answer, bool as_json);

}  // namespace assay::control
