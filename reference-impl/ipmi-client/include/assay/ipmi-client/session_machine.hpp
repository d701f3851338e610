// The console's side of an RMCP+ session (IPMI 2.0 §13.14 to §13.32). Sans-io: datagrams and time go in,
// datagrams and results come out.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "assay/base/clock.hpp"
#include "assay/base/octets.hpp"
#include "assay/ipmi-client/error.hpp"
#include "assay/ipmi-wire/numbers.hpp"
#include "assay/ipmi-wire/rakp.hpp"
#include "assay/ipmi-wire/rmcp_plus.hpp"
#include "assay/ipmi-wire/sequence_window.hpp"

namespace assay::ipmi_client {

/// Who logs in, and with what.
struct Credentials {
    std::string user;
    std::string password;  ///< at most 20 octets are significant (IPMI 2.0 §22.30)
    ipmi_wire::Privilege privilege = ipmi_wire::Privilege::administrator;
    std::vector<std::uint8_t> suites{17, 3};  ///< cipher suites, tried in this order
    base::Octets bmc_key = {};  ///< Kg, at most 20 octets (§13.31); empty: the password takes its place

    friend bool operator==(const Credentials&, const Credentials&) = default;
};

/// How long to wait for an answer, and how often to ask.
struct Patience {
    base::Duration timeout = std::chrono::seconds{1};
    int attempts = 4;  ///< >= 1
};

struct Command {
    std::uint8_t netfn = 0;
    std::uint8_t number = 0;
    base::Octets data{};
    std::uint8_t lun = 0;  ///< of the BMC, 2 bits
};

/// One session, one exchange at a time. Not thread-safe.
class SessionMachine {
public:
    /// @param random must outlive the machine
    SessionMachine(Credentials credentials, Patience patience, ipmi_wire::RandomSource& random);

    /// Begins to open a session, forgetting any earlier one. @pre !busy()
    void log_in(base::Instant now);
    /// Begins a command. It is repeated when no answer comes, so it may be executed twice. @pre established()
    void send(Command command, base::Instant now);

    /// The datagram to send now, if there is one; each is given once.
    [[nodiscard]] std::optional<base::Octets> take_outgoing();
    /// Takes a datagram that came in; what does not belong to the exchange is ignored.
    void receive(base::OctetView datagram, base::Instant now);
    /// Call at deadline(): repeats the datagram, or gives up with Trouble::unreachable.
    void time_passed(base::Instant now);
    [[nodiscard]] base::Instant deadline() const { return deadline_; }

    [[nodiscard]] bool busy() const { return step_ != Step::idle; }
    [[nodiscard]] bool established() const { return cipher_.has_value() && step_ == Step::idle; }
    /// When the session was last heard of; a BMC forgets one after 60 s (§6.12.15).
    [[nodiscard]] base::Instant last_heard() const { return last_heard_; }

    /// The BMC's id of the session. @pre established()
    [[nodiscard]] std::uint32_t session_id() const { return exchange_.managed_session; }
    /// Drops the session on this side. @pre !busy()
    void forget() { cipher_.reset(); }

    /// What the latest exchange came to: a command's response data after the completion code, or nothing for
    /// a login. @pre !busy(), after log_in() or send()
    [[nodiscard]] Outcome<base::Octets> take_result();

private:
    enum class Step : std::uint8_t { idle, open_session, rakp1, rakp3, raise_privilege, command };

    void begin(Step step, base::Instant now);
    void transmit(base::Instant now);
    void transmit_command(const Command& command);
    void finish(Outcome<base::Octets> result);
    void fail(Trouble trouble, std::string message);
    void fail_with(ipmi_wire::RakpStatus status);
    void open_next_suite(base::Instant now);

    void on_login_payload(const ipmi_wire::RmcpPlusPacket& packet, base::Instant now);
    void on_open_session_response(base::OctetView payload, base::Instant now);
    void on_rakp2(base::OctetView payload, base::Instant now);
    void on_rakp4(base::OctetView payload, base::Instant now);
    void on_session_packet(const ipmi_wire::RmcpPlusPacket& packet, base::Instant now);
    void on_response(base::OctetView data, base::Instant now);

    Credentials credentials_;
    Patience patience_;
    ipmi_wire::RandomSource& random_;

    Step step_ = Step::idle;
    base::Instant deadline_ = base::Instant::max();
    base::Instant last_heard_{};
    int attempts_left_ = 0;
    bool has_outgoing_ = false;
    base::Octets outgoing_;
    std::optional<Outcome<base::Octets>> result_;

    std::size_t next_suite_ = 0;
    std::uint8_t tag_ = 0;
    ipmi_wire::KeyExchange exchange_;
    std::optional<ipmi_wire::SessionCipher> cipher_;
    ipmi_wire::SequenceWindow inbound_;
    std::uint32_t outbound_ = 0;
    std::uint8_t request_sequence_ = 0;  ///< rqSeq, 6 bits
    Command command_;
    base::Octets clear_;
};

}  // namespace assay::ipmi_client
