// The class files that we ship can be read.
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <sstream>

#include "assay/base/home.hpp"
#include "assay/mof/parse.hpp"
#include "assay/testing/source_dir.hpp"

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

/// "4:12: message" of each "// expect …" line at the head of a faulty file.
std::vector<std::string> expected_of(const std::filesystem::path& file) {
    constexpr std::string_view mark = "// expect ";
    std::vector<std::string> result;
    std::istringstream lines{base::read_file(file)};
    for (std::string line; std::getline(lines, line) && line.starts_with(mark);)
        result.push_back(line.substr(mark.size()));
    return result;
}

TEST(FaultyClassFiles, AreToldWhereAndWhatIsWrong) {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator{folder / "faulty/syntax"}) {
        ++count;
        std::vector<std::string> told;
        for (const Diagnostic& diagnostic : parse_file(entry.path()).diagnostics) {
            told.push_back(std::to_string(diagnostic.line) + ":" + std::to_string(diagnostic.column) + ": " +
                           diagnostic.message);
        }
        EXPECT_FALSE(told.empty()) << entry.path();
        EXPECT_EQ(told, expected_of(entry.path())) << entry.path();
    }
    EXPECT_GE(count, 60U);
}

TEST(FaultyClassFiles, WithMistakesOfMeaningAreGoodSyntax) {
    for (const auto& entry : std::filesystem::directory_iterator{folder / "faulty/semantic"}) {
        EXPECT_TRUE(parse_file(entry.path()).ok()) << entry.path();
    }
}

}  // namespace
}  // namespace assay::mof
