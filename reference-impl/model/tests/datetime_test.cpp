#include "assay/model/datetime.hpp"

#include <gtest/gtest.h>

namespace assay::model {
namespace {

std::string again(std::string_view text) {
    const auto time = parse_datetime(text);
    return time ? base::to_rfc3339(*time) : "none";
}

TEST(DateTime, ReadsZonesAndFractions) {
    EXPECT_EQ(again("2026-11-20T18:31:07Z"), "2026-11-20T18:31:07Z");
    EXPECT_EQ(again(" 2026-11-20T18:31:07.25 "), "2026-11-20T18:31:07Z");
    EXPECT_EQ(again("2026-11-20T18:31:07+05:30"), "2026-11-20T13:01:07Z");
    EXPECT_EQ(again("2024-02-29T24:00:00-01:00"), "2024-03-01T01:00:00Z");
}

TEST(DateTime, RefusesWhatIsNone) {
    for (const char* wrong :
         {"", "PT5S", "2026-11-20", "2026-02-30T00:00:00Z", "2026-13-01T00:00:00Z", "2026-11-20 18:31:07Z",
          "2026-11-20T25:00:00Z", "2026-11-20T18:61:00Z", "2026-11-20T18:31:07z", "2026-11-20T18:31:07.Z",
          "2026-11-20T18:31:07+15:00", "2026-11-20T18:31:07Zx", "1-1-1T1:1:1Z", "9999-01-01T00:00:00Z"}) {
        EXPECT_FALSE(parse_datetime(wrong)) << wrong;
    }
}

}  // namespace
}  // namespace assay::model
