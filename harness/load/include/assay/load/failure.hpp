// Why a request did not succeed, and which fault it was where it was one.
#pragma once

#include <string>
#include <string_view>

#include "assay/load/error_kind.hpp"

namespace assay::load {

/// What a SOAP fault says it is: with customary prefixes where the namespace is known, else as it was
/// written; what cannot be part of a name is "?". Of an IPMI answer the completion code.
struct FaultName {
    std::string code{};      ///< "s:Sender"; "C1h"
    std::string subcode{};   ///< "wsman:InvalidSelectors"; empty where there is none
    std::string provider{};  ///< the Code of an f:WSManFault ([MS-WSMV] §2.2.4.43), else of a WMI error

    /// "wsman:InternalError (2150858793)"
    [[nodiscard]] std::string text() const;
    /// Is it called so, by code, subcode or provider's code?
    [[nodiscard]] bool is(std::string_view name) const {
        return name == subcode || name == code || name == provider;
    }

    friend auto operator<=>(const FaultName&, const FaultName&) = default;
};

/// @param body of an answer with a fault; scanned, not parsed
[[nodiscard]] FaultName fault_name_in(std::string_view body);

struct Failure {
    // Implicit: most kinds are all there is to say.
    Failure(ErrorKind error) : kind{error} {}  // NOLINT(google-explicit-constructor): see above
    Failure(ErrorKind error, FaultName name) : kind{error}, fault{std::move(name)} {}

    ErrorKind kind;
    FaultName fault{};  ///< where the peer named it

    /// Does the peer say what is wrong, in a word that is counted?
    [[nodiscard]] bool is_named() const {
        return kind == ErrorKind::fault || kind == ErrorKind::completion_code;
    }

    friend bool operator==(const Failure& failure, ErrorKind other) { return failure.kind == other; }
};

}  // namespace assay::load
