#include "assay/load/error_kind.hpp"

#include <numeric>

namespace assay::load {

std::string_view name_of(ErrorKind kind) {
    static constexpr std::array<std::string_view, error_kind_count> names{
        "connect_refused", "connect_timed_out", "connect_failed", "timed_out",    "reset",
        "closed",          "malformed",         "too_large",      "unauthorized", "status",
        "fault",           "mismatched",        "no_context",     "refused",      "bad_integrity",
        "completion_code", "tls_failed",        "tls_untrusted",  "not_captured", "wrong_action"};
    return names.at(static_cast<std::size_t>(kind));
}

std::uint64_t total(const ErrorCounts& counts) {
    return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

}  // namespace assay::load
