// The BMCs whose hardware is shown, and which of them an instance belongs to.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "assay/base/clock.hpp"
#include "assay/cim/object_path.hpp"
#include "assay/ipmi-client/client.hpp"
#include "assay/model/fault.hpp"

namespace assay::ipmi {

using boost::asio::awaitable;
using model::Outcome;

/// A BMC as the configuration names it.
struct Member {
    std::string name;  ///< what its instances call their system; empty: its GUID
    ipmi_client::Target target;
};

/// How long, and how many at once.
struct Polling {
    std::size_t at_once = 32;                         ///< BMCs that one request asks at the same time; >= 1
    base::Duration limit = std::chrono::seconds{60};  ///< for one BMC's part in an enumeration
    base::Duration pause = std::chrono::seconds{30};  ///< before an enumeration asks a BMC again that failed
};

/// One BMC. What changes is guarded by its fleet.
class Bmc {
public:
    Bmc(const boost::asio::any_io_executor& executor, Member member)
        : client{executor, std::move(member.target)}, name_{std::move(member.name)} {}

    ipmi_client::Client client;

private:
    friend class Fleet;
    std::string name_;
    std::string guid_;  ///< empty: not known yet
    /// Why its instances are missing, and since when.
    struct Failure {
        model::Fault fault;
        base::Instant at;
    };
    std::optional<Failure> failure_;
};

/// A BMC and what its instances call their system.
struct Source {
    Bmc& bmc;
    std::string system;

    [[nodiscard]] ipmi_client::Client& client() const { return bmc.client; }
    /// The key of a thing that every BMC has: "IPMI:<system>:<what>".
    [[nodiscard]] std::string id_of(std::string_view what) const;
};

/// All BMCs of a service; lives in a shared_ptr. May be used from every thread. What a request cannot have
/// from a BMC is reported when it begins and when it ends, not at every request.
class Fleet : public std::enable_shared_from_this<Fleet> {
public:
    using Report = std::function<void(const std::string&)>;

    /// @param executor  runs the sessions and what gathers over them; ends after the fleet's last use
    /// @param report    takes a line for the operator, from any thread
    Fleet(boost::asio::any_io_executor executor, std::vector<Member> members, Report report,
          Polling polling = {});

    [[nodiscard]] const boost::asio::any_io_executor& executor() const { return executor_; }
    [[nodiscard]] const Polling& polling() const { return polling_; }

    /// The BMC and its system's name, which is asked for when the configuration does not give it.
    /// @return a fault when the BMC does not tell, or tells a GUID that is another's
    [[nodiscard]] awaitable<Outcome<Source>> identify(Bmc& bmc);

    /// Those that have not failed lately, in the order of the configuration; all, when every one has.
    [[nodiscard]] std::vector<Bmc*> to_ask(base::Instant now);
    /// Those of them whose system's name is not the configuration's and may have changed.
    [[nodiscard]] std::vector<Bmc*> to_identify(base::Instant now);
    /// The BMC that one of the path's keys names; nullptr when it is none that is known.
    [[nodiscard]] Bmc* named_by(const cim::ObjectPath& path);
    /// Why the system's name of some BMC is not known: what a path names may be there.
    [[nodiscard]] std::optional<model::Fault> unidentified();

    /// What asking the BMC came to: nothing, or a fault because of which its instances are missing. One that
    /// is EndpointUnavailable makes enumerations leave the BMC alone for a while.
    template <class T>
    void note(Bmc& bmc, const Outcome<T>& outcome, base::Instant now) {
        if (outcome) return succeeded(bmc);
        const bool gone = outcome.error().subcode == vocab::fault::EndpointUnavailable;
        gone ? failed(bmc, outcome.error(), now) : left_out(bmc, outcome.error());
    }

    /// Gives all sessions back, many at once.
    [[nodiscard]] awaitable<void> disconnect();

private:
    [[nodiscard]] awaitable<Outcome<Source>> ask_name(Bmc& bmc);
    void succeeded(Bmc& bmc);
    void failed(Bmc& bmc, const model::Fault& fault, base::Instant now);
    void left_out(Bmc& bmc, const model::Fault& fault);
    [[nodiscard]] Outcome<> learn(Bmc& bmc, const std::string& guid);

    boost::asio::any_io_executor executor_;
    const Report report_;
    const Polling polling_;
    std::vector<std::unique_ptr<Bmc>> bmcs_;
    std::mutex mutex_;
    std::unordered_map<std::string, Bmc*> by_name_;
};

}  // namespace assay::ipmi
