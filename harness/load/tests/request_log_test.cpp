#include "assay/load/request_log.hpp"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace assay::load {
namespace {

using namespace std::chrono_literals;

const base::Instant start{1s};

std::string csv(const RequestLog& log) {
    std::ostringstream out;
    write_csv(out, log);
    return out.str();
}

TEST(RequestLog, IsWrittenInTheOrderInWhichRequestsWereDue) {
    RequestLog log{10};
    log.add({start + 2ns, start + 3ns, start + 4ns, start + 9ns, Fate::failed, ErrorKind::fault});
    log.add({start + 1ns, start, start + 5ns, start + 6ns});
    log.add({.intended = start + 7ns, .free = {}, .sent = {}, .ended = start + 8ns, .fate = Fate::unsent});
    log.add({start + 3ns, start + 3ns, start + 4ns, start + 9ns, Fate::abandoned});
    log.sort();
    EXPECT_EQ(csv(log),
              "intended_ns,free_ns,sent_ns,ended_ns,result\n"
              "1000000001,1000000000,1000000005,1000000006,succeeded\n"
              "1000000002,1000000003,1000000004,1000000009,fault\n"
              "1000000003,1000000003,1000000004,1000000009,abandoned\n"
              "1000000007,,,1000000008,unsent\n");
}

TEST(RequestLog, KeepsNoMoreThanItHasRoomForAndSaysHowManyThereWere) {
    RequestLog half{2};
    for (int i = 0; i < 5; ++i) half.add({start, start, start, start});
    EXPECT_TRUE(half.is_full());
    RequestLog whole{3};
    whole.merge(half);
    EXPECT_FALSE(whole.is_full());
    whole.merge(half);
    EXPECT_EQ(whole.requests().size(), 3U);
    EXPECT_EQ(whole.left_out(), 7U);
}

}  // namespace
}  // namespace assay::load
