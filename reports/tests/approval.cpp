#include "approval.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "assay/testing/source_dir.hpp"

namespace assay::reports {
namespace {

namespace fs = std::filesystem;

std::string content_of(const fs::path& file) {
    const std::ifstream in{file, std::ios::binary};
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

void put(const fs::path& file, const std::string& text) {
    fs::create_directories(file.parent_path());
    std::ofstream{file, std::ios::binary} << text;
}

/// Lines are long where evidence stands in them; what differs is enough.
std::string excerpt(const std::string& line, std::size_t column) {
    const std::size_t from = column < 60 ? 0 : column - 60;
    return (from > 0 ? "…" : "") + line.substr(from, 160) + (line.size() > from + 160 ? "…" : "");
}

std::string first_difference(const std::string& expected, const std::string& received) {
    std::istringstream left{expected};
    std::istringstream right{received};
    std::string approved_line;
    std::string received_line;
    for (int number = 1;; ++number) {
        const bool has_left = !!std::getline(left, approved_line);
        const bool has_right = !!std::getline(right, received_line);
        if (!has_left) approved_line = "(end of file)";
        if (!has_right) received_line = "(end of file)";
        if (approved_line == received_line && has_left && has_right) continue;
        std::size_t column = 0;
        while (column < approved_line.size() && column < received_line.size() &&
               approved_line[column] == received_line[column])
            ++column;
        return "first difference in line " + std::to_string(number) + ", column " +
               std::to_string(column + 1) + "\n  approved: " + excerpt(approved_line, column) +
               "\n  received: " + excerpt(received_line, column);
    }
}

}  // namespace

testing::AssertionResult approved(const std::string& name, const std::string& received) {
    const fs::path file = fs::path{ASSAY_SOURCE_DIR} / "reports/tests/approved" / name;
    const char* accept = std::getenv("ASSAY_APPROVE");
    if (accept != nullptr && std::string{accept} == "1") {
        put(file, received);
        return testing::AssertionSuccess();
    }
    const std::string expected = content_of(file);
    if (expected == received) return testing::AssertionSuccess();
    const fs::path kept = fs::temp_directory_path() / "assay-received" / name;
    put(kept, received);
    return testing::AssertionFailure()
           << name << " is not what was approved: " << first_difference(expected, received)
           << "\n  all of it: diff -u " << file << ' ' << kept
           << "\n  when the new one is right, look at it and run this test again with"
              " ASSAY_APPROVE=1 in the environment";
}

}  // namespace assay::reports
