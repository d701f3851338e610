#include "assay/load/hdr_log.hpp"

#include <algorithm>
#include <sstream>

#include <gtest/gtest.h>

#include "assay/base/octets.hpp"

namespace assay::load {
namespace {

using namespace std::chrono_literals;

std::string hex_of(const Histogram& histogram) {
    return base::to_hex(base::from_base64(to_hdr_v2(histogram)).value());
}

TEST(HdrLog, EncodesCountsAndFoldsTheEmptyBetweenThem) {
    Histogram histogram{{.significant_digits = 3, .highest = 1s}};
    histogram.record(2ns, 3);
    histogram.record(300ns);
    EXPECT_EQ(hex_of(histogram),
              "1c849314"          // compressed V2
              "00000038"          // octets of the zlib stream
              "7801"              // zlib, no dictionary, fastest
              "012d00d2ff"        // one stored block of 45 octets, the last
              "1c849313"          // V2
              "00000005"          // octets of counters
              "00000000"          // normalising index offset
              "00000003"          // significant digits
              "0000000000000001"  // lowest discernible
              "000000003b9aca00"  // highest
              "3ff0000000000000"  // conversion ratio 1.0
              "03"                // two empty: ZigZag of -2
              "06"                // 3
              "d104"              // 297 empty
              "02"                // 1
              "633e04fe");        // Adler-32
}

TEST(HdrLog, EncodesNothingAsNoCounters) {
    const std::string hex = hex_of(Histogram{{.significant_digits = 3, .highest = 1s}});
    EXPECT_EQ(hex.substr(hex.find("1c849313"), 16), "1c84931300000000");
}

TEST(HdrLog, ReadsBackExactlyWhatItWrote) {
    Histogram written;
    for (int i = 1; i < 40'000; ++i) written.record(base::Duration{17} * i * i, 1 + i % 3);
    written.record(2h);
    const auto read = from_hdr_v2(to_hdr_v2(written), {.min = written.min(),
                                                       .max = written.max(),
                                                       .sum_ns = written.sum_ns(),
                                                       .clipped = written.clipped()});
    ASSERT_TRUE(read);
    EXPECT_TRUE(std::ranges::equal(read->counters(), written.counters()));
    EXPECT_EQ(read->geometry(), written.geometry());
    EXPECT_EQ(read->count(), written.count());
    EXPECT_EQ(read->mean(), written.mean());
    EXPECT_EQ(read->at_percentile(99.9), written.at_percentile(99.9));
    EXPECT_EQ(read->clipped(), 1U);
}

TEST(HdrLog, ReadsNothingFromWhatIsNotItsOwn) {
    Histogram histogram{{.significant_digits = 3, .highest = 1s}};
    histogram.record(2ns, 3);
    const base::Octets fine = base::from_base64(to_hdr_v2(histogram)).value();
    ASSERT_TRUE(from_hdr_v2(base::to_base64(fine), {}));
    EXPECT_FALSE(from_hdr_v2("", {}));
    EXPECT_FALSE(from_hdr_v2("no base64", {}));
    for (std::size_t i = 0; i < fine.size(); ++i) {
        base::Octets broken = fine;
        broken[i] ^= 0x40U;
        EXPECT_FALSE(from_hdr_v2(base::to_base64(broken), {})) << "octet " << i;
        EXPECT_FALSE(from_hdr_v2(base::to_base64(base::OctetView{fine}.first(i)), {})) << i << " octets";
    }
}

TEST(HdrLog, WritesAHeadAndTaggedIntervals) {
    Histogram histogram;
    histogram.record(1500us);
    std::ostringstream out;
    const base::WallTime start{1'795'199'467s};
    write_hdr_head(out, start);
    write_hdr_interval(out, {.tag = "get", .start = start, .length = 10s, .histogram = histogram});
    EXPECT_EQ(out.str(),
              "#[Histogram log format version 1.3]\n"
              "#[StartTime: 1795199467.000 (seconds since epoch), 2026-11-20T18:31:07Z]\n"
              "\"StartTimestamp\",\"Interval_Length\",\"Interval_Max\",\"Interval_Compressed_Histogram\"\n"
              "Tag=get,1795199467.000,10.000,0.001500," +
                  to_hdr_v2(histogram) + "\n");
}

}  // namespace
}  // namespace assay::load
