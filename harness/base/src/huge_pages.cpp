#include "assay/base/huge_pages.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <cstdint>
#include <limits>

namespace assay::base {

std::span<std::byte> map_huge_pages(std::size_t octets, std::size_t alignment) noexcept {
    const std::size_t boundary = std::max(alignment, huge_page);
    constexpr std::size_t most = std::numeric_limits<std::size_t>::max() / 4;
    if (octets == 0 || octets > most || boundary > most) return {};
    const std::size_t size = (octets + huge_page - 1) / huge_page * huge_page;
    // The kernel aligns to ordinary pages: more than needed is taken, and what stands over is given back.
    const std::size_t taken = size + boundary;
    void* const mapped = mmap(nullptr, taken, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (mapped == MAP_FAILED) return {};
    auto* const first = static_cast<std::byte*>(mapped);
    const std::size_t before = (boundary - reinterpret_cast<std::uintptr_t>(first) % boundary) % boundary;
    if (before > 0) munmap(first, before);
    munmap(first + before + size, taken - before - size);
    madvise(first + before, size, MADV_HUGEPAGE);
    return {first + before, size};
}

}  // namespace assay::base
