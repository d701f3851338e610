// The class files that we ship can be read.
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>

#include "assay/mof/parse.hpp"

namespace assay::mof {
namespace {

const std::filesystem::path folder = std::filesystem::path{ASSAY_SOURCE_DIR} / "fixtures/mof";

TEST(ClassFiles, AreWithoutMistakes) {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator{folder}) {
        if (entry.path().extension() != ".mof") continue;
        ++count;
        for (const Diagnostic& diagnostic : parse_file(entry.path()).diagnostics)
            ADD_FAILURE() << to_text(diagnostic);
    }
    EXPECT_GE(count, 7U);
}

TEST(ClassFiles, AreAllIncludedByOne) {
    const Parsed all = parse_file(folder / "all.mof");
    for (const auto& entry : std::filesystem::directory_iterator{folder}) {
        if (entry.path().extension() != ".mof") continue;
        EXPECT_NE(std::ranges::find(all.document.files, entry.path().lexically_normal().string()),
                  all.document.files.end())
            << entry.path();
    }
}

}  // namespace
}  // namespace assay::mof
