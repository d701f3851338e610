// What a load found: the merged tallies, and what has to be known to read them.
#pragma once

#include <string>
#include <vector>

#include "assay/load/scenario.hpp"
#include "assay/load/tally.hpp"

namespace assay::load {

/// How the generator itself fared, so that its own limits are not taken for the service's.
struct GeneratorReport {
    double busiest_thread = 0;  ///< processor time of the busiest worker in the measured phase, 0..1
    Histogram lateness{};       ///< open loop, think time: how late it sent on a free connection
    // Over the whole run, warm-up included: connections are opened before the first request is due.
    std::uint64_t connections_opened = 0;
    ErrorCounts connection_errors{};
    Histogram connect_time{};       ///< TCP: from the attempt to the connection; of a BMC: the whole log-in
    Histogram tls_time{};           ///< of the TLS handshakes that succeeded
    std::uint64_t tls_resumed = 0;  ///< of these, how many took up a former session
    Histogram auth_time{};          ///< round trips that brought a challenge (RFC 7616 §3.3) and no answer

    void merge(const GeneratorReport& other);
};

struct LoadRecord {
    Scenario scenario{};
    base::WallTime started{};
    base::Duration measured{};  ///< what was measured; shorter than asked for when interrupted
    bool complete = false;      ///< false: interrupted
    /// The operation as a whole first; for an enumeration its messages, Enumerate and Pull, follow.
    std::vector<Tally> operations{};
    GeneratorReport generator{};
    std::optional<ErrorKind> teardown_error{};  ///< why a program's teardown failed

    [[nodiscard]] const Tally& operation() const { return operations.front(); }
    /// Requests (enumerations) offered a second in the measured phase; 0 when nothing was measured.
    [[nodiscard]] double offered_rate() const;
    /// Successes that arrived a second.
    [[nodiscard]] double achieved_rate(const Tally& tally) const;
};

/// What a reader must know before believing the figures, a sentence each; empty when there is nothing.
[[nodiscard]] std::vector<std::string> notes_on(const LoadRecord& record);

}  // namespace assay::load
