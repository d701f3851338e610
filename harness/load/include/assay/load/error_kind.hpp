// What can go wrong with a request or a connection, as counted.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace assay::load {

enum class ErrorKind : std::uint8_t {
    // of a connection; of a request too when one was waiting for the connection
    connect_refused,
    connect_timed_out,
    connect_failed,
    // of a request
    timed_out,        ///< no complete answer within the time limit
    reset,            ///< the connection broke while the answer was awaited
    closed,           ///< the peer closed the connection before or within the answer
    malformed,        ///< not an answer in HTTP/1.1 or IPMI, or octets that nobody asked for
    too_large,        ///< the answer is longer than the generator reads
    unauthorized,     ///< HTTP status 401 or 403; a BMC's status for a wrong user, role or password
    status,           ///< another HTTP status than 200, without a SOAP fault
    fault,            ///< a SOAP fault, whatever the HTTP status
    mismatched,       ///< wsa:RelatesTo names another request
    no_context,       ///< EnumerateResponse has neither a context nor an end
    refused,          ///< a BMC's status says no to a session, for another reason than user and password
    bad_integrity,    ///< an IPMI answer whose AuthCode or padding is wrong
    completion_code,  ///< an IPMI answer that is no success
    tls_failed,       ///< of a connection: the TLS handshake failed
    tls_untrusted,    ///< of a connection: the service's certificate is not trusted, or names another host
    not_captured,     ///< the answer lacks what the scenario wants to know from it
    wrong_action,     ///< the wsa:Action is not that of an answer to the request
};

inline constexpr std::size_t error_kind_count = 20;
using ErrorCounts = std::array<std::uint64_t, error_kind_count>;

/// As in the JSON report: "connect_refused".
[[nodiscard]] std::string_view name_of(ErrorKind kind);
[[nodiscard]] std::uint64_t total(const ErrorCounts& counts);

}  // namespace assay::load
