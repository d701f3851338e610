#include "assay/ipmi-wire/sequence_window.hpp"

namespace assay::ipmi_wire {
namespace {

constexpr std::int32_t ahead = 15;
constexpr std::int32_t behind = 16;

}  // namespace

bool SequenceWindow::take(std::uint32_t sequence) {
    if (sequence == 0) return false;
    const auto distance = static_cast<std::int32_t>(sequence - highest_);  // the number wraps round
    if (distance > ahead || distance < -behind) return false;
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

}  // namespace assay::ipmi_wire
