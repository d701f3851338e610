#include "assay/fleet/due_heap.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace assay::fleet {
namespace {

base::Instant at(int ms) { return base::Instant{std::chrono::milliseconds{ms}}; }

TEST(DueHeap, KnowsNobodyDueAtFirst) { EXPECT_EQ(DueHeap{3}.next_due(), base::Instant::max()); }

TEST(DueHeap, TellsWhoIsDueFirst) {
    DueHeap heap{3};
    heap.set(0, at(30));
    heap.set(1, at(10));
    heap.set(2, at(20));
    EXPECT_EQ(heap.first(), 1U);
    EXPECT_EQ(heap.next_due(), at(10));
}

TEST(DueHeap, MovesAMemberEitherWay) {
    DueHeap heap{3};
    for (DueHeap::Member member = 0; member < 3; ++member)
        heap.set(member, at(10 + static_cast<int>(member)));
    heap.set(0, at(100));
    EXPECT_EQ(heap.first(), 1U);
    heap.set(2, at(1));
    EXPECT_EQ(heap.first(), 2U);
}

TEST(DueHeap, AgreesWithASearchAfterEveryMove) {
    constexpr std::size_t members = 37;
    DueHeap heap{members};
    std::vector<base::Instant> dues(members, base::Instant::max());
    std::mt19937 random{7};
    for (int move = 0; move < 2000; ++move) {
        const auto member = static_cast<DueHeap::Member>(random() % members);
        dues[member] = at(static_cast<int>(random() % 500));
        heap.set(member, dues[member]);
        ASSERT_EQ(heap.next_due(), *std::ranges::min_element(dues)) << move;
        ASSERT_EQ(heap.due(heap.first()), heap.next_due());
    }
}

}  // namespace
}  // namespace assay::fleet
