#include "assay/base/home.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "assay/base/setup_error.hpp"
#include "assay/base/temporary_folder.hpp"

namespace assay::base {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::ThrowsMessage;

class Home : public testing::Test {
protected:
    static void make_data(const fs::path& folder) {
        fs::create_directories(folder / "suites");
        fs::create_directories(folder / "fixtures");
    }

    const TemporaryFolder folder_;
    const fs::path& root_ = folder_.path();
};

TEST_F(Home, IsTheCheckoutAboveABuildTree) {
    make_data(root_);
    EXPECT_EQ(home_of(root_ / "build/release/bin/assay", ""), root_);
}

TEST_F(Home, IsShareBesideAnInstalledProgram) {
    make_data(root_ / "share/assay");
    EXPECT_EQ(home_of(root_ / "bin/assay", ""), root_ / "share/assay");
}

TEST_F(Home, IsWhatTheVariableSaysEvenWhenAnotherIsNearer) {
    make_data(root_);
    make_data(root_ / "other");
    EXPECT_EQ(home_of(root_ / "bin/assay", (root_ / "other").string()), root_ / "other");
}

TEST_F(Home, SaysWhereItLookedWhenThereIsNone) {
    EXPECT_THAT([&] { (void)home_of(root_ / "bin/assay", ""); },
                ThrowsMessage<SetupError>(HasSubstr("bin/assay")));
    EXPECT_THAT([&] { (void)home_of(root_ / "bin/assay", root_.string()); },
                ThrowsMessage<SetupError>(HasSubstr("ASSAY_HOME=" + root_.string())));
}

TEST_F(Home, ReadsAFileWholeAndNamesTheOneItCannotRead) {
    folder_.write("some", "a\r\nb");
    EXPECT_EQ(read_file(root_ / "some"), "a\r\nb");
    folder_.write("empty", "");
    EXPECT_EQ(read_file(root_ / "empty"), "");
    EXPECT_THAT([&] { (void)read_file(root_ / "none"); },
                ThrowsMessage<SetupError>(HasSubstr("none: cannot read it")));
    EXPECT_THAT([&] { (void)read_file(root_); }, ThrowsMessage<SetupError>(HasSubstr("directory")));
}

}  // namespace
}  // namespace assay::base
