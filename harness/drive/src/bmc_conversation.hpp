// One session of a case with a BMC, or what a case says outside of any: which message comes next, with which
// numbers and keys, and what an answer makes of it. No socket, no clock.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "assay/ipmi-wire/rakp.hpp"
#include "assay/script/bmc_ask.hpp"
#include "bmc_packet.hpp"

namespace assay::drive {

/// Who opens a session, and how where a case does not say it.
struct BmcUser {
    std::string name;
    std::string password;
    std::string bmc_key;      ///< Kg, as octets; empty: the password takes its place (§13.31)
    std::uint8_t suite = 17;  ///< cipher suite
};

class BmcConversation {
public:
    /// @param random outlives the conversation
    BmcConversation(BmcUser user, const script::Table& terms, ipmi_wire::RandomSource& random);

    /// The datagram that the case asks for. Nothing when none has been sent that could be sent again.
    [[nodiscard]] std::optional<BmcPacket> compose(const script::BmcSend& send);

    /// The same message once more, because no answer came: as clients do it, with a session sequence number
    /// of its own. @pre compose() gave the first one
    [[nodiscard]] BmcPacket recompose(const script::BmcSend& send);

    struct Taken {
        bool is_late = false;  ///< it answers an earlier message; nothing was made of it
        BmcOpened opened{};
    };

    /// A datagram that came.
    [[nodiscard]] Taken take(std::string_view datagram);

private:
    /// What tells the answer to a message from others.
    struct Mark {
        std::uint32_t payload_type = 0;
        std::uint32_t id = 0;  ///< tag, or request sequence, command and network function
        bool operator==(const Mark&) const = default;
    };
    struct Sent {
        BmcPacket packet;
        Mark mark;
    };

    [[nodiscard]] bool is_15() const { return is_15_; }
    [[nodiscard]] BmcPacket built(const script::BmcSend& send);
    [[nodiscard]] BmcPacket setup(const BmcFields& fields, std::uint8_t payload_type,
                                  base::OctetView payload);
    [[nodiscard]] BmcPacket open_session(const BmcFields& fields);
    [[nodiscard]] BmcPacket rakp1(const BmcFields& fields);
    [[nodiscard]] BmcPacket rakp3(const BmcFields& fields);
    [[nodiscard]] BmcPacket command(const BmcFields& fields, std::uint8_t netfn, std::uint8_t number,
                                    base::OctetView data);
    [[nodiscard]] BmcPacket packed(const BmcFields& fields, base::OctetView message);
    [[nodiscard]] BmcPacket challenge(const BmcFields& fields);
    [[nodiscard]] BmcPacket activate(const BmcFields& fields);
    [[nodiscard]] std::uint32_t next_sequence(const BmcFields& fields);
    [[nodiscard]] base::OctetView password() const { return base::octets_of(user_.password); }

    void note_setup(std::uint32_t payload_type, const observe::SetupReading& reading, BmcOpened& opened);
    void note_lan(const observe::LanReading& reading);

    BmcUser user_;
    bool is_15_;
    std::uint8_t privilege_;
    bool name_only_;
    std::uint8_t auth_type_;  ///< of IPMI 1.5
    ipmi_wire::RandomSource& random_;

    ipmi_wire::KeyExchange exchange_;
    std::uint32_t managed_ = 0;  ///< the BMC's id of the session; 0 before it gave one
    std::optional<BmcKeys> keys_;
    std::string challenge_;
    bool is_active_ = false;        ///< of IPMI 1.5
    std::uint32_t sequence_ = 0;    ///< the session sequence number that was sent last
    std::set<std::uint32_t> used_;  ///< session sequence numbers that a case chose itself
    std::uint32_t request_sequence_ = 0;
    std::uint32_t tag_ = 0;
    std::optional<std::uint32_t> repeated_;  ///< the request sequence of what is sent again
    Mark mark_{};                            ///< of the message that was built last
    std::deque<Sent> sent_;                  ///< the latest at the end
};

}  // namespace assay::drive
