#include "assay/schema/xsd.hpp"

#include <gmock/gmock.h>

#include "assay/mof/parse.hpp"
#include "assay/schema/compile.hpp"
#include "class_schemas.hpp"

namespace assay::schema {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string assay_class(const std::string& name) {
    const ClassPtr found = find(shipped().classes, "root/assay", name);
    return found == nullptr ? "" : to_xsd(*found);
}

TEST(Xsd, OrdersPropertiesByTheirNames) {
    const std::string text = assay_class("Assay_Level7");
    std::size_t at = 0;
    for (const char* const name :
         {"Common", "Five", "Four", "InstanceID", "One", "Seven", "Six", "Three", "Two"}) {
        const std::size_t next = text.find("<xs:element ref=\"class:" + std::string{name} + "\"");
        ASSERT_NE(next, std::string::npos) << name;
        EXPECT_GT(next, at) << name;
        at = next;
    }
}

TEST(Xsd, MapsEachTypeToItsOwn) {
    const std::string text = assay_class("Assay_Types");
    for (const char* const expected :
         {"name=\"BooleanValue\" type=\"cim:cimBoolean\" nillable=\"true\"",
          "name=\"Uint8Value\" type=\"cim:cimUnsignedByte\"",
          "name=\"Uint16Value\" type=\"cim:cimUnsignedShort\"",
          "name=\"Uint32Value\" type=\"cim:cimUnsignedInt\"",
          "name=\"Uint64Value\" type=\"cim:cimUnsignedLong\"", "name=\"Sint8Value\" type=\"cim:cimByte\"",
          "name=\"Sint16Value\" type=\"cim:cimShort\"", "name=\"Sint32Value\" type=\"cim:cimInt\"",
          "name=\"Sint64Value\" type=\"cim:cimLong\"", "name=\"Real32Value\" type=\"cim:cimFloat\"",
          "name=\"Real64Value\" type=\"cim:cimDouble\"", "name=\"Char16Value\" type=\"cim:cimChar16\"",
          "name=\"StringValue\" type=\"cim:cimString\"", "name=\"DatetimeValue\" type=\"cim:cimDateTime\"",
          "name=\"Octets\" type=\"cim:cimBase64Binary\"", "name=\"InstanceID\" type=\"cim:cimString\"/>"}) {
        EXPECT_THAT(text, HasSubstr(expected));
    }
}

TEST(Xsd, BoundsArraysAsTheClassDoes) {
    const std::string text = assay_class("Assay_Arrays");
    EXPECT_THAT(text, HasSubstr("<xs:element ref=\"class:Window\" minOccurs=\"0\" maxOccurs=\"3\"/>"));
    EXPECT_THAT(text,
                HasSubstr("<xs:element ref=\"class:StringList\" minOccurs=\"0\" maxOccurs=\"unbounded\"/>"));
    EXPECT_THAT(text, HasSubstr("<xs:element ref=\"class:InstanceID\"/>"));
}

TEST(Xsd, WritesLimitsAsFacets) {
    const std::string text = assay_class("Assay_Limits");
    EXPECT_THAT(text, HasSubstr("<xs:minInclusive value=\"-40\"/>"));
    EXPECT_THAT(text, HasSubstr("<xs:maxLength value=\"8\"/>"));
    EXPECT_THAT(text, HasSubstr("<xs:enumeration value=\"blue\"/>"));
    EXPECT_THAT(text, HasSubstr("<xs:simpleType name=\"Measure_Values\"><xs:union>"));
    EXPECT_THAT(text, Not(HasSubstr("Amount_Values")));
}

TEST(Xsd, DescribesTheMessagesOfMethods) {
    const std::string text = assay_class("Assay_Calculator");
    const std::size_t input = text.find("<xs:complexType name=\"Add_INPUT_Type\">");
    const std::size_t output = text.find("<xs:complexType name=\"Add_OUTPUT_Type\">");
    ASSERT_NE(input, std::string::npos);
    ASSERT_NE(output, std::string::npos);
    const std::string in = text.substr(input, output - input);
    const std::string out = text.substr(output, text.find("</xs:complexType>", output) - output);
    EXPECT_THAT(in, HasSubstr("name=\"Left\" type=\"cim:cimInt\""));
    EXPECT_THAT(in, Not(HasSubstr("Sum")));
    EXPECT_THAT(out, HasSubstr("name=\"Sum\" type=\"cim:cimLong\""));
    EXPECT_THAT(out, HasSubstr("name=\"ReturnValue\" type=\"cim:cimUnsignedInt\""));
    EXPECT_THAT(text.substr(text.find("name=\"Clear_OUTPUT_Type\""), 200), Not(HasSubstr("ReturnValue")));
}

TEST(Xsd, KeepsDescriptionsAndDefaults) {
    const std::string text = assay_class("Assay_Defaults");
    EXPECT_THAT(text, HasSubstr("<cim:DefaultValue>18446744073709551615</cim:DefaultValue>"));
    EXPECT_THAT(text, HasSubstr("a &quot;quoted&quot; one"));
    EXPECT_THAT(assay_class("Assay_Item"),
                HasSubstr("<xs:documentation>What people call it.</xs:documentation>"));
}

TEST(Xsd, NamesALocationForTheCommonTypesWhenAsked) {
    const ClassPtr item = find(shipped().classes, "root/assay", "Assay_Item");
    EXPECT_THAT(to_xsd(*item), Not(HasSubstr("schemaLocation")));
    EXPECT_THAT(to_xsd(*item, "common.xsd"), HasSubstr("schemaLocation=\"common.xsd\""));
}

}  // namespace
}  // namespace assay::schema
