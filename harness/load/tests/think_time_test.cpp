#include "assay/load/think_time.hpp"

#include <gtest/gtest.h>

#include "assay/base/setup_error.hpp"

namespace assay::load {
namespace {

using namespace std::chrono_literals;

TEST(ThinkTime, IsReadAsATimeOrARange) {
    EXPECT_EQ(parse_think_time("100ms"), (ThinkTime{100ms, 100ms}));
    EXPECT_EQ(parse_think_time("50ms..2s"), (ThinkTime{50ms, 2s}));
    for (const char* wrong : {"", "soon", "2s..50ms", "..5s", "1s.."})
        EXPECT_THROW(static_cast<void>(parse_think_time(wrong)), base::SetupError) << wrong;
}

TEST(ThinkTime, IsDrawnEvenlyFromItsRange) {
    SeededRandom random{5};
    const ThinkTime range{10ms, 20ms};
    base::Duration sum{};
    for (int i = 0; i < 10'000; ++i) {
        const base::Duration drawn = range.draw(random);
        ASSERT_GE(drawn, 10ms);
        ASSERT_LE(drawn, 20ms);
        sum += drawn;
    }
    EXPECT_NEAR(std::chrono::duration<double>(sum).count() / 10'000, 0.015, 0.0002);
    EXPECT_EQ((ThinkTime{7ms, 7ms}.draw(random)), 7ms);
}

}  // namespace
}  // namespace assay::load
