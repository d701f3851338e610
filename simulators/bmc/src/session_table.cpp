#include "assay/bmc/session_table.hpp"

#include <algorithm>
#include <cassert>

namespace assay::bmc {

void SessionTable::expire(base::Instant now) {
    while (!half_open_.empty() && now - half_open_.front().born >= half_open_life) half_open_.pop_front();
    std::erase_if(sessions_,
                  [now](const Session& session) { return now - session.last_heard >= session_idle_life; });
}

std::uint32_t SessionTable::fresh_id() {
    for (;;) {
        std::array<base::Octet, 4> octets{};
        random_.fill(octets);
        const std::uint32_t id = ipmi_wire::Reader{octets}.u32();
        if (id != 0 && find(id) == nullptr && find_half_open(id) == nullptr) return id;
    }
}

HalfOpen& SessionTable::admit(HalfOpen candidate) {
    if (half_open_.size() >= max_half_open) half_open_.pop_front();
    candidate.exchange.managed_session = fresh_id();
    return half_open_.emplace_back(std::move(candidate));
}

HalfOpen* SessionTable::find_half_open(std::uint32_t managed_id) {
    const auto found = std::ranges::find(half_open_, managed_id,
                                         [](const HalfOpen& one) { return one.exchange.managed_session; });
    return found == half_open_.end() ? nullptr : &*found;
}

void SessionTable::forget_half_open(std::uint32_t managed_id) {
    std::erase_if(half_open_,
                  [managed_id](const HalfOpen& one) { return one.exchange.managed_session == managed_id; });
}

std::uint8_t SessionTable::fresh_handle() {
    do {
        latest_handle_ =
            latest_handle_ == 0xFF ? std::uint8_t{1} : static_cast<std::uint8_t>(latest_handle_ + 1);
    } while (std::ranges::find(sessions_, latest_handle_, &Session::handle) != sessions_.end());
    return latest_handle_;
}

Session& SessionTable::establish(Session session) {
    assert(!is_full());
    session.handle = fresh_handle();
    return sessions_.emplace_back(std::move(session));
}

Session* SessionTable::find(std::uint32_t managed_id) {
    const auto found = std::ranges::find(sessions_, managed_id, &Session::managed_id);
    return found == sessions_.end() ? nullptr : &*found;
}

void SessionTable::close(std::uint32_t managed_id) {
    std::erase_if(sessions_,
                  [managed_id](const Session& session) { return session.managed_id == managed_id; });
}

void SessionTable::clear() {
    half_open_.clear();
    sessions_.clear();
}

std::size_t SessionTable::count_of(std::uint8_t user_id) const {
    return static_cast<std::size_t>(std::ranges::count(sessions_, user_id, &Session::user_id));
}

}  // namespace assay::bmc
