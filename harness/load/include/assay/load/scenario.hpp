// What a load is to be.
#pragma once

#include <memory>
#include <optional>

#include "assay/base/clock.hpp"
#include "assay/load/ipmi_request.hpp"
#include "assay/load/messages.hpp"
#include "assay/load/program.hpp"
#include "assay/load/schedule.hpp"
#include "assay/load/target.hpp"
#include "assay/load/think_time.hpp"
#include "assay/load/tls_options.hpp"

namespace assay::load {

struct Scenario {
    Target target{};
    TlsOptions tls{};  ///< where the target is https
    Request request{};
    std::optional<RateProfile> rate{};      ///< requests (enumerations) in all: open loop; none: closed loop
    Arrivals arrivals = Arrivals::uniform;  ///< in an open loop
    std::uint64_t seed = 1;                 ///< of Poisson arrivals and of think times
    std::optional<ThinkTime> think{};       ///< in a closed loop, of each connection
    /// How long before a request is due, and after something has come, its worker polls instead of sleeping,
    /// so that nobody has to wake it.
    base::Duration spin{};
    /// The client opens a new connection after so many answers; 0: when the service wants it.
    unsigned requests_per_connection = 0;
    std::shared_ptr<const Program> program{};  ///< then `request` is unused
    std::string sink{};                        ///< "127.0.0.1:0": where a program's event sink listens
    unsigned connections = 8;                  ///< in all; at least `threads`
    unsigned threads = 1;                      ///< workers, each with its own thread
    base::Duration warm_up = std::chrono::seconds{1};
    base::Duration duration = std::chrono::seconds{10};
    base::Duration timeout = std::chrono::seconds{10};  ///< of a connection attempt, and of each answer
    std::optional<base::Duration> drain{};  ///< how long late answers are awaited at the end; else `timeout`
    std::optional<IpmiRequest> ipmi{};  ///< then target and request are unused, and a connection is a session

    Share shard{};  ///< this generator's part of a load; `rate` is the whole one's, `connections` its own

    /// What is under load, without credentials.
    [[nodiscard]] std::string url() const { return ipmi ? ipmi->target.url() : target.url(); }
    [[nodiscard]] std::string_view operation() const {
        if (program) return "scenario";
        return ipmi ? name_of(ipmi->operation) : name_of(request.operation);
    }
    /// Where its first address or name is.
    [[nodiscard]] const std::string& host() const {
        return ipmi ? ipmi->target.addresses.front().ip : target.host;
    }
};

/// @throws base::SetupError that names the option which makes no sense.
void validate(const Scenario& scenario);

}  // namespace assay::load
