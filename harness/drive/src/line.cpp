#include "line.hpp"

#include <algorithm>
#include <thread>
#include <utility>

#include "bmc_line.hpp"
#include "exchanger.hpp"

namespace assay::drive {

std::size_t most_connections(const Access& access, const script::CaseDefinition& definition) {
    return access.connections == 0 ? 0 : definition.connections;
}

std::unique_ptr<Line> make_line(const Access& access, const base::Clock& clock, base::Instant began,
                                const std::atomic<bool>& stop, Numbers numbers, std::size_t connections) {
    if (access.target.is_bmc)
        return std::make_unique<BmcLine>(access, clock, began, stop, std::move(numbers));
    return std::make_unique<Exchanger>(access, clock, began, stop, std::move(numbers), connections);
}

Line::Line(const Access& access, const base::Clock& clock, base::Instant began, const std::atomic<bool>& stop,
           Numbers numbers)
    : access_{access}, clock_{clock}, began_{began}, stop_{stop}, numbers_{std::move(numbers)} {}

bool Line::pace(base::Instant& deadline) {
    constexpr base::Duration step = std::chrono::milliseconds{50};
    const base::Instant ready = clock_.now();
    const base::Instant turn = access_.pace->next(ready);
    for (base::Instant* const moved : {&limit_, &deadline}) {
        if (*moved != base::Instant::max() && turn > ready) *moved += turn - ready;
    }
    while (!stop_.load()) {
        const base::Duration left = turn - clock_.now();
        if (left <= base::Duration::zero()) return true;
        std::this_thread::sleep_for(std::min(left, step));
    }
    return false;
}

/// What ends when the case's time is over says nothing of the target.
void Line::note_giving_up(record::Exchange& exchange) {
    const bool is_unfinished =
        exchange.ending == record::Ending::timed_out || exchange.ending == record::Ending::unreachable;
    gave_up_ = is_unfinished && clock_.now() >= limit_;
    if (!gave_up_) return;
    exchange.ending = record::Ending::not_awaited;
    exchange.trouble = "given up: the time of the case was over";
}

}  // namespace assay::drive
