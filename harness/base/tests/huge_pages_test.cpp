#include "assay/base/huge_pages.hpp"

#include <gtest/gtest.h>
#include <sys/mman.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <limits>
#include <sstream>
#include <string>

namespace assay::base {
namespace {

/// The flags that the kernel shows for the mapping that holds an address (proc(5), VmFlags of smaps).
std::string flags_of_mapping(const void* address) {
    const auto place = reinterpret_cast<std::uintptr_t>(address);
    std::ifstream mappings{"/proc/self/smaps"};
    bool here = false;
    for (std::string line; std::getline(mappings, line);) {
        std::uintptr_t first = 0;
        std::uintptr_t end = 0;
        char dash = '\0';
        if (std::istringstream{line} >> std::hex >> first >> dash >> end && dash == '-') {
            here = first <= place && place < end;
        } else if (here && line.starts_with("VmFlags:")) {
            return line;
        }
    }
    return {};
}

class HugePages : public testing::TestWithParam<std::size_t> {};

TEST_P(HugePages, ComeWholeAlignedAndZero) {
    const std::size_t alignment = GetParam();
    const auto got = map_huge_pages(huge_page + 1, alignment);
    ASSERT_EQ(got.size(), 2 * huge_page);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(got.data()) % std::max(alignment, huge_page), 0U);
    EXPECT_EQ(got.front(), std::byte{0});
    EXPECT_EQ(got.back(), std::byte{0});
    got.front() = got.back() = std::byte{1};
    EXPECT_EQ(munmap(got.data(), got.size()), 0);
}

INSTANTIATE_TEST_SUITE_P(OfSeveralAlignments, HugePages, testing::Values(8, 4096, huge_page, 4 * huge_page));

TEST(HugePages, AreAskedFor) {
    if (!std::filesystem::exists("/sys/kernel/mm/transparent_hugepage"))
        GTEST_SKIP() << "the kernel has no huge pages";
    const auto got = map_huge_pages(1, 8);
    ASSERT_EQ(got.size(), huge_page);
    EXPECT_NE(flags_of_mapping(got.data()).find(" hg"), std::string::npos) << flags_of_mapping(got.data());
    EXPECT_EQ(munmap(got.data(), got.size()), 0);
}

TEST(HugePages, AreNotThereBeyondAllMemory) {
    EXPECT_TRUE(map_huge_pages(0, 8).empty());
    EXPECT_TRUE(map_huge_pages(std::numeric_limits<std::size_t>::max(), 8).empty());
    EXPECT_TRUE(map_huge_pages(std::numeric_limits<std::size_t>::max() / 8, 8).empty());
}

}  // namespace
}  // namespace assay::base
