// What a load found: the merged tallies, and what has to be known to read them.
#pragma once

#include <string>
#include <vector>

#include "assay/load/conformance.hpp"
#include "assay/load/scenario.hpp"
#include "assay/load/tally.hpp"

namespace assay::load {

/// How the generator itself fared, so that its own limits are not taken for the service's.
struct GeneratorReport {
    double busiest_thread = 0;  ///< processor time of the busiest worker in the measured phase, 0..1
    /// Open loop, think time: from the due time to the sending, of the requests that a connection was free
    /// for when they were due.
    Histogram lateness{};
    base::Duration opening{};  ///< from the first attempt to connect to the start of the schedule
    std::uint64_t connections_at_start = 0;  ///< how many stood when it started
    // Over the whole run, warm-up included: connections are opened before the first request is due.
    std::uint64_t connections_opened = 0;
    std::uint64_t messages = 0;  ///< requests that came to an end; of BMCs without those of log-ins
    ErrorCounts connection_errors{};
    Histogram connect_time{};       ///< TCP: from the attempt to the connection; of a BMC: the whole log-in
    Histogram tls_time{};           ///< of the TLS handshakes that succeeded
    std::uint64_t tls_resumed = 0;  ///< of these, how many took up a former session
    Histogram auth_time{};          ///< round trips that brought a challenge (RFC 7616 §3.3) and no answer

    void merge(const GeneratorReport& other);
};

/// What a record says of its scenario: without credentials, and readable again from load.json.
struct ScenarioFacts {
    ScenarioFacts() = default;
    /// Implicit, so that a record takes its scenario as it is. Of a shard, the rate is its own.
    ScenarioFacts(const Scenario& scenario);  // NOLINT(google-explicit-constructor): see above

    std::string url{};
    std::string host{};            ///< its first address or name
    std::string operation{};       ///< as on the command line
    std::optional<double> rate{};  ///< requests a second, the highest of a profile; none: closed loop
    unsigned connections = 8;
    unsigned threads = 1;
    base::Duration warm_up{};
    base::Duration duration{};
    base::Duration timeout{};
    /// What else load.json says of the scenario, a JSON object: the rate's stages, the resource, ….
    std::string details = "{}";

    /// "sensor in suite 17, 100 BMCs"
    [[nodiscard]] std::string what() const;
    /// "closed loop", "open loop at 500/s", "open loop in stages 100..400/6s, 400/4s"; stages are those of
    /// the whole load.
    [[nodiscard]] std::string loop() const;
    /// Of a scenario that was played from a file; else empty.
    [[nodiscard]] std::string file() const;
    [[nodiscard]] bool is_ipmi() const { return url.starts_with("ipmi:"); }
};

/// How well the machine's clock was kept, as its kernel says.
struct ClockState {
    bool synchronised = false;
    base::Duration most_error{};  ///< the kernel's bound, when synchronised
};

/// What came to the load's own event sink, from the first subscription to the end of the last one.
struct DeliveryReport {
    std::uint64_t subscriptions = 0;  ///< that were made; one for each time that a setup was played
    std::uint64_t events = 0;         ///< in all deliveries
    std::uint64_t push = 0;           ///< requests with an event that awaited nothing (DSP0226 §10.2.9.2)
    std::uint64_t push_with_ack = 0;  ///< requests with an event that awaited an acknowledgement (§10.2.9.3)
    std::uint64_t batches = 0;        ///< requests with any number of events (§10.2.9.4)
    std::uint64_t heartbeats = 0;
    std::uint64_t ends = 0;          ///< of subscriptions, told by the source
    std::uint64_t acknowledged = 0;  ///< requests that were
    std::uint64_t undated = 0;       ///< events that do not say when they came about
    std::uint64_t rejected = 0;      ///< requests that were no deliveries

    void merge(const DeliveryReport& other);
};

/// As what events count that arrive in the measured phase: from their creation to their arrival.
inline constexpr const char* delivery_operation = "delivery";

/// One run of one generator; a merged record has several.
struct Part {
    std::string run{};  ///< an id of its own, so that nothing is merged twice
    Share shard{};
    base::WallTime started{};
    std::optional<base::WallTime> start_at{};  ///< when it was told to start
    base::Duration measured{};
    std::optional<ClockState> clock{};
};

struct LoadRecord {
    ScenarioFacts scenario{};
    base::WallTime started{};
    base::Duration measured{};  ///< what was measured; shorter than asked for when interrupted
    bool complete = false;      ///< false: interrupted
    /// The operation as a whole first; for an enumeration its messages, Enumerate and Pull, follow.
    std::vector<Tally> operations{};
    GeneratorReport generator{};
    std::vector<Part> parts{};
    std::optional<ErrorKind> teardown_error{};   ///< why a program's teardown failed
    std::optional<DeliveryReport> deliveries{};  ///< where the load was the sink of events
    std::optional<Conformance> conformance{};    ///< where a share of the exchanges was judged

    [[nodiscard]] const Tally& operation() const { return operations.front(); }
    /// Requests (enumerations) offered a second in the measured phase; 0 when nothing was measured.
    [[nodiscard]] double offered_rate() const { return offered_rate(operation()); }
    [[nodiscard]] double offered_rate(const Tally& tally) const;
    /// Messages on each connection (session of a BMC), over the whole run; 0 where none was opened.
    [[nodiscard]] double messages_a_connection() const;
    /// A count of the measured phase; 0 when nothing was measured.
    [[nodiscard]] double per_second(std::uint64_t count) const;
    /// Successes that arrived a second.
    [[nodiscard]] double achieved_rate(const Tally& tally) const;
    /// In the order of `operations`.
    [[nodiscard]] std::vector<std::string> operation_names() const;
};

/// The shards of the whole load that are not among the record's parts.
[[nodiscard]] std::vector<unsigned> missing_shards(const LoadRecord& record);

/// What a reader must know before believing the figures, a sentence each; empty when there is nothing.
[[nodiscard]] std::vector<std::string> notes_on(const LoadRecord& record);

}  // namespace assay::load
