// The console's side of an RMCP+ session under load: what to send, and what an answer means. Sans-io; nothing
// is sent twice, because a lost datagram is a figure here.
#pragma once

#include <optional>
#include <string>

#include "assay/ipmi-wire/rakp.hpp"
#include "assay/ipmi-wire/rmcp_plus.hpp"
#include "assay/load/failure.hpp"

namespace assay::load {

struct IpmiLogin {
    std::string user;
    std::string password;
    ipmi_wire::CipherSuite suite = ipmi_wire::suite_17;
};

/// The messages of a session, in their order; `command` may come any number of times.
enum class IpmiMessage : std::uint8_t { open_session, rakp1, rakp3, set_privilege, command, close };

struct IpmiCommand {
    std::uint8_t netfn = 0;
    std::uint8_t number = 0;
    base::Octets data{};
    std::uint8_t lun = 0;
};

/// What a datagram came to. At most one of the three says something; none: the awaited message is answered,
/// and with it the log-in, the command or the whole session is over.
struct IpmiTurn {
    base::OctetView next{};          ///< to send now; valid until the next call
    std::optional<Failure> error{};  ///< of the awaited message
    bool stale = false;              ///< nothing that is awaited: go on waiting
};

class IpmiSession {
public:
    /// @param login,random outlive it
    IpmiSession(const IpmiLogin& login, ipmi_wire::RandomSource& random) : login_{login}, random_{random} {}

    /// Begins a log-in and forgets what was before. @param console_id of the session, never 0 and not used
    /// lately
    /// @return the datagram, as from all three, valid until the next call
    [[nodiscard]] base::OctetView open(std::uint32_t console_id);
    /// @pre established()
    [[nodiscard]] base::OctetView ask(const IpmiCommand& command);
    /// @pre established()
    [[nodiscard]] base::OctetView close();

    [[nodiscard]] IpmiTurn on_datagram(base::OctetView datagram);

    /// What the BMC answered to the last command, from its completion code on; valid until the next call.
    [[nodiscard]] base::OctetView answer() const { return answer_; }
    /// Is the log-in over, and well?
    [[nodiscard]] bool established() const { return established_; }
    /// The message that was last to be sent.
    [[nodiscard]] IpmiMessage message() const { return message_; }

private:
    [[nodiscard]] base::OctetView sessionless(IpmiMessage message, ipmi_wire::PayloadType type,
                                              const base::Octets& payload);
    [[nodiscard]] base::OctetView sealed(IpmiMessage message, const IpmiCommand& command);
    [[nodiscard]] IpmiTurn on_login(const ipmi_wire::RmcpPlusPacket& packet);
    [[nodiscard]] IpmiTurn on_open_session(base::OctetView payload);
    [[nodiscard]] IpmiTurn on_rakp2(base::OctetView payload);
    [[nodiscard]] IpmiTurn on_rakp4(base::OctetView payload);
    [[nodiscard]] IpmiTurn on_sealed(const ipmi_wire::RmcpPlusPacket& packet);

    const IpmiLogin& login_;
    ipmi_wire::RandomSource& random_;
    ipmi_wire::KeyExchange exchange_;
    std::optional<ipmi_wire::SessionCipher> cipher_;
    IpmiMessage message_ = IpmiMessage::open_session;
    bool established_ = false;
    std::uint8_t tag_ = 0;
    std::uint8_t request_sequence_ = 0;  // 6 bits
    std::uint32_t session_sequence_ = 0;
    std::uint8_t asked_netfn_ = 0;
    std::uint8_t asked_number_ = 0;
    base::OctetView answer_{};                // in clear_
    base::Octets out_, lan_message_, clear_;  // reused from message to message
};

/// Which session an answer is for, by the console's id; nothing when it is no answer in RMCP+.
[[nodiscard]] std::optional<std::uint32_t> console_id_of(base::OctetView datagram);

}  // namespace assay::load
