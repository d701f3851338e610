#include "assay/reports/report_file.hpp"

#include <fstream>
#include <system_error>

#include "assay/base/setup_error.hpp"

namespace assay::reports {

namespace {

[[noreturn]] void give_up(const std::filesystem::path& part, const std::filesystem::path& file) {
    std::error_code ignored;
    std::filesystem::remove(part, ignored);
    throw base::SetupError("cannot write this report", file.string(),
                           "check that its folder exists, may be written to and has room");
}

}  // namespace

void write_file(const Report& report, const record::RunRecord& run, const std::filesystem::path& file) {
    const std::filesystem::path part{file.string() + ".part"};
    std::ofstream out{part, std::ios::binary | std::ios::trunc};
    report.write(run, out);
    out.close();
    if (!out) give_up(part, file);
    std::error_code error;
    std::filesystem::rename(part, file, error);
    if (error) give_up(part, file);
}

}  // namespace assay::reports
