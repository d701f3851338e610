#include "assay/ipmi-wire/sequence_window.hpp"

namespace assay::ipmi_wire {

SequenceWindow SequenceWindow::from(std::uint32_t first) {
    constexpr std::int32_t either_way = 8;
    SequenceWindow window;
    window.highest_ = first - 1;
    window.ahead_ = window.behind_ = either_way;
    return window;
}

bool SequenceWindow::take(std::uint32_t sequence) {
    if (sequence == 0) return false;
    const auto distance = static_cast<std::int32_t>(sequence - highest_);  // the number wraps round
    if (distance > ahead_ || distance < -behind_) return false;
    if (distance > 0) {
        seen_ = seen_ << static_cast<std::uint32_t>(distance) | 1U;
        highest_ = sequence;
        return true;
    }
    const std::uint32_t mark = 1U << static_cast<std::uint32_t>(-distance);
    if ((seen_ & mark) != 0) return false;
    seen_ |= mark;
    return true;
}

bool SequenceWindow::has_taken(std::uint32_t sequence) const {
    const auto distance = static_cast<std::int32_t>(highest_ - sequence);
    return sequence != 0 && distance >= 0 && distance <= behind_ &&
           (seen_ >> static_cast<std::uint32_t>(distance) & 1U) != 0;
}

}  // namespace assay::ipmi_wire
