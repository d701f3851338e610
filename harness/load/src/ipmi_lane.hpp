// A user of a BMC: logs in and asks commands in one session, or opens and closes session after session.
#pragma once

#include <array>
#include <memory>

#include "assay/load/ipmi_dialogue.hpp"
#include "assay/load/ipmi_request.hpp"
#include "assay/load/ipmi_session.hpp"
#include "assay/load/traffic.hpp"
#include "ipmi_port.hpp"
#include "lane.hpp"

namespace assay::load {

/// What all lanes of an IPMI load have in common.
struct IpmiPlay {
    IpmiLogin login;
    bool whole_sessions = false;          ///< each operation opens one and closes it; else they stay open
    ProgramPlay program;                  ///< the commands of operations
    std::array<std::size_t, 6> places{};  ///< of the messages of whole sessions, in Traffic::operations()
    std::uint64_t seed = 1;
};

class IpmiLane final : public Lane, private PortUser {
public:
    /// @param play,listener outlive it
    /// @param user which of the users it is
    IpmiLane(const IpmiPlay& play, unsigned user, std::shared_ptr<IpmiPort> port, const Address& bmc,
             const LanePlan& plan, ipmi_wire::RandomSource& random, LaneListener& listener);

    void open(base::Instant now) override;
    void start(base::Instant intended) override;
    void tick(base::Instant now) override;
    void hang_up() override;
    [[nodiscard]] bool gave_up() const override { return link_ == Link::given_up; }
    [[nodiscard]] std::size_t message() const override;
    [[nodiscard]] std::size_t flow() const override { return dialogue_.flow(); }

private:
    enum class Link { closed, queued, logging_in, open, given_up };

    void on_datagram(base::OctetView datagram, base::Instant now) override;
    void on_refused(base::Instant now) override;
    void on_turn(base::Instant now) override;

    void send(base::OctetView datagram, base::Instant intended);
    [[nodiscard]] base::OctetView opening();
    void answered(const IpmiTurn& turn, base::Instant now);
    void message_done(const std::optional<Failure>& error, base::Instant now);
    void go_on(base::Instant now);
    void established(base::Instant now);
    void failed(const Failure& error, base::Instant now);
    void drop_session(base::Instant now);
    void operation_done(const std::optional<Failure>& error, base::Instant now);
    void free(base::Instant now);

    const IpmiPlay& play_;
    std::shared_ptr<IpmiPort> port_;
    base::SocketAddress bmc_;
    base::Duration timeout_;
    const base::Clock& clock_;
    LaneListener& listener_;
    IpmiSession session_;
    IpmiDialogue dialogue_;
    std::size_t awaited_ = 0;   // the message, as its place in Traffic::operations()
    std::uint32_t number_;      // in the port
    std::uint32_t generation_;  // of console ids, so that late answers to an older session are known
    Link link_ = Link::closed;
    bool awaits_ = false;
    unsigned fruitless_ = 0;  // log-ins in a row
    base::Instant next_attempt_;
    base::Instant login_began_;
};

}  // namespace assay::load
