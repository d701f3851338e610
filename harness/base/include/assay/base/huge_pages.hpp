// Memory in pages of 2 MiB, of which the processor keeps more in sight than of the ordinary ones.
#pragma once

#include <cstddef>
#include <span>

namespace assay::base {

inline constexpr std::size_t huge_page = std::size_t{2} << 20;

/// Takes fresh memory from the kernel, all of it zero, and asks it for huge pages, MADV_HUGEPAGE of
/// madvise(2); it comes in ordinary ones where the kernel has no others. Allocates nothing else, so that an
/// allocator may stand on it, and may be called by several threads at once.
/// @param octets     at least so many; what comes is a multiple of huge_page
/// @param alignment  a power of two; what comes begins at a multiple of it and of huge_page
/// @return empty when there is no more; otherwise the caller's, until munmap(2)
[[nodiscard]] std::span<std::byte> map_huge_pages(std::size_t octets, std::size_t alignment) noexcept;

}  // namespace assay::base
