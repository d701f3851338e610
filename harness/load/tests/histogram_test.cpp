#include "assay/load/histogram.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace assay::load {
namespace {

using namespace std::chrono_literals;
using base::Duration;

TEST(Histogram, SaysNothingOfNothing) {
    const Histogram empty;
    EXPECT_EQ(empty.count(), 0U);
    EXPECT_EQ(empty.min(), 0ns);
    EXPECT_EQ(empty.max(), 0ns);
    EXPECT_EQ(empty.mean(), 0ns);
    EXPECT_EQ(empty.at_percentile(99), 0ns);
}

TEST(Histogram, IsExactBelowTwoThousandNanosecondsAtThreeDigits) {
    Histogram histogram;
    for (int i = 1; i <= 2000; ++i) histogram.record(Duration{i});
    EXPECT_EQ(histogram.at_percentile(50), 1000ns);
    EXPECT_EQ(histogram.at_percentile(99), 1980ns);
    EXPECT_EQ(histogram.at_percentile(100), 2000ns);
    EXPECT_EQ(histogram.at_percentile(0), 1ns);
    EXPECT_EQ(histogram.mean(), 1001ns);  // 1000.5, rounded
}

TEST(Histogram, KeepsItsSignificantDigitsOverTheWholeRange) {
    std::mt19937_64 random{7};
    for (const int digits : {1, 2, 3, 4, 5}) {
        const double width = std::pow(10.0, -digits);
        for (int i = 0; i < 100; ++i) {
            const auto value = Duration{static_cast<Duration::rep>(
                std::exp2(41.0 * static_cast<double>(random()) / static_cast<double>(random.max())))};
            Histogram histogram{{.significant_digits = digits}};
            histogram.record(1h);  // so that max() does not hide the bucket's end
            histogram.record(value);
            const auto found = histogram.at_percentile(50);
            ASSERT_GE(found, value);
            ASSERT_LE(static_cast<double>((found - value).count()),
                      width * static_cast<double>(value.count()));
            if (digits == 5) break;  // these are large; one is enough
        }
    }
}

TEST(Histogram, AgreesWithSortedValues) {
    std::mt19937_64 random{11};
    std::exponential_distribution<double> latency{1e-6};
    Histogram histogram;
    std::vector<Duration> values;
    for (int i = 0; i < 10'000; ++i) {
        values.emplace_back(static_cast<Duration::rep>(latency(random)));
        histogram.record(values.back());
    }
    std::sort(values.begin(), values.end());
    for (const double percentile : {1.0, 10.0, 50.0, 90.0, 99.0, 99.9, 100.0}) {
        const auto rank = static_cast<std::size_t>(std::ceil(percentile / 100 * 10'000 - 1e-9));
        const auto exact = static_cast<double>(values[rank - 1].count());
        EXPECT_NEAR(static_cast<double>(histogram.at_percentile(percentile).count()), exact,
                    exact * 1e-3 + 1);
    }
    EXPECT_EQ(histogram.min(), values.front());
    EXPECT_EQ(histogram.max(), values.back());
}

TEST(Histogram, MergesWithoutLoss) {
    std::mt19937_64 random{3};
    Histogram whole;
    Histogram left;
    Histogram right;
    for (int i = 0; i < 5000; ++i) {
        const Duration value{static_cast<Duration::rep>(random() % 10'000'000'000U)};
        whole.record(value);
        (i % 3 == 0 ? left : right).record(value);
    }
    left.merge(right);
    EXPECT_TRUE(std::equal(left.counters().begin(), left.counters().end(), whole.counters().begin()));
    EXPECT_EQ(left.count(), whole.count());
    EXPECT_EQ(left.min(), whole.min());
    EXPECT_EQ(left.max(), whole.max());
    EXPECT_EQ(left.mean(), whole.mean());
}

TEST(Histogram, MergingAnEmptyOneChangesNothing) {
    Histogram histogram;
    histogram.record(5ms);
    histogram.merge(Histogram{});
    EXPECT_EQ(histogram.count(), 1U);
    EXPECT_EQ(histogram.min(), 5ms);
    EXPECT_EQ(histogram.max(), 5ms);
}

TEST(Histogram, CountsWhatIsTooLongAsItsHighestAndSaysSo) {
    Histogram histogram{{.highest = 1s}};
    histogram.record(1s);
    EXPECT_EQ(histogram.clipped(), 0U);
    histogram.record(2s, 3);
    EXPECT_EQ(histogram.clipped(), 3U);
    EXPECT_EQ(histogram.count(), 4U);
    EXPECT_EQ(histogram.max(), 1s);
}

TEST(Histogram, TakesANegativeDurationForZero) {
    Histogram histogram;
    histogram.record(-5ms);
    EXPECT_EQ(histogram.max(), 0ns);
    EXPECT_EQ(histogram.count(), 1U);
}

TEST(Histogram, RecordsManyAtOnce) {
    Histogram histogram;
    histogram.record(1ms, 99);
    histogram.record(1s, 1);
    histogram.record(1h, 0);
    EXPECT_EQ(histogram.count(), 100U);
    EXPECT_NEAR(static_cast<double>(histogram.at_percentile(99).count()), 1e6, 1e3);
    EXPECT_EQ(histogram.at_percentile(99.1), 1s);
}

}  // namespace
}  // namespace assay::load
