#include "assay/ipmi-wire/md2.hpp"

#include <gmock/gmock.h>

#include "assay/base/octets.hpp"

namespace assay::ipmi_wire {
namespace {

std::string digest(std::initializer_list<std::string_view> parts) {
    std::string whole;
    for (const std::string_view part : parts) whole += part;
    return base::to_hex(md2({base::octets_of(whole)}));
}

// RFC 1319 appendix A.5.
TEST(Md2, IsThatOfTheRfcsTestSuite) {
    EXPECT_EQ(digest({""}), "8350e5a3e24c153df2275c9f80692773");
    EXPECT_EQ(digest({"a"}), "32ec01ec4a6dac72c0ab96fb34c0b5d1");
    EXPECT_EQ(digest({"abc"}), "da853b0d3f88d99b30283a69e6ded6bb");
    EXPECT_EQ(digest({"message digest"}), "ab4f496bfb2a530b219ff33031fe06b0");
    EXPECT_EQ(digest({"abcdefghijklmnopqrstuvwxyz"}), "4e8ddff3650292ab5a4108c3aa47940b");
}

TEST(Md2, DoesNotCareHowTheTextIsCut) {
    const std::string text(100, 'x');
    for (std::size_t cut = 0; cut <= text.size(); ++cut) {
        const std::string_view whole = text;
        EXPECT_EQ(md2({base::octets_of(whole.substr(0, cut)), base::octets_of(whole.substr(cut))}),
                  md2({base::octets_of(whole)}));
    }
}

}  // namespace
}  // namespace assay::ipmi_wire
