// Which of many members is due next: one heap instead of a timer each.
#pragma once

#include <cstdint>
#include <vector>

#include "assay/base/clock.hpp"

namespace assay::fleet {

/// Every member stands in the heap exactly once and can be moved, so its memory is fixed. set() takes
/// O(log members), first() and next_due() nothing.
class DueHeap {
public:
    using Member = std::uint32_t;

    /// All members are due never. @pre members > 0
    explicit DueHeap(std::size_t members);

    void set(Member member, base::Instant due);
    [[nodiscard]] base::Instant due(Member member) const { return dues_[member]; }
    /// Who is due first.
    [[nodiscard]] Member first() const { return heap_.front(); }
    [[nodiscard]] base::Instant next_due() const { return dues_[heap_.front()]; }

private:
    void rise(std::size_t place);
    void sink(std::size_t place);
    void put(std::size_t place, Member member);
    [[nodiscard]] bool is_sooner(std::size_t one, std::size_t other) const {
        return dues_[heap_[one]] < dues_[heap_[other]];
    }

    std::vector<base::Instant> dues_;    // by member
    std::vector<Member> heap_;           // by place
    std::vector<std::uint32_t> places_;  // by member
};

}  // namespace assay::fleet
