#include "assay/cim/value.hpp"

#include <gtest/gtest.h>

#include "assay/cim/instance.hpp"

namespace assay::cim {
namespace {

TEST(Value, IsSmall) {
    static_assert(sizeof(Value) <= 40);
    static_assert(sizeof(Datetime) == 16);
}

TEST(Value, ReadsTheLexicalFormsOfXmlSchema) {
    const auto read = [](Type type, std::string_view text) { return std::get<Value>(read_text(type, text)); };
    EXPECT_EQ(read(Type::uint8, " 255\n"), Value{255U});
    EXPECT_EQ(read(Type::uint8, "-0"), Value{0U});
    EXPECT_EQ(read(Type::sint8, "-128"), Value{-128});
    EXPECT_EQ(read(Type::uint64, "18446744073709551615"), Value{UINT64_MAX});
    EXPECT_EQ(read(Type::boolean, "1"), Value{true});
    EXPECT_EQ(read(Type::real64, "-1.5E3"), Value{-1500.0});
    EXPECT_EQ(to_text(read(Type::real32, "-INF")), "-INF");
    EXPECT_EQ(read(Type::char16, "é"), Value{u'é'});
    EXPECT_EQ(read(Type::string, "  as it is "), Value{"  as it is "});
    EXPECT_EQ(to_text(read(Type::datetime, "20261120183107.000000+000")), "20261120183107.000000+000");
}

TEST(Value, TellsAWrongTypeFromAWrongRange) {
    const auto misfit = [](Type type, std::string_view text) {
        return std::get<Misfit>(read_text(type, text));
    };
    EXPECT_EQ(misfit(Type::uint8, "256"), Misfit::range);
    EXPECT_EQ(misfit(Type::uint8, "-1"), Misfit::range);
    EXPECT_EQ(misfit(Type::sint64, "9223372036854775808"), Misfit::range);
    EXPECT_EQ(misfit(Type::uint64, "18446744073709551616"), Misfit::range);
    EXPECT_EQ(misfit(Type::real32, "1e39"), Misfit::range);
    for (const std::string_view text : {"", "x", "1.0", "0x10", "1 2", "--1", "+-1", "-"}) {
        EXPECT_EQ(misfit(Type::uint32, text), Misfit::type) << text;
        EXPECT_EQ(misfit(Type::sint32, text), Misfit::type) << text;
    }
    for (const std::string_view text : {"", "inf", "nan", "1e", "1.0f", "."}) {
        EXPECT_EQ(misfit(Type::real64, text), Misfit::type) << text;
    }
    EXPECT_EQ(misfit(Type::boolean, "True"), Misfit::type);
    EXPECT_EQ(misfit(Type::char16, "ab"), Misfit::type);
    EXPECT_EQ(misfit(Type::char16, "😀"), Misfit::type);
    EXPECT_EQ(misfit(Type::datetime, "2026-11-20T18:31:07Z"), Misfit::type);
}

TEST(Value, ComparesNumbersOfBothSignsByNumber) {
    EXPECT_EQ(Value{5}, Value{5U});
    EXPECT_NE(Value{-1}, Value{UINT64_MAX});
    EXPECT_EQ(compare(-1, 0U), std::partial_ordering::less);
    EXPECT_EQ(compare(UINT64_MAX, INT64_MAX), std::partial_ordering::greater);
    EXPECT_EQ(compare(1.5, 1U), std::partial_ordering::greater);
    EXPECT_EQ(compare("a", "b"), std::partial_ordering::less);
    EXPECT_EQ(compare("1", 1U), std::partial_ordering::unordered);
    EXPECT_EQ(compare(Value{}, Value{}), std::partial_ordering::equivalent);
    EXPECT_EQ(compare(Value{}, 1U), std::partial_ordering::unordered);
}

TEST(Value, ComparesPathsByWhatTheyName) {
    ObjectPath fan{.name_space = "root/cimv2", .class_name = "CIM_Fan"};
    fan.set("Name", "fan1");
    fan.set("creationclassname", "CIM_Fan");
    ObjectPath same{.name_space = "ROOT/CIMV2", .class_name = "cim_fan"};
    same.set("CreationClassName", "CIM_Fan");
    same.set("NAME", "fan1");
    EXPECT_EQ(Value{fan}, Value{same});
    same.set("name", "fan2");
    EXPECT_NE(Value{fan}, Value{same});
    EXPECT_EQ(fan.to_string(), R"(root/cimv2:CIM_Fan.creationclassname="CIM_Fan",Name="fan1")");
}

}  // namespace
}  // namespace assay::cim
