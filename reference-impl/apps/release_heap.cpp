// Where the releases' allocator takes its memory from: a connection's pieces lie wherever there was room, and
// of ten thousand connections each request would find them on pages that the processor has lost sight of (ADR
// 10).
#include <gperftools/malloc_extension.h>

#include "assay/base/huge_pages.hpp"

namespace {

class HugePages final : public SysAllocator {
public:
    void* Alloc(size_t size, size_t* actual_size, size_t alignment) override {
        const auto got = assay::base::map_huge_pages(size, alignment);
        if (actual_size != nullptr) *actual_size = got.size();
        return got.data();
    }
};

/// Before main(), so that nearly all that the program allocates comes from here. The allocator keeps it to
/// the end, beyond the last destructor.
[[maybe_unused]] const bool in_use = [] {
    static auto* const huge_pages = new HugePages;
    MallocExtension::instance()->SetSystemAllocator(huge_pages);
    return true;
}();

}  // namespace
