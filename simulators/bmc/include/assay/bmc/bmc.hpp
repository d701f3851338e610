// One simulated BMC: datagrams in, datagrams out. Sans-io; time is an argument.
#pragma once

#include <algorithm>

#include "assay/bmc/chassis.hpp"
#include "assay/bmc/command_table.hpp"
#include "assay/bmc/login.hpp"
#include "assay/bmc/misbehaviour.hpp"
#include "assay/bmc/outgoing.hpp"
#include "assay/bmc/seams.hpp"
#include "assay/bmc/session_table.hpp"
#include "assay/ipmi-wire/rmcp_plus.hpp"

namespace assay::bmc {

/// Not thread-safe; many can share one CommandTable and, on one thread, one RandomSource.
class Bmc {
public:
    /// @param commands,random must outlive it
    /// @param seed,start,wall as for Chassis
    Bmc(const ChassisModel& model, const CommandTable& commands, ipmi_wire::RandomSource& random,
        std::uint64_t seed, base::Instant start, base::WallTime wall);
    Bmc(const Bmc&) = delete;
    Bmc& operator=(const Bmc&) = delete;

    /// Answers one datagram. What cannot be read, does not verify or was seen before is dropped without a
    /// word.
    /// @return the answer, valid until the next call; empty when there is none
    [[nodiscard]] base::OctetView receive(base::OctetView datagram, const Peer& from, base::Instant now);

    /// Executes what the host's own software asks on the system interface: without a session, and with the
    /// privilege that Appendix G reserves for it.
    /// @return completion code and data, valid until the next call; empty while the BMC restarts
    [[nodiscard]] base::OctetView execute_for_host(const ipmi_wire::LanMessage& message, base::Instant now);

    /// Lets time pass where nobody asks: sensors are sampled and sessions expire. Call at next_due().
    void tick(base::Instant now);

    /// What is to be sent besides receive()'s answers, after them; call after receive() and tick().
    [[nodiscard]] std::vector<Outgoing> take_outgoing() { return std::exchange(outgoing_, {}); }
    /// When tick() has something to do; at most a second ahead, so that sessions expire about when they
    /// should.
    [[nodiscard]] base::Instant next_due() const {
        const base::Instant late = misbehaviour_ ? misbehaviour_->next_due() : base::Instant::max();
        return std::min({chassis_.next_due(), chassis_.sol().next_due(), late});
    }

    [[nodiscard]] Chassis& chassis() { return chassis_; }
    [[nodiscard]] std::size_t session_count() const { return sessions_.count(); }
    /// Twists what passes, for mutants only. @param seams must outlive it
    void install(const Seams& seams) { seams_ = &seams; }

private:
    void send_traps();
    /// Sends what satellites answered to the session's console, behind the answer to its request.
    void send_bridged(Session& session);
    /// Sends to consoles what the host's software has for them.
    void send_for_host();
    void send_unasked(Session& session, base::OctetView message);
    void serve_console(base::Instant now);
    void answer_datagram(base::OctetView datagram, const Peer& from, base::Instant now);
    void answer_twisted(base::OctetView datagram, const Peer& from, base::Instant now);
    void receive_asf(base::OctetView body);
    void receive_lan(base::OctetView body, const Peer& from, base::Instant now);
    void activate(const ipmi_wire::LanPacket& packet, PendingActivation& pending, const Peer& from,
                  base::Instant now);
    [[nodiscard]] bool may_be_unsigned(base::OctetView message) const;
    void receive_in_lan_session(const ipmi_wire::LanPacket& packet, Session& session, const Peer& from,
                                base::Instant now);
    void receive_rmcp_plus(base::OctetView body, const Peer& from, base::Instant now);
    void receive_sessionless(const ipmi_wire::RmcpPlusPacket& packet, const Peer& from, base::Instant now);
    void receive_in_session(const ipmi_wire::RmcpPlusPacket& packet, const Peer& from, base::Instant now);
    /// Does the policy bind this session to another source?
    [[nodiscard]] bool is_foreign(const Session& session, const Peer& from) const;
    /// Is an authentic packet with this number to be executed? A repeated one is answered as before.
    [[nodiscard]] bool take(Session& session, std::uint32_t sequence, const Peer& from, base::Instant now);
    [[nodiscard]] static std::uint32_t next_outbound(Session& session);
    /// @return the LAN message to answer with; empty when `request` is not for this BMC
    [[nodiscard]] base::OctetView answer(base::OctetView request, Session* session, base::Instant now);
    void execute(const ipmi_wire::LanMessage& message, Session* session, base::Instant now);

    Chassis chassis_;
    const CommandTable& commands_;
    ipmi_wire::RandomSource& random_;
    SessionTable sessions_;
    Login login_;
    const Seams* seams_ = nullptr;
    std::optional<Misbehaviour> misbehaviour_;
    std::vector<Outgoing> outgoing_;
    base::Instant away_until_ = base::Instant::min();    // after a Cold or Warm Reset
    Peer from_;                                          // of the datagram that is answered
    base::Octets out_, clear_, reply_data_, lan_reply_;  // reused from datagram to datagram
};

}  // namespace assay::bmc
