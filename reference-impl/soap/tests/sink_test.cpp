#include "assay/soap/sink.hpp"

#include <gtest/gtest.h>

namespace assay::soap {
namespace {

TEST(Sink, HoldsWhatWasPutHoweverOftenItGrows) {
    Sink sink{0};
    std::string expected;
    for (int round = 0; round < 200; ++round) {
        sink.put("piece ");
        sink.put(std::string_view{});
        sink.put(static_cast<char>('a' + round % 26));
        expected += "piece ";
        expected += static_cast<char>('a' + round % 26);
        ASSERT_EQ(sink.size(), expected.size());
    }
    EXPECT_EQ(std::move(sink).take(), expected);
}

TEST(Sink, RepeatsWhatItHoldsEvenWhenThatMakesItGrow) {
    Sink sink{4};
    sink.put("abcd");
    sink.repeat(1, 3);
    sink.repeat(0, 7);
    EXPECT_EQ(std::move(sink).take(), "abcdbcdabcdbcd");
}

}  // namespace
}  // namespace assay::soap
