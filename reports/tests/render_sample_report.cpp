// Writes the sample runs of the tests as HTML files into a folder: render-sample-report FOLDER
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "assay/reports/html_report.hpp"
#include "assay/reports/load_report.hpp"
#include "assay/reports/report_file.hpp"
#include "sample_load.hpp"
#include "sample_run.hpp"

int main(int count, char** words) try {
    using namespace assay::reports;
    if (count != 2) {
        std::cerr << "usage: render-sample-report FOLDER\n";
        return 64;
    }
    const std::filesystem::path folder{words[1]};
    std::filesystem::create_directories(folder);
    write_file(HtmlReport{}, sample::mixed(), folder / "mixed.html");
    write_file(HtmlReport{}, sample::repeated(), folder / "repeated.html");
    write_file(HtmlReport{}, sample::interrupted(), folder / "interrupted.html");
    write_file(HtmlReport{}, sample::conforming(), folder / "conforming.html");
    write_file(HtmlReport{}, sample::hostile(), folder / "hostile.html");
    write_file(HtmlReport{}, sample::deviating(), folder / "deviating.html");
    write_file(HtmlReport{}, sample::client(), folder / "client.html");
    write_file(HtmlReport{}, sample::large(5000), folder / "large.html");
    const auto write_load = [&](const LoadFigures& figures, const char* name) {
        std::ofstream out{folder / name, std::ios::binary};
        LoadReport{}.write(figures, out);
    };
    write_load(sample::load(), "load.html");
    write_load(sample::hostile_load(), "hostile-load.html");
    return 0;
} catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 4;
}
