#include "../src/record.hpp"

#include <gmock/gmock.h>

#include <limits>

#include "classes.hpp"

namespace assay::repository {
namespace {

using cim::Value;

class Records : public testing::Test {
protected:
    [[nodiscard]] cim::Instance everything() const {
        cim::Instance made{classes.every};
        made.set("Name", std::string("a\0b", 3));
        made.set("Flag", true);
        made.set("Small", std::uint8_t{7});
        made.set("Large", std::numeric_limits<std::uint64_t>::max());
        made.set("Signed", std::numeric_limits<std::int64_t>::min());
        made.set("Real", -0.1);
        made.set("Letter", u'\u20AC');
        made.set("When", *cim::Datetime::parse("20261120******.******+060"));
        made.set("Part", classes.a_fan(3, std::string(300, 'x')));
        made.set("Other", classes.fan_path(4));
        made.set("Numbers", Value::Array{std::int64_t{-1}, Value{}, std::int64_t{300}});
        made.set("Texts", Value::Array{});
        return made;
    }

    const Classes classes;
};

TEST_F(Records, GiveBackEveryTypeOfValue) {
    const cim::Instance whole = everything();
    EXPECT_EQ(from_record(classes.every, classes.store, to_record(whole)), whole);
    const cim::Instance empty{classes.every};
    EXPECT_EQ(from_record(classes.every, classes.store, to_record(empty)), empty);
}

TEST_F(Records, AreSmallForSmallValues) {
    EXPECT_EQ(to_record(classes.a_fan(3, "fan 3")).size(), 1U + (1U + 5U) + 1U);
}

TEST_F(Records, ThatAreDamagedAreNoInstances) {
    const std::string whole = to_record(everything());
    for (std::size_t length = 0; length < whole.size(); ++length) {
        EXPECT_FALSE(from_record(classes.every, classes.store, whole.substr(0, length))) << length;
    }
    EXPECT_FALSE(from_record(classes.every, classes.store, whole + '\0'));
    for (std::size_t i = 0; i < whole.size(); ++i) {
        std::string twisted = whole;
        for (const char octet : {'\x00', '\x0B', '\x0A', '\xFF'}) {
            twisted[i] = octet;
            static_cast<void>(from_record(classes.every, classes.store, twisted));  // does not crash
        }
    }
}

template <class T>
std::string key_with(cim::Type type, T value) {
    const cim::ClassPtr of = class_of("Assay_Key", {key("K", type)});
    cim::Instance made{of};
    made.set("K", value);
    return *key_of(made);
}

TEST(Keys, AreOrderedAsTheirValuesAre) {
    EXPECT_LT(key_with(cim::Type::uint32, 2U), key_with(cim::Type::uint32, 10U));
    EXPECT_LT(key_with(cim::Type::uint32, 255U), key_with(cim::Type::uint32, 256U));
    EXPECT_LT(key_with(cim::Type::sint32, -10), key_with(cim::Type::sint32, -2));
    EXPECT_LT(key_with(cim::Type::sint32, -1), key_with(cim::Type::sint32, 0));
    EXPECT_LT(key_with(cim::Type::string, "a"), key_with(cim::Type::string, "ab"));
    EXPECT_LT(key_with(cim::Type::string, "ab"), key_with(cim::Type::string, "b"));
    EXPECT_LT(key_with(cim::Type::real64, -2.5), key_with(cim::Type::real64, -2.0));
    EXPECT_LT(key_with(cim::Type::real64, -2.0), key_with(cim::Type::real64, 1e-3));
    EXPECT_LT(key_with(cim::Type::boolean, false), key_with(cim::Type::boolean, true));
}

TEST(Keys, OfSeveralPropertiesDoNotRunIntoEachOther) {
    const cim::ClassPtr of =
        class_of("Assay_Pair", {key("A", cim::Type::string), key("B", cim::Type::string)});
    const auto key_of_pair = [&](const std::string& a, const std::string& b) {
        cim::Instance made{of};
        made.set("A", a);
        made.set("B", b);
        return *key_of(made);
    };
    EXPECT_NE(key_of_pair("ab", "c"), key_of_pair("a", "bc"));
    EXPECT_NE(key_of_pair("a", ""), key_of_pair("", "a"));
    EXPECT_NE(key_of_pair(std::string(1, '\0'), ""), key_of_pair("", std::string(1, '\0')));
    EXPECT_LT(key_of_pair("a", "z"), key_of_pair("b", "a"));
}

TEST(Keys, OfAPathAreThoseOfItsInstance) {
    const Classes classes;
    EXPECT_EQ(key_of(*classes.fan, classes.fan_path(300)), key_of(classes.a_fan(300)));
    cim::ObjectPath path{.name_space = "root/cimv2", .class_name = "Assay_Fan"};
    EXPECT_EQ(key_of(*classes.fan, path), std::nullopt);
    path.set("slot", std::int64_t{300});
    EXPECT_EQ(key_of(*classes.fan, path), key_of(classes.a_fan(300)));
}

TEST(Targets, AreTheSameHoweverAPathIsWritten) {
    cim::ObjectPath one{.name_space = "root/cimv2", .class_name = "Assay_Fan"};
    cim::ObjectPath other{.name_space = "", .class_name = "ASSAY_FAN"};
    one.set("Slot", 3U);
    other.set("SLOT", "3");
    EXPECT_EQ(target_of(one, "root/cimv2"), target_of(other, "Root/CIMV2"));
    EXPECT_NE(target_of(one, "root/cimv2"), target_of(other, "root/hardware"));
    other.set("SLOT", "33");
    EXPECT_FALSE(target_of(other, "root/cimv2").starts_with(target_of(one, "root/cimv2")));
}

TEST(Layout, ChangesWithTypesAndKeys) {
    const auto layout = [](cim::Property property) {
        return layout_of(*class_of("A", {std::move(property)}));
    };
    const auto plain = layout(property("P", cim::Type::uint8));
    EXPECT_NE(layout(property("P", cim::Type::uint16)), plain);
    EXPECT_NE(layout(array(property("P", cim::Type::uint8))), plain);
    EXPECT_NE(layout(key("P", cim::Type::uint8)), plain);
    EXPECT_NE(layout(property("Q", cim::Type::uint8)), plain);
}

}  // namespace
}  // namespace assay::repository
