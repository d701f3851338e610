#include "assay/reports/report_file.hpp"

#include <fstream>
#include <system_error>

#include "assay/base/setup_error.hpp"

namespace assay::reports {

void write_file(const Report& report, const record::RunRecord& run, const std::filesystem::path& file) {
    const std::filesystem::path part{file.string() + ".part"};
    const base::SetupError unwritable{"cannot write this report", file.string(),
                                      "check that its folder exists, may be written to and has room"};
    std::ofstream out{part, std::ios::binary | std::ios::trunc};
    report.write(run, out);
    out.close();
    std::error_code error;
    if (!out) {
        std::filesystem::remove(part, error);
        throw unwritable;
    }
    std::filesystem::rename(part, file, error);
    if (error) {
        std::filesystem::remove(part, error);
        throw unwritable;
    }
}

}  // namespace assay::reports
