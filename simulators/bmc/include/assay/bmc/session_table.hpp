// The sessions of one BMC: half-open ones (few, short-lived, an old one gives way) and established ones.
#pragma once

#include <deque>
#include <list>

#include "assay/bmc/session.hpp"

namespace assay::bmc {

/// At two thousand requests a second each still has half a second, which no console needs.
inline constexpr std::size_t max_half_open = 1024;
/// So that one socket that floods pushes out its own half-open sessions only.
inline constexpr std::size_t max_half_open_of_a_source = 16;
inline constexpr std::size_t max_sessions = 63;  ///< §22.20: told in 6 bits
inline constexpr base::Duration half_open_life = std::chrono::seconds{3};
inline constexpr base::Duration session_idle_life = std::chrono::seconds{60};  ///< §6.12.15

struct SessionLimits {
    std::size_t most = max_sessions;  ///< 1 … max_sessions
    base::Duration idle = session_idle_life;
};

class SessionTable {
public:
    /// @param random must outlive the table; session ids come from it
    explicit SessionTable(ipmi_wire::RandomSource& random, SessionLimits limits = {})
        : random_{random}, limits_{limits} {}

    /// Forgets what is too old.
    void expire(base::Instant now);

    /// Enters a half-open session under a fresh, unpredictable id. Where there are too many, the oldest of
    /// the same source, else the oldest of all gives way: a flood cannot keep others out.
    HalfOpen& admit(HalfOpen candidate);
    [[nodiscard]] HalfOpen* find_half_open(std::uint32_t managed_id);
    void forget_half_open(std::uint32_t managed_id);

    /// The same for an IPMI 1.5 session on its way in; its challenge is drawn, too.
    PendingActivation& admit(PendingActivation candidate);
    [[nodiscard]] PendingActivation* find_activation(std::uint32_t id);
    void forget_activation(std::uint32_t id);

    [[nodiscard]] const SessionLimits& limits() const { return limits_; }
    [[nodiscard]] bool is_full() const { return sessions_.size() >= limits_.most; }
    /// Enters an established session and gives it a handle, and an id when it has none. @pre !is_full()
    Session& establish(Session session);
    [[nodiscard]] Session* find(std::uint32_t managed_id);
    void close(std::uint32_t managed_id);
    /// Ends every session, half-open ones too.
    void clear();
    /// How many established sessions this user has.
    [[nodiscard]] std::size_t count_of(std::uint8_t user_id) const;
    [[nodiscard]] std::list<Session>& established() { return sessions_; }

    /// A number that nobody can guess; never 0.
    [[nodiscard]] std::uint32_t draw();

private:
    [[nodiscard]] std::uint32_t fresh_id();
    [[nodiscard]] std::uint8_t fresh_handle();

    ipmi_wire::RandomSource& random_;
    SessionLimits limits_;
    std::deque<HalfOpen> half_open_;
    std::deque<PendingActivation> activations_;
    std::list<Session> sessions_;
    std::uint8_t latest_handle_ = 0;
};

}  // namespace assay::bmc
