#include "assay/base/temporary_folder.hpp"

#include <optional>

#include <gmock/gmock.h>

#include "assay/base/home.hpp"
#include "assay/base/setup_error.hpp"

namespace assay::base {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::ThrowsMessage;

TEST(TemporaryFolder, GoesAwayWithAllThatIsInIt) {
    std::optional<TemporaryFolder> folder{std::in_place};
    const fs::path path = folder->path();
    const fs::path file = folder->write("some/where", "a\r\nb");
    EXPECT_EQ(file, path / "some/where");
    EXPECT_EQ(read_file(file), "a\r\nb");
    folder.reset();
    EXPECT_FALSE(fs::exists(path));
}

TEST(TemporaryFolder, IsNobodyElses) {
    const TemporaryFolder one;
    const TemporaryFolder other;
    EXPECT_NE(one.path(), other.path());
    EXPECT_EQ(fs::status(one.path()).permissions(), fs::perms::owner_all);
}

TEST(TemporaryFolder, SaysWhatItCannotWrite) {
    const TemporaryFolder folder;
    fs::create_directory(folder.path() / "taken");
    EXPECT_THAT([&] { folder.write("taken", ""); },
                ThrowsMessage<SetupError>(HasSubstr("taken: cannot write it")));
}

}  // namespace
}  // namespace assay::base
