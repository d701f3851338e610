#include "assay/fleet/due_heap.hpp"

#include <cassert>
#include <numeric>
#include <utility>

namespace assay::fleet {

DueHeap::DueHeap(std::size_t members)
    : dues_(members, base::Instant::max()), heap_(members), places_(members) {
    assert(members > 0);
    std::iota(heap_.begin(), heap_.end(), Member{0});
    std::iota(places_.begin(), places_.end(), std::uint32_t{0});
}

void DueHeap::set(Member member, base::Instant due) {
    const bool sooner = due < dues_[member];
    dues_[member] = due;
    if (sooner) {
        rise(places_[member]);
    } else {
        sink(places_[member]);
    }
}

void DueHeap::put(std::size_t place, Member member) {
    heap_[place] = member;
    places_[member] = static_cast<std::uint32_t>(place);
}

void DueHeap::rise(std::size_t place) {
    while (place > 0) {
        const std::size_t parent = (place - 1) / 2;
        if (!is_sooner(place, parent)) return;
        const Member risen = heap_[place];
        put(place, heap_[parent]);
        put(parent, risen);
        place = parent;
    }
}

void DueHeap::sink(std::size_t place) {
    for (;;) {
        std::size_t child = 2 * place + 1;
        if (child >= heap_.size()) return;
        if (child + 1 < heap_.size() && is_sooner(child + 1, child)) ++child;
        if (!is_sooner(child, place)) return;
        const Member sunk = heap_[place];
        put(place, heap_[child]);
        put(child, sunk);
        place = child;
    }
}

}  // namespace assay::fleet
