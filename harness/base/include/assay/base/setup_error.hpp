// The exception for what set-up can get wrong: configuration, missing files, ports in use.
#pragma once

#include <stdexcept>
#include <string>

namespace assay::base {

/// One clear message: what is wrong, where, and what to do. Caught once, in main. Never for a peer's
/// mistakes.
class SetupError : public std::runtime_error {
public:
    /// @param what   what is wrong, e.g. "unknown key 'sensr'"
    /// @param where  file:line, option or address
    /// @param remedy what the user can do about it
    SetupError(const std::string& what, const std::string& where, const std::string& remedy)
        : std::runtime_error{where + ": " + what + "\n  " + remedy} {}
};

}  // namespace assay::base
