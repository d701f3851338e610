#include "assay/bmc/event_log.hpp"

#include <gtest/gtest.h>

namespace assay::bmc {
namespace {

using ipmi_wire::SelRecord;

TEST(EventLog, NumbersAndStampsWhatItIsGiven) {
    EventLog log{10};
    EXPECT_EQ(log.add({}, 1000), 1);
    EXPECT_EQ(log.add({}, 1005), 2);
    EXPECT_EQ(log.find(2)->timestamp(), 1005U);
    EXPECT_EQ(log.last_addition(), 1005U);
}

TEST(EventLog, DoesNotStampARecordWithoutTime) {
    EventLog log{10};
    const SelRecord oem{.type = 0xE0, .body = {1, 2, 3, 4}};
    log.add(oem, 1000);
    EXPECT_EQ(log.find(1)->body, oem.body);
}

TEST(EventLog, IsWalkedFromTheFirstToTheLast) {
    EventLog log{10};
    for (int i = 0; i < 3; ++i) log.add({}, 1000);
    log.erase(*log.find(2), 1001);
    const SelRecord* const first = log.find(ipmi_wire::first_record);
    EXPECT_EQ(first->id, 1);
    EXPECT_EQ(log.id_after(*first), 3);
    EXPECT_EQ(log.id_after(*log.find(3)), ipmi_wire::last_record);
    EXPECT_EQ(log.find(ipmi_wire::last_record)->id, 3);
    EXPECT_EQ(log.find(2), nullptr);
}

TEST(EventLog, RefusesWhenItIsFullAndRemembersUntilItIsCleared) {
    EventLog log{2};
    log.add({}, 1);
    log.add({}, 1);
    EXPECT_FALSE(log.overflowed());
    EXPECT_FALSE(log.add({}, 1));
    EXPECT_TRUE(log.overflowed());
    EXPECT_EQ(log.size(), 2U);
    log.clear(9);
    EXPECT_FALSE(log.overflowed());
    EXPECT_EQ(log.last_erasure(), 9U);
    EXPECT_EQ(log.find(ipmi_wire::first_record), nullptr);
}

TEST(EventLog, NeverReusesAnIdThatIsStillThere) {
    EventLog log{3};
    log.add({}, 1);
    for (int i = 0; i < 0x10005; ++i) {
        const auto id = log.add({}, 1);
        ASSERT_TRUE(id);
        ASSERT_NE(*id, 1);
        ASSERT_NE(*id, ipmi_wire::last_record);
        log.erase(*log.find(*id), 2);
    }
}

TEST(Reservation, HoldsUntilTheNextOneOrACancellation) {
    Reservation reservation;
    EXPECT_FALSE(reservation.holds(0));
    const auto first = reservation.take();
    EXPECT_TRUE(reservation.holds(first));
    const auto second = reservation.take();
    EXPECT_FALSE(reservation.holds(first));
    EXPECT_TRUE(reservation.holds(second));
    reservation.cancel();
    EXPECT_FALSE(reservation.holds(second));
}

}  // namespace
}  // namespace assay::bmc
