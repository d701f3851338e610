// The sessions of one BMC: half-open ones (few, short-lived, the oldest gives way) and established ones.
#pragma once

#include <deque>
#include <list>

#include "assay/bmc/session.hpp"

namespace assay::bmc {

inline constexpr std::size_t max_half_open = 64;
inline constexpr std::size_t max_sessions = 63;  ///< §22.20: told in 6 bits
inline constexpr base::Duration half_open_life = std::chrono::seconds{3};
inline constexpr base::Duration session_idle_life = std::chrono::seconds{60};  ///< §6.12.15

class SessionTable {
public:
    /// @param random must outlive the table; session ids come from it
    explicit SessionTable(ipmi_wire::RandomSource& random) : random_{random} {}

    /// Forgets what is too old.
    void expire(base::Instant now);

    /// Enters a half-open session under a fresh, unpredictable id; the oldest half-open one gives way, so
    /// that a flood of Open Session requests cannot keep others out.
    HalfOpen& admit(HalfOpen candidate);
    [[nodiscard]] HalfOpen* find_half_open(std::uint32_t managed_id);
    void forget_half_open(std::uint32_t managed_id);

    [[nodiscard]] bool is_full() const { return sessions_.size() >= max_sessions; }
    /// Enters an established session and gives it a handle. @pre !is_full()
    Session& establish(Session session);
    [[nodiscard]] Session* find(std::uint32_t managed_id);
    void close(std::uint32_t managed_id);
    /// Ends every session, half-open ones too.
    void clear();
    /// How many established sessions this user has.
    [[nodiscard]] std::size_t count_of(std::uint8_t user_id) const;
    [[nodiscard]] std::list<Session>& established() { return sessions_; }

private:
    [[nodiscard]] std::uint32_t fresh_id();
    [[nodiscard]] std::uint8_t fresh_handle();

    ipmi_wire::RandomSource& random_;
    std::deque<HalfOpen> half_open_;
    std::list<Session> sessions_;
    std::uint8_t latest_handle_ = 0;
};

}  // namespace assay::bmc
