#include "assay/host/machine.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <ctime>

namespace assay::host {
namespace {

base::WallTime at(std::int64_t seconds) { return base::WallTime{std::chrono::seconds{seconds}}; }

/// The zone of this process for the time of a test.
class InZone : public testing::Test {
protected:
    static void use(const char* zone) {
        setenv("TZ", zone, 1);
        tzset();
    }
    void TearDown() override {
        unsetenv("TZ");
        tzset();
    }
};

TEST_F(InZone, BothOffsetsAreKnownAtEachTimeOfTheYear) {
    use("CET-1CEST,M3.5.0,M10.5.0/3");
    const Machine machine = this_machine();
    for (const std::int64_t seconds : {1'768'500'000LL, 1'784'100'000LL}) {  // January and July of 2026
        const Zone zone = machine.zone(at(seconds));
        EXPECT_EQ(zone.standard_name, "CET");
        EXPECT_EQ(zone.standard_offset, 60);
        EXPECT_EQ(zone.daylight_name, "CEST");
        EXPECT_EQ(zone.daylight_offset, 120);
    }
    EXPECT_EQ(machine.zone(at(1'768'500'000)).offset, 60);
    EXPECT_FALSE(machine.zone(at(1'768'500'000)).daylight);
    EXPECT_EQ(machine.zone(at(1'784'100'000)).offset, 120);
    EXPECT_TRUE(machine.zone(at(1'784'100'000)).daylight);
}

TEST_F(InZone, AClockThatIsNeverPutForwardHasNoDaylightName) {
    use("IST-5:30");
    const Zone zone = this_machine().zone(at(1'784'100'000));
    EXPECT_EQ(zone.offset, 330);
    EXPECT_EQ(zone.standard_name, "IST");
    EXPECT_EQ(zone.daylight_name, "");
}

TEST(ThisMachine, TellsItsKernelAndItsSpace) {
    const Machine machine = this_machine();
    EXPECT_FALSE(machine.kernel().node.empty());
    ASSERT_TRUE(machine.space("/"));
    EXPECT_GE(machine.space("/")->size, machine.space("/")->free);
    EXPECT_FALSE(machine.space("/no/such/place"));
    for (const Address& address : machine.addresses())
        EXPECT_FALSE(address.text.empty()) << address.interface;
}

}  // namespace
}  // namespace assay::host
