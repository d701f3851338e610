// The oracle's fault table against the catalogue's words.
#include "../src/fault_table.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "assay/base/home.hpp"
#include "assay/observe/element.hpp"
#include "assay/testing/source_dir.hpp"

namespace assay::rules {
namespace {

/// Every fault.table row of the catalogue: id and the fault it names.
std::map<std::string, std::string> catalogue() {
    std::istringstream in{base::read_file(ASSAY_SOURCE_DIR "/suites/catalogue/faults.toml")};
    std::map<std::string, std::string> faults;
    std::string id;
    const std::regex key{R"re(^(id|fault) = "(.*)"$)re"};
    for (std::string line; std::getline(in, line);) {
        std::smatch found;
        if (!std::regex_match(line, found, key)) continue;
        if (found[1] == "id") id = found[2];
        if (found[1] == "fault" && id.starts_with("fault.table.")) faults[id] = found[2];
    }
    return faults;
}

TEST(FaultTable, SaysOfEachFaultWhatTheCatalogueSays) {
    std::map<std::string, std::string> told;
    for (const FaultRow& row : fault_table()) {
        const std::string id{row.rule};
        const std::string fault =
            observe::customary_name(row.code) + " / " + observe::customary_name(row.subcode);
        told[id] = fault;
        for (const std::string_view detail : row.details) {
            std::string small{detail};
            std::ranges::transform(small, small.begin(), [](unsigned char c) { return std::tolower(c); });
            told[fmt::format("{}.{}", id, small)] =
                fmt::format("{} / {}{}", fault, vocab::fault_detail_base, detail);
        }
    }
    EXPECT_EQ(told, catalogue());
}

TEST(FaultTable, HasDetailsWhereItUsesThem) {
    for (const FaultRow& row : fault_table()) {
        EXPECT_EQ(row.details.empty(), row.use == DetailUse::never) << row.rule;
        EXPECT_EQ(fault_row(row.subcode.ns.uri, row.subcode.local), &row);
    }
    EXPECT_EQ(fault_row(vocab::ns::wsman.uri, "BadLuck"), nullptr);
}

}  // namespace
}  // namespace assay::rules
