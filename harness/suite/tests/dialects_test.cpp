#include "assay/suite/dialects.hpp"

#include <gmock/gmock.h>

#include <set>

#include "assay/base/temporary_folder.hpp"
#include "assay/testing/source_dir.hpp"
#include "complaint.hpp"

namespace assay::suite {
namespace {

using testing::HasSubstr;

std::string complaint(const std::string& sign) {
    const base::TemporaryFolder folder;
    folder.write("d.toml",
                 "name = 'd'\ntitle = 't'\n[[sign]]\nid = 'i'\nmeaning = 'm'\nsource = 's'\n" + sign);
    return complaint_of([&] { (void)read_dialects(folder.path()); });
}

TEST(Dialects, SayWhereTheyAreWrong) {
    EXPECT_EQ(complaint("on = 'fault'\nstatus = 500\n"), "");
    EXPECT_THAT(complaint("on = 'faults'\nstatus = 500\n"),
                testing::AllOf(HasSubstr("d.toml:7:6: 'faults' is no kind of answer"),
                               HasSubstr("did you mean fault?")));
    EXPECT_THAT(complaint("on = 'fault'\n"), HasSubstr("the sign 'i' shows in 0 places"));
    EXPECT_THAT(complaint("on = 'fault'\nstatus = 500\nfield = 'Server'\n"), HasSubstr("shows in 2 places"));
    EXPECT_THAT(complaint("on = 'fault'\nstatus = 500\nvalue = 'x'\n"),
                HasSubstr("only an xpath or a field"));
    EXPECT_THAT(complaint("on = 'fault'\nstatus = 500\nwieght = 2\n"), HasSubstr("did you mean weight?"));
}

TEST(Dialects, OfTheProductNameASourceForEachSign) {
    const auto dialects = read_dialects(ASSAY_SOURCE_DIR "/suites/dialects");
    std::set<std::string> names;
    for (const Dialect& dialect : dialects) {
        EXPECT_TRUE(names.insert(dialect.name).second) << dialect.name;
        std::set<std::string> ids;
        for (const Sign& sign : dialect.signs) {
            EXPECT_TRUE(ids.insert(sign.id).second) << dialect.name << " " << sign.id;
            EXPECT_FALSE(sign.source.empty());
        }
        EXPECT_THAT(dialect.signs, testing::Contains(testing::Field(&Sign::decisive, true))) << dialect.name;
        for (const std::string& bug : dialect.bugs)
            EXPECT_THAT(bug, testing::MatchesRegex("[BL][0-9]+: .+")) << dialect.name;
    }
    EXPECT_THAT(names, testing::IsSupersetOf({"winrm", "amt", "idrac", "openwsman", "omi"}));
}

}  // namespace
}  // namespace assay::suite
