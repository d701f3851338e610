// Cursors and what an open enumeration keeps of them.
#include "assay/service/enumeration.hpp"

#include <gtest/gtest.h>

#include "assay/service/registry.hpp"
#include "requests.hpp"

namespace assay::service::test {
namespace {

/// Numbers without end, and a count of how many were made.
class Numbers final : public Cursor {
public:
    Numbers(std::size_t& made, std::size_t octets) : made_{made}, octets_{octets} {}

    awaitable<Outcome<std::size_t>> fill(std::vector<Item>& into, std::size_t most) override {
        for (std::size_t i = 0; i < most; ++i) {
            ++made_;
            into.push_back({.object = soap::Element{{"", "Number"}, std::string(octets_, '1')},
                            .selectors = {{"Number", std::to_string(made_)}},
                            .resource_uri = made_ == 2 ? "urn:second" : ""});
        }
        co_return most;
    }

private:
    std::size_t& made_;
    std::size_t octets_;
};

class CursorTest : public testing::Test {
protected:
    Enumeration enumeration(std::size_t octets, Mode mode = Mode::object, bool waits = false) {
        return {{.address = "http://host",
                 .resource_uri = "urn:numbers",
                 .caller = "",
                 .mode = mode,
                 .waits = waits},
                std::make_unique<Numbers>(made_, octets)};
    }

    std::size_t made_ = 0;
};

TEST_F(CursorTest, IsReadNoFurtherThanOneMemberAhead) {
    Enumeration numbers = enumeration(10);
    EXPECT_EQ(run(numbers.next({.elements = 5}))->items.size(), 5U);
    EXPECT_EQ(made_, 6U);
    EXPECT_EQ(run(numbers.next({.elements = 5}))->items.size(), 5U);
    EXPECT_EQ(made_, 11U);
}

TEST_F(CursorTest, IsNotReadAheadWhenThatCouldMeanWaiting) {
    Enumeration numbers = enumeration(10, Mode::object, true);
    EXPECT_EQ(run(numbers.next({.elements = 5}))->items.size(), 5U);
    EXPECT_EQ(made_, 5U);
}

TEST_F(CursorTest, IsReadAboutAsFarAsTheRoomReaches) {
    Enumeration numbers = enumeration(1'000);
    std::size_t handed_out = 0;
    for (int pulls = 0; pulls < 10; ++pulls) {
        const auto batch = run(numbers.next({.elements = 1'000'000, .room = 50'000}));
        EXPECT_GT(batch->items.size(), 40U);
        EXPECT_LT(batch->items.size(), 50U);
        handed_out += batch->items.size();
        EXPECT_LE(made_ - handed_out, 33U);
    }
}

TEST_F(CursorTest, KeepsWhatDoesNotFitAndLosesNothing) {
    Enumeration numbers = enumeration(100, Mode::epr);
    EXPECT_TRUE(run(numbers.next({.elements = 3, .room = 10}))->too_large);
    const auto batch = run(numbers.next({.elements = 3}));
    ASSERT_EQ(batch->items.size(), 3U);
    EXPECT_NE(batch->items[0].text.find(">1</wsman:Selector>"), std::string::npos);
    EXPECT_NE(batch->items[2].text.find(">3</wsman:Selector>"), std::string::npos);
}

TEST_F(CursorTest, NamesTheResourceOfEachMember) {
    Enumeration numbers = enumeration(1, Mode::object_and_epr);
    const auto batch = run(numbers.next({.elements = 2}));
    EXPECT_NE(batch->items[0].text.find("<wsman:ResourceURI>urn:numbers<"), std::string::npos);
    EXPECT_NE(batch->items[1].text.find("<wsman:ResourceURI>urn:second<"), std::string::npos);
    EXPECT_NE(batch->items[1].text.find("<Number>1</Number><wsa:EndpointReference>"), std::string::npos);
}

class Nothing final : public Resource {};

TEST(Registry, PrefersTheWholeUriAndThenTheLongestPrefix) {
    Registry registry;
    Resource& all = registry.own(std::make_unique<Nothing>());
    Resource& some = registry.own(std::make_unique<Nothing>());
    registry.add_prefix("urn:", all);
    registry.add_prefix("urn:cim/", some);
    registry.add("urn:cim/one", std::make_unique<Nothing>());
    EXPECT_EQ(registry.find("urn:x"), &all);
    EXPECT_EQ(registry.find("urn:cim/two"), &some);
    EXPECT_NE(registry.find("urn:cim/one"), &some);
    EXPECT_EQ(registry.find("http://x"), nullptr);
}

}  // namespace
}  // namespace assay::service::test
