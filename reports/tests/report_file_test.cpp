#include "assay/reports/report_file.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <ostream>

#include "assay/base/home.hpp"
#include "assay/base/setup_error.hpp"
#include "assay/base/temporary_folder.hpp"
#include "assay/reports/json_report.hpp"
#include "sample_run.hpp"
#include "written.hpp"

namespace assay::reports {
namespace {

namespace fs = std::filesystem;

class BreaksOff final : public Report {
public:
    void write(const record::RunRecord&, std::ostream& out) const override {
        out << "half";
        out.setstate(std::ios::badbit);
    }
};

class ReportFile : public testing::Test {
protected:
    base::TemporaryFolder temporary_;
    const fs::path& folder_ = temporary_.path();
};

TEST_F(ReportFile, HoldsTheReportAndNothingIsLeftBesideIt) {
    write_file(JsonReport{}, sample::conforming(), folder_ / "run.json");
    EXPECT_EQ(base::read_file(folder_ / "run.json"), written(JsonReport{}, sample::conforming()));
    EXPECT_EQ(std::distance(fs::directory_iterator{folder_}, fs::directory_iterator{}), 1);
}

TEST_F(ReportFile, KeepsTheOldReportWhenTheNewOneBreaksOff) {
    std::ofstream{folder_ / "run.json"} << "old";
    EXPECT_THROW(write_file(BreaksOff{}, sample::conforming(), folder_ / "run.json"), base::SetupError);
    EXPECT_EQ(base::read_file(folder_ / "run.json"), "old");
    EXPECT_EQ(std::distance(fs::directory_iterator{folder_}, fs::directory_iterator{}), 1);
}

TEST_F(ReportFile, NamesThePlaceThatCannotBeWritten) {
    try {
        write_file(JsonReport{}, sample::conforming(), folder_ / "absent" / "run.json");
        FAIL() << "no error";
    } catch (const base::SetupError& error) {
        EXPECT_NE(std::string{error.what()}.find("absent/run.json"), std::string::npos);
    }
}

}  // namespace
}  // namespace assay::reports
