// The class files of the project, and the faulty ones beside them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>

#include "assay/cim/compile.hpp"
#include "assay/cim/xml.hpp"
#include "assay/mof/parse.hpp"
#include "assay/testing/source_dir.hpp"

namespace assay::cim {
namespace {

namespace fs = std::filesystem;

const fs::path folder = fs::path{ASSAY_SOURCE_DIR} / "fixtures/mof";

/// "line:column" of what a file says in its head that a compiler has to find.
std::multiset<std::string> expected_in(const fs::path& file) {
    std::multiset<std::string> places;
    std::ifstream stream{file};
    const std::regex expectation{"// expect (\\d+:\\d+):.*"};
    std::smatch found;
    for (std::string line; std::getline(stream, line);) {
        if (std::regex_match(line, found, expectation)) places.insert(found[1]);
    }
    return places;
}

std::multiset<std::string> found_in(const fs::path& file, std::string& messages) {
    const mof::Parsed parsed = mof::parse_file(file);
    std::multiset<std::string> places;
    for (const mof::Diagnostic& each : compile({&parsed.document, 1}).diagnostics) {
        places.insert(std::to_string(each.line) + ':' + std::to_string(each.column));
        messages += mof::to_text(each) + '\n';
    }
    return places;
}

TEST(ClassFiles, CompileWithoutAMistake) {
    const mof::Parsed parsed = mof::parse_file(folder / "all.mof");
    const Compiled made = compile({&parsed.document, 1});
    EXPECT_TRUE(parsed.ok());
    for (const mof::Diagnostic& each : made.diagnostics) ADD_FAILURE() << mof::to_text(each);
    EXPECT_GT(made.classes->classes("root/cimv2").size(), 50U);
    EXPECT_NE(made.classes->find("root/hardware", "CIM_NumericSensor"), nullptr);
    ASSERT_FALSE(made.instances.empty());
    for (const Instance& each : made.instances) EXPECT_FALSE(to_octets(each).empty());
}

class FaultyFile : public testing::TestWithParam<fs::path> {};

TEST_P(FaultyFile, IsFoundFaultyWhereItIs) {
    std::string messages;
    const auto found = found_in(GetParam(), messages);
    EXPECT_EQ(found, expected_in(GetParam())) << messages;
}

std::vector<fs::path> faulty_files() {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator{folder / "faulty/semantic"})
        files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

INSTANTIATE_TEST_SUITE_P(Semantic, FaultyFile, testing::ValuesIn(faulty_files()), [](const auto& of) {
    std::string name = of.param.stem().string();
    std::ranges::replace(name, '-', '_');
    return name;
});

}  // namespace
}  // namespace assay::cim
