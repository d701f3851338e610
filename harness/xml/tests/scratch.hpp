// A folder of files that a test writes, gone when the test is over.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace assay::xml {

class Scratch {
public:
    Scratch() {
        std::string pattern = (std::filesystem::temp_directory_path() / "assay-xml-XXXXXX").string();
        folder_ = mkdtemp(pattern.data()) == nullptr ? std::string{} : pattern;
        EXPECT_FALSE(folder_.empty());
    }
    ~Scratch() {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    // NOLINTNEXTLINE(modernize-use-nodiscard): mostly the folder is what the test goes on with
    std::filesystem::path write(const std::string& name, std::string_view text) const {
        std::ofstream{folder_ / name, std::ios::binary} << text;
        return folder_ / name;
    }
    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

private:
    std::filesystem::path folder_;
};

}  // namespace assay::xml
