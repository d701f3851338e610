#include "assay/bmc/session_table.hpp"

#include <algorithm>
#include <cassert>

namespace assay::bmc {
namespace {

template <class Entry>
void drop_expired(std::deque<Entry>& entries, base::Instant now) {
    while (!entries.empty() && now - entries.front().born >= half_open_life) entries.pop_front();
}

/// @pre entries stand in the order of their birth
template <class Entry>
void make_room(std::deque<Entry>& entries, const Peer& source) {
    const auto of_source = std::ranges::count(entries, source, &Entry::source);
    if (static_cast<std::size_t>(of_source) >= max_half_open_of_a_source) {
        entries.erase(std::ranges::find(entries, source, &Entry::source));
    } else if (entries.size() >= max_half_open) {
        entries.pop_front();
    }
}

template <class Entry>
Entry* find_in(std::deque<Entry>& entries, std::uint32_t id) {
    const auto found = std::ranges::find(entries, id, &Entry::id);
    return found == entries.end() ? nullptr : &*found;
}

}  // namespace

void SessionTable::expire(base::Instant now) {
    drop_expired(half_open_, now);
    drop_expired(activations_, now);
    std::erase_if(sessions_,
                  [&](const Session& session) { return now - session.last_heard >= limits_.idle; });
}

std::uint32_t SessionTable::draw() {
    for (;;) {
        std::array<base::Octet, 4> octets{};
        random_.fill(octets);
        const std::uint32_t number = ipmi_wire::Reader{octets}.u32();
        if (number != 0) return number;
    }
}

std::uint32_t SessionTable::fresh_id() {
    for (;;) {
        const std::uint32_t id = draw();
        if (find(id) == nullptr && find_half_open(id) == nullptr && find_activation(id) == nullptr) return id;
    }
}

HalfOpen& SessionTable::admit(HalfOpen candidate) {
    make_room(half_open_, candidate.source);
    candidate.id = candidate.exchange.managed_session = fresh_id();
    return half_open_.emplace_back(std::move(candidate));
}

HalfOpen* SessionTable::find_half_open(std::uint32_t managed_id) { return find_in(half_open_, managed_id); }

void SessionTable::forget_half_open(std::uint32_t managed_id) {
    std::erase_if(half_open_, [=](const HalfOpen& one) { return one.id == managed_id; });
}

PendingActivation& SessionTable::admit(PendingActivation candidate) {
    make_room(activations_, candidate.source);
    candidate.id = fresh_id();
    random_.fill(candidate.challenge);
    return activations_.emplace_back(std::move(candidate));
}

PendingActivation* SessionTable::find_activation(std::uint32_t id) { return find_in(activations_, id); }

void SessionTable::forget_activation(std::uint32_t id) {
    std::erase_if(activations_, [=](const PendingActivation& one) { return one.id == id; });
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
    if (session.managed_id == 0) session.managed_id = fresh_id();
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
